import { Decrypter, generateHybridIdentity, identityToRecipient } from 'age-encryption';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refusalOf } from '../fixture/refusal.ts';
import { CONTENT, headOf, innerOf, scene } from '../fixture/sealed.ts';
import { canonicalBytes } from './canonical.ts';
import { fromUtf8 } from './encoding.ts';
import { unwrapFileKey } from './file-key.ts';
import { digest } from './hash.ts';
import { readHeader } from './header.ts';
import { formatSealSecretKey, generateSealKey, parseSealPublicKey } from './keys.ts';
import { openFile } from './open.ts';
import { unframe } from './padme.ts';
import { openRewrapped, rewrapFileKey } from './rewrap.ts';
import { MAX_FILE, sealFile } from './seal.ts';

const runs = process.env.SLOW ? 500 : 15;
const s = await scene();
const { officer, keys, author, reader } = s;
const recipients = [keys.reader.publicKey, keys.author.publicKey];
const seal = (parts: object = {}) =>
  sealFile({ inner: s.inner, signer: officer.signer, chain: officer.chain, recipients, ...parts });

test('the addressed unit and the author open what was sealed', async () => {
  for (const [me, secretKey] of [
    [reader.code, keys.reader.secretKey],
    [author.code, keys.author.secretKey],
  ] as const) {
    expect(await openFile({ file: s.sealed.file, head: s.head, secretKey, me, trust: s.trust })).toEqual(s.inner);
  }
});

test('so does a device with the file key re-wrapped for it', async () => {
  const device = generateSealKey();
  const access = { access: 'a4c6', file: s.inner.id, fileHash: s.sealed.fileHash };
  const unwrapped = await unwrapFileKey(s.sealed.file, keys.reader.secretKey);
  const sent = rewrapFileKey(unwrapped ?? new Uint8Array(), { ...access, epk: device.publicKey });
  const fileKey = openRewrapped(device.secretKey, sent, access);
  expect(await openFile({ file: s.sealed.file, head: s.head, fileKey, me: reader.code, trust: s.trust })).toEqual(
    s.inner,
  );
});

test('what goes on the ledger describes the file', async () => {
  const { file, size, fileHash, headerHash } = s.sealed;
  expect({ size, fileHash, headerHash }).toEqual({
    size: file.length,
    fileHash: digest(file),
    headerHash: digest(readHeader(file).bytes),
  });
});

test('open inverts seal for any content', async () => {
  const arbitrary = fc.jsonValue({ maxDepth: 4 });
  await fc.assert(
    fc.asyncProperty(arbitrary, fc.integer({ min: 1, max: 5 }), async (content, others) => {
      const inner = innerOf(author, officer, [reader.code], content);
      const strangers = Array.from({ length: others }, () => generateSealKey().publicKey);
      const sealed = await seal({ inner, recipients: [...strangers, keys.reader.publicKey] });
      const opened = await openFile({
        file: sealed.file,
        head: headOf(inner, sealed),
        secretKey: keys.reader.secretKey,
        me: reader.code,
        trust: s.trust,
      });
      expect(canonicalBytes(opened)).toEqual(canonicalBytes(inner));
    }),
    { numRuns: runs },
  );
});

test('stock age opens the file, with its own identities and with ours', async () => {
  const identity = await generateHybridIdentity();
  const sealed = await seal({
    recipients: [parseSealPublicKey(await identityToRecipient(identity)), keys.reader.publicKey],
  });
  for (const text of [identity, formatSealSecretKey(keys.reader.secretKey)]) {
    const decrypter = new Decrypter();
    decrypter.addIdentity(text);
    const [, payload] = fromUtf8(unframe(await decrypter.decrypt(sealed.file))).split('.');
    expect(JSON.parse(Buffer.from(payload ?? '', 'base64url').toString())).toEqual(s.inner);
  }
});

