import { generateHybridIdentity, identityToRecipient } from 'age-encryption';
import { expect, test } from 'vitest';
import { refusalOf } from '../fixture/refusal.ts';
import {
  formatSealPublicKey,
  formatSealSecretKey,
  generateSealKey,
  parseSealPublicKey,
  parseSealSecretKey,
  publicKeyOf,
} from './keys.ts';

test('the text forms are those of age', async () => {
  const identity = await generateHybridIdentity();
  const recipient = await identityToRecipient(identity);
  const secretKey = parseSealSecretKey(identity);
  expect(formatSealSecretKey(secretKey)).toBe(identity);
  expect(formatSealPublicKey(publicKeyOf(secretKey))).toBe(recipient);
  expect(parseSealPublicKey(recipient)).toEqual(publicKeyOf(secretKey));
});

test('a fresh key differs from the last', () => {
  const [a, b] = [generateSealKey(), generateSealKey()];
  expect(a.secretKey).not.toEqual(b.secretKey);
  expect(publicKeyOf(a.secretKey)).toEqual(a.publicKey);
});

test('other texts and lengths are refused', async () => {
  const { publicKey, secretKey } = generateSealKey();
  const [open, closed] = [formatSealPublicKey(publicKey), formatSealSecretKey(secretKey)];
  for (const text of [
    open.toUpperCase(),
    `${open}q`,
    open.slice(0, -1),
    open.replace('age1pq', 'age1pr'),
    closed,
    '',
  ]) {
    expect(await refusalOf(() => parseSealPublicKey(text))).toBe('BAD_KEY');
  }
  for (const text of [closed.toLowerCase(), `${closed}Q`, closed.replace('PQ-1', 'PQ-'), open, '']) {
    expect(await refusalOf(() => parseSealSecretKey(text))).toBe('BAD_KEY');
  }
  expect(await refusalOf(() => publicKeyOf(new Uint8Array(31)))).toBe('BAD_KEY');
  expect(await refusalOf(() => formatSealPublicKey(new Uint8Array(32)))).toBe('BAD_KEY');
});
