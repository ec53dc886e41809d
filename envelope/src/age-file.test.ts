import * as age from 'age-encryption';
import { expect, test } from 'vitest';
import { decryptWith, encryptFor } from './age-file.ts';
import { utf8 } from './encoding.ts';
import { formatSealPublicKey, formatSealSecretKey, generateSealKey } from './keys.ts';

const { publicKey, secretKey } = generateSealKey();
const plain = utf8('ກະແຈ · សោ · chìa khóa');

test('what is encrypted opens with the key, and nothing else does', async () => {
  const file = encryptFor(publicKey, plain);
  expect(await decryptWith(secretKey, file)).toEqual(plain);
  await expect(decryptWith(generateSealKey().secretKey, file)).rejects.toMatchObject({ code: 'NOT_FOR_ME' });
});

test('another age implementation opens it, and we open what that one wrote', async () => {
  const opener = new age.Decrypter();
  opener.addIdentity(formatSealSecretKey(secretKey));
  expect(await opener.decrypt(encryptFor(publicKey, plain))).toEqual(plain);
  const writer = new age.Encrypter();
  writer.addRecipient(formatSealPublicKey(publicKey));
  expect(await decryptWith(secretKey, await writer.encrypt(plain))).toEqual(plain);
});

test('no bit of it may change', async () => {
  const file = encryptFor(publicKey, plain);
  const step = process.env.SLOW === '1' ? 1 : 97;
  for (let at = 0; at < file.length; at += step) {
    const bent = Uint8Array.from(file);
    bent[at] = (bent[at] as number) ^ (1 << (at % 8));
    await expect(decryptWith(secretKey, bent)).rejects.toMatchObject({ name: 'EnvelopeError' });
  }
});

test('nothing, and many bytes', async () => {
  for (const length of [0, 1, 65_536, 65_537, 200_000]) {
    const bytes = new Uint8Array(length).fill(7);
    expect(await decryptWith(secretKey, encryptFor(publicKey, bytes))).toEqual(bytes);
  }
});