test('a large content fills several chunks', async () => {
  const inner = { ...s.inner, content: { note: 'ก'.repeat(100_000) } };
  const sealed = await seal({ inner });
  expect(sealed.size).toBeGreaterThan(400_000);
  const head = headOf(inner, sealed);
  expect(
    await openFile({ file: sealed.file, head, secretKey: keys.reader.secretKey, me: reader.code, trust: s.trust }),
  ).toEqual(inner);
});

test('nothing of the content, the author or the addressees can be read from the file', () => {
  const text = Buffer.from(s.sealed.file).toString('latin1');
  for (const word of [
    CONTENT.summary,
    CONTENT.phones[0],
    officer.signer.handle,
    author.code,
    reader.code,
    s.inner.id,
  ]) {
    expect(text).not.toContain(word);
    expect(text).not.toContain(Buffer.from(word ?? '').toString('base64url'));
  }
});

test('thirty lengths of content make few lengths of file', async () => {
  const lengths = Array.from({ length: 30 }, (_, i) => 10 * i);
  const sealed = await Promise.all(lengths.map((n) => seal({ inner: { ...s.inner, content: 'x'.repeat(n) } })));
  // 290 bytes of content are 387 characters of base64url, and files this long come in steps of 64 bytes or more.
  expect(new Set(sealed.map(({ size }) => size)).size).toBeLessThanOrEqual(8);
});

test('one key given twice takes one stanza', async () => {
  const { file } = await seal({ recipients: [keys.reader.publicKey, keys.reader.publicKey.slice()] });
  expect(readHeader(file).stanzas).toHaveLength(1);
});

describe('what the author cannot seal', () => {
  const inner = s.inner;
  test.each([
    ['surplus member', { ...inner, extra: 1 }],
    ['member missing', { ...inner, agreement: undefined }],
    ['another typ', { ...inner, typ: 'tocsin/sealed/2' }],
    ['addressees unsorted', { ...inner, to: ['LA-MPS', 'KH-NCCT'] }],
    ['addressee twice', { ...inner, to: ['KH-NCCT', 'KH-NCCT'] }],
    ['no addressee', { ...inner, to: [] }],
    ['author with more members', { ...inner, author: { ...inner.author, name: 'x' } }],
    ['a local time', { ...inner, created: '2026-11-23T14:30:00+07:00' }],
    ['handling no object', { ...inner, handling: ['amber'] }],
  ])('%s', async (_, wrong) => {
    expect(await refusalOf(() => seal({ inner: wrong }))).toBe('MALFORMED_INNER');
  });
  test('content without a canonical form', async () => {
    expect(await refusalOf(() => seal({ inner: { ...inner, content: new Map() } }))).toBe('NOT_JSON');
  });
  test("in a colleague's name, or with a certificate that is not the signer's", async () => {
    const colleague = await author.officer('other');
    const twin = await author.officer('h7k2m');
    expect(await refusalOf(() => seal({ signer: colleague.signer, chain: colleague.chain }))).toBe('WRONG_KEY');
    expect(await refusalOf(() => seal({ chain: twin.chain }))).toBe('WRONG_KEY');
    expect(await refusalOf(() => seal({ chain: colleague.chain }))).toBe('WRONG_KEY');
    expect(await refusalOf(() => seal({ chain: [] }))).toBe('WRONG_KEY');
  });
  test('for nobody, for too many, for what is no key', async () => {
    const many = Array.from({ length: 17 }, () => generateSealKey().publicKey);
    expect(await refusalOf(() => seal({ recipients: [] }))).toBe('TOO_MANY_RECIPIENTS');
    expect(await refusalOf(() => seal({ recipients: many }))).toBe('TOO_MANY_RECIPIENTS');
    expect(await refusalOf(() => seal({ recipients: [new Uint8Array(1216).fill(255)] }))).toBe('BAD_KEY');
  });
  test('more than a file may hold', async () => {
    expect(await refusalOf(() => seal({ inner: { ...inner, content: 'x'.repeat(MAX_FILE) } }))).toBe('TOO_LARGE');
  });
});
