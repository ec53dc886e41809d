import { Decrypter, type Stanza } from 'age-encryption';
import { describe, expect, test } from 'vitest';
import { refusalOf } from '../fixture/refusal.ts';
import { innerOf } from '../fixture/sealed.ts';
import { requestOf, sealScene, trusteesOf, witnessedHeadOf, witnessedScene } from '../fixture/witnessed.ts';
import { fromUtf8 } from './encoding.ts';
import { digest } from './hash.ts';
import { generateSealKey } from './keys.ts';
import { openFile } from './open.ts';
import { unframe } from './padme.ts';
import { witnessBinding } from './witness-commitment.ts';
import type { Roster } from './witness-deal.ts';
import { readWitnessedHeader } from './witness-header.ts';
import { openWitnessed, unlockWitnessed } from './witness-open.ts';

const s = await witnessedScene();
const { witnessed, witnessedHead: head } = s;

test('an addressee with t releases opens what was sealed', async () => {
  for (const indexes of [
    [1, 2],
    [3, 1],
    [1, 2, 3],
  ]) {
    expect(await openWitnessed(requestOf(s, indexes))).toEqual({ inner: s.inner, bad: [] });
  }
});

test('the author’s own unit does too', async () => {
  const own = { ...s, keys: { ...s.keys, reader: s.keys.author }, reader: s.author };
  expect((await openWitnessed(requestOf(own, [2, 3]))).inner).toEqual(s.inner);
});

test('what goes on the ledger describes the file', () => {
  const header = readWitnessedHeader(witnessed.file);
  expect(witnessed).toMatchObject({
    size: witnessed.file.length,
    fileHash: digest(witnessed.file),
    headerHash: digest(header.bytes),
    witness: { epoch: 3, t: 2, n: 3 },
  });
  expect([header.t, header.n, header.trustees.length, header.readers.length]).toEqual([2, 3, 3, 2]);
});

test.each([
  [1, 1],
  [3, 4],
  [5, 8],
  [16, 16],
])('%i addressees make %i reader stanzas, all different', async (recipients, stanzas) => {
  const keys = Array.from({ length: recipients }, () => generateSealKey().publicKey);
  const { readers } = readWitnessedHeader((await sealScene(s, { roster: s.roster, recipients: keys })).file);
  expect(new Set(readers.map(({ enc }) => enc.join())).size).toBe(stanzas);
});

test('stock age reads the header, checks its MAC and decrypts the payload once it is told the file key', async () => {
  const { fileKey } = await unlockWitnessed(requestOf(s, [1, 2]));
  let seen: Stanza[] = [];
  const decrypter = new Decrypter();
  decrypter.addIdentity({
    unwrapFileKey: (stanzas) => {
      seen = stanzas;
      return fileKey;
    },
  });
  const [, payload] = fromUtf8(unframe(await decrypter.decrypt(witnessed.file))).split('.');
  expect(JSON.parse(Buffer.from(payload ?? '', 'base64url').toString())).toEqual(s.inner);
  expect(seen.map(({ args }) => args[0])).toEqual([
    'tocsin/witness/1',
    ...new Array<string>(3).fill('tocsin/witness/1/trustee'),
    ...new Array<string>(2).fill('tocsin/witness/1/reader'),
  ]);
});

test('to the reader of direct files it is no file of theirs', async () => {
  const request = { file: witnessed.file, head, me: s.reader.code, trust: s.trust };
  expect(await refusalOf(() => openFile({ ...request, secretKey: s.keys.reader.secretKey }))).toBe('MALFORMED_FILE');
});

test('nothing of content, author, addressees or trustees can be read from the file', () => {
  const text = Buffer.from(witnessed.file).toString('latin1');
  for (const word of ['fictitious', s.officer.signer.handle, s.author.code, s.reader.code, s.inner.id, 'TRUSTEE-1']) {
    expect(text).not.toContain(word);
    expect(text).not.toContain(Buffer.from(word).toString('base64url'));
  }
});

test('two files of one record share nothing, and each has a commitment of its own', async () => {
  const again = await sealScene(s, { roster: s.roster });
  expect(again.witness.cm).not.toBe(witnessed.witness.cm);
  await expect(openWitnessed({ ...requestOf(s, [1, 2]), head: witnessedHeadOf(s, again) })).rejects.toThrow();
});

test('the binding is the published one', () => {
  const witness = { epoch: 3, t: 2, n: 3, cm: 'ab'.repeat(32) };
  const canonical = `{"author":"TH-RTP","cm":"${'ab'.repeat(32)}","e":3,"id":"k3v7","n":3,"policy":{"purposes":["rescue"]},"t":2}`;
  const item = { id: 'k3v7', author: 'TH-RTP', policy: { purposes: ['rescue'] }, witness };
  expect(Buffer.from(witnessBinding(item)).toString('hex')).toBe(digest(canonical));
});

describe('what the author cannot seal', () => {
  const seal = (parts: object, roster: Roster = s.roster) => refusalOf(() => sealScene(s, { roster, ...parts }));
  const [first, second, third] = s.roster.trustees as [never, never, never];
  test.each<[string, Partial<Roster>]>([
    ['a threshold of one', { t: 1 }],
    ['a threshold above the number', { t: 4 }],
    ['a threshold that is no count', { t: 2.5 }],
    ['no trustees', { trustees: [] }],
    ['one agency in two places', { trustees: [first, second, { ...(third as object), agency: 'TRUSTEE-1' } as never] }],
    ['one key in two places', { trustees: [first, second, { ...(first as object), agency: 'TRUSTEE-9' } as never] }],
    ['more trustees than a header takes', { trustees: trusteesOf(33, 2).roster.trustees }],
    ['an epoch that is none', { epoch: -1 }],
  ])('%s', async (_, part) => {
    expect(await seal({}, { ...s.roster, ...part })).toBe('BAD_ROSTER');
  });
  test('for a trustee or a reader whose key is none', async () => {
    const broken = { agency: 'X', publicKey: new Uint8Array(1216).fill(255) };
    expect(await seal({}, { ...s.roster, trustees: [first, broken] })).toBe('BAD_KEY');
    expect(await seal({ recipients: [new Uint8Array(32)] })).toBe('BAD_KEY');
  });
  test('for nobody, for too many', async () => {
    const many = Array.from({ length: 17 }, () => generateSealKey().publicKey);
    expect(await seal({ recipients: [] })).toBe('TOO_MANY_RECIPIENTS');
    expect(await seal({ recipients: many })).toBe('TOO_MANY_RECIPIENTS');
  });
  test('under a policy without a canonical form, or in another’s name', async () => {
    expect(await seal({ policy: { from: new Date() } })).toBe('NOT_JSON');
    expect(await seal({ inner: { ...innerOf(s.author, s.officer, [s.reader.code]), to: [] } })).toBe('MALFORMED_INNER');
    const colleague = await s.author.officer('other');
    expect(await seal({ signer: colleague.signer, chain: colleague.chain })).toBe('WRONG_KEY');
  });
});

test('the largest roster fits the longest header', async () => {
  const { roster } = trusteesOf(32, 17);
  const recipients = Array.from({ length: 16 }, () => generateSealKey().publicKey);
  const { file } = await sealScene(s, { roster, recipients });
  expect(readWitnessedHeader(file).trustees).toHaveLength(32);
});
