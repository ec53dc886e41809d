import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NOW } from '../fixture/agency.ts';
import { type Forged, forgeFile, hashed } from '../fixture/forged.ts';
import { refusalOf } from '../fixture/refusal.ts';
import { headOf, innerOf, scene, trustIn } from '../fixture/sealed.ts';
import { openPayload, sealPayload } from './age-payload.ts';
import { signAuthorship } from './authorship.ts';
import { toBase64, toBase64url } from './base64.ts';
import { canonicalBytes } from './canonical.ts';
import type { Head } from './content.ts';
import { concat, fromUtf8, u64be, utf8 } from './encoding.ts';
import { unwrapFileKey } from './file-key.ts';
import { digest } from './hash.ts';
import { readHeader } from './header.ts';
import { type OpenRequest, openFile } from './open.ts';
import { frame, unframe } from './padme.ts';
import { randomBytes } from './random.ts';
import { sealFile } from './seal.ts';

const s = await scene();
const { officer, keys, inner, head, trust, author, reader, stranger } = s;
const { file } = s.sealed;
const day = (count: number) => new Date(NOW.getTime() + count * 864e5);
const header = readHeader(file);
const fileKey = (await unwrapFileKey(file, keys.reader.secretKey)) as Uint8Array;
const framed = openPayload(file.subarray(header.payloadOffset), fileKey);
const statement = fromUtf8(unframe(framed));

const open = (parts: object = {}) =>
  refusalOf(() =>
    openFile({ file, head, secretKey: keys.reader.secretKey, me: reader.code, trust, ...parts } as OpenRequest),
  );
/** The ledger names this very file, and everything else is as the author posted it. */
const posted = ({ file, fileHash, headerHash }: Forged, parts: Partial<Head> = {}) => ({
  file,
  head: { ...head, fileHash, headerHash, ...parts },
});
const forReader = (inside: string | Uint8Array) => forgeFile({ inside, recipients: [keys.reader.publicKey] });
const flip = (bytes: Uint8Array, bit: number) =>
  bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));

test('the forger’s tools make files that open, so what is refused below is refused for its flaw', async () => {
  expect(await open()).toBe('accepted');
  expect(await open(posted(forReader(statement)))).toBe('accepted');
});

describe('the attacks of the protocol', () => {
  test('re-sealing to a third agency as if the author had sent it', async () => {
    const forwarded = forgeFile({ inside: statement, recipients: [keys.stranger.publicKey] });
    const third = { secretKey: keys.stranger.secretKey, me: stranger.code };
    expect(await open({ ...posted(forwarded), ...third })).toBe('NOT_FOR_ME');
    expect(await open({ ...posted(forwarded, { to: [stranger.code] }), ...third })).toBe('HEAD_MISMATCH');
  });
  test('replay under another id', async () => {
    expect(await open({ head: { ...head, id: 'another' } })).toBe('HEAD_MISMATCH');
  });
  test('authorship claimed by another agency, with and without signing anew', async () => {
    expect(await open({ head: { ...head, author: stranger.code } })).toBe('BAD_CERTIFICATE');
    const thief = await stranger.officer('th1ef');
    const kept = forReader(await signAuthorship(inner, thief.signer, thief.chain));
    expect(await open(posted(kept, { author: stranger.code, handle: 'th1ef' }))).toBe('HEAD_MISMATCH');
    expect(await open(posted(kept))).toBe('BAD_CERTIFICATE');
  });
  test('authorship claimed by a colleague', async () => {
    expect(await open({ head: { ...head, handle: 'other' } })).toBe('HEAD_MISMATCH');
    const colleague = await author.officer('other');
    const claimed = forReader(await signAuthorship(inner, colleague.signer, colleague.chain));
    expect(await open(posted(claimed))).toBe('HEAD_MISMATCH');
    expect(await open(posted(claimed, { handle: 'other' }))).toBe('HEAD_MISMATCH');
  });
  test('stanzas of other kinds mixed in', async () => {
    const mixed = [...header.stanzas, { args: ['tocsin/witness/1', '2', '3'], body: new Uint8Array(160) }];
    for (const stanzas of [mixed, mixed.slice(-1)]) {
      const other = forgeFile({ inside: statement, recipients: [], mixed: stanzas });
      expect(await open(posted(other))).toBe('MALFORMED_FILE');
    }
  });
});

const fields: [string, Partial<Head>, string][] = [
  ['id', { id: 'x' }, 'HEAD_MISMATCH'],
  ['author', { author: 'KH-NCCT' }, 'BAD_CERTIFICATE'],
  ['an author nobody knows', { author: 'XX' }, 'BAD_CERTIFICATE'],
  ['handle', { handle: 'x' }, 'HEAD_MISMATCH'],
  ['to, one more', { to: ['KH-NCCT', 'LA-MPS'] }, 'HEAD_MISMATCH'],
  ['to, none', { to: [] }, 'HEAD_MISMATCH'],
  ['agreement', { agreement: 'mou-other' }, 'HEAD_MISMATCH'],
  ['handling', { handling: { tlp: 'clear', codes: ['no-further'] } }, 'HEAD_MISMATCH'],
  ['handling, surplus', { handling: { ...inner.handling, more: 1 } }, 'HEAD_MISMATCH'],
  ['file hash', { fileHash: '00'.repeat(32) }, 'FILE_HASH_MISMATCH'],
  ['header hash', { headerHash: '00'.repeat(32) }, 'HEADER_HASH_MISMATCH'],
];
test.each(fields)('a head that differs in %s', async (_, part, code) => {
  expect(await open({ head: { ...head, ...part } })).toBe(code);
});

describe('keys', () => {
  test("another unit's key, a key that is none", async () => {
    expect(await open({ secretKey: keys.stranger.secretKey })).toBe('NOT_FOR_ME');
    expect(await open({ secretKey: new Uint8Array(31) })).toBe('BAD_KEY');
  });
  test('another file key', async () => {
    const withKey = (key: Uint8Array) => open({ secretKey: undefined, fileKey: key });
    expect(await withKey(fileKey)).toBe('accepted');
    expect(await withKey(randomBytes(16))).toBe('WRONG_KEY');
    expect(await withKey(new Uint8Array(0))).toBe('WRONG_KEY');
  });
  test('the right key in the hands of another agency', async () => {
    expect(await open({ me: stranger.code })).toBe('NOT_FOR_ME');
    expect(await open({ me: author.code })).toBe('accepted');
  });
});

describe('payloads', () => {
  const repacked = (payload: Uint8Array) => posted(hashed(header.bytes, payload));
  const sealed = file.subarray(header.payloadOffset);
  test('cut short, with bytes after them, or under another key', async () => {
    for (const payload of [
      sealed.subarray(0, -1),
      concat(sealed, Uint8Array.of(0)),
      sealed.subarray(0, 16),
      new Uint8Array(0),
    ]) {
      expect(await open(repacked(payload))).toBe('FILE_TAMPERED');
    }
    expect(await open(repacked(sealPayload(framed, randomBytes(16))))).toBe('FILE_TAMPERED');
  });
  test('padding', async () => {
    const body = utf8(statement);
    const hidden = frame(body);
    hidden[hidden.length - 1] = 1;
    const cases = [
      hidden,
      concat(u64be(body.length), body),
      concat(frame(body), new Uint8Array(1024)),
      body,
      new Uint8Array(0),
    ];
    cases.push(concat(u64be(2n ** 63n), body, new Uint8Array(1024)));
    for (const inside of cases) expect(await open(posted(forReader(inside)))).toBe('BAD_PADDING');
  });
});

describe('flipped bits', () => {
  // Two heads: the posted one, and one that names the changed file, as if its author had changed it.
  const refused = async (bit: number) => {
    const changed = flip(file, bit);
    const renamed = {
      ...head,
      fileHash: digest(changed),
      headerHash: digest(changed.subarray(0, header.payloadOffset)),
    };
    expect(await open({ file: changed })).toBe('FILE_HASH_MISMATCH');
    expect(await open({ file: changed, head: renamed })).not.toBe('accepted');
  };
  test('sampled', async () => {
    await fc.assert(fc.asyncProperty(fc.nat(file.length * 8 - 1), refused), { numRuns: 200 });
  });
  test.runIf(process.env.SLOW)('every one (SLOW=1)', { timeout: 600_000 }, async () => {
    for (let bit = 0; bit < file.length * 8; bit++) await refused(bit);
  });
});

describe('certificates', () => {
  const signedBy = async (order: object, from = author) => {
    const other = await from.officer(officer.signer.handle, order);
    return posted(forReader(await signAuthorship(inner, other.signer, other.chain)));
  };
  test("of another agency's authority", async () => {
    expect(await open(await signedBy({}, stranger))).toBe('BAD_CERTIFICATE');
    expect(await open({ trust: trustIn([reader]) })).toBe('BAD_CERTIFICATE');
  });
  test('expired, or not yet valid, at the time of the post', async () => {
    expect(await open(await signedBy({ notAfter: day(-1) }))).toBe('CERTIFICATE_EXPIRED');
    expect(await open(await signedBy({ notBefore: day(1) }))).toBe('CERTIFICATE_EXPIRED');
  });
  test('revoked before the post; later revocation does not undo it', async () => {
    const crl = async (at: Date) => (await author.revoke(author.issuing, [{ who: officer, at }])).der;
    expect(await open({ trust: trustIn([author], [await crl(day(-1))]) })).toBe('CERTIFICATE_REVOKED');
    expect(await open({ trust: trustIn([author], [await crl(day(1))]) })).toBe('accepted');
  });
  test("that are not the signer's", async () => {
    const colleague = await author.officer('other');
    const borrowed = forReader(await signAuthorship(inner, officer.signer, colleague.chain));
    expect(await open(posted(borrowed))).toBe('BAD_SIGNATURE');
    const misnamed = await signAuthorship(
      inner,
      { ...colleague.signer, handle: officer.signer.handle },
      colleague.chain,
    );
    expect(await open(posted(forReader(misnamed)))).toBe('BAD_CERTIFICATE');
  });
});

describe('statements', () => {
  const good = { alg: 'ES256', kid: officer.signer.handle, typ: 'tocsin-sealed+jws', x5c: officer.chain.map(toBase64) };
  const [, body, signature] = statement.split('.') as [string, string, string];
  const withHeader = (part: object) => posted(forReader(`${toBase64url(canonicalBytes(part))}.${body}.${signature}`));
  test.each<[string, object]>([
    ['alg none', { ...good, alg: 'none' }],
    ['alg HS256', { ...good, alg: 'HS256' }],
    ['alg ES384', { ...good, alg: 'ES384' }],
    ['typ of a ledger statement', { ...good, typ: 'tocsin+jws' }],
    ['jwk', { ...good, jwk: {} }],
    ['no x5c', { alg: 'ES256', kid: 'h7k2m', typ: good.typ }],
    ['empty x5c', { ...good, x5c: [] }],
    ['x5c no text', { ...good, x5c: [1] }],
    ['x5c unpadded', { ...good, x5c: ['AA'] }],
    ['x5c longer than any', { ...good, x5c: new Array(5).fill(good.x5c[0]) }],
    ['no kid', { ...good, kid: '' }],
  ])('header with %s', async (_, part) => {
    expect(await open(withHeader(part))).toBe('MALFORMED_JWS');
  });
  test('another signature, another payload', async () => {
    const other = await signAuthorship({ ...inner, content: 1 }, officer.signer, officer.chain);
    const [first, , third] = other.split('.');
    expect(await open(posted(forReader(`${first}.${body}.${third}`)))).toBe('BAD_SIGNATURE');
  });
  test.each([
    ['not text', Uint8Array.of(0xff, 0xfe), 'MALFORMED_UTF8'],
    ['empty', new Uint8Array(0), 'MALFORMED_JWS'],
    ['not a signature', utf8('{}'), 'MALFORMED_JWS'],
  ])('%s', async (_, inside, code) => {
    expect(await open(posted(forReader(frame(inside))))).toBe(code);
  });
  test.each<[string, object]>([
    ['surplus member', { ...inner, more: 1 }],
    ['another typ', { ...inner, typ: 'tocsin/sealed/2' }],
    ['unsorted addressees', { ...inner, to: ['LA-MPS', 'KH-NCCT'] }],
  ])('signed, but with %s', async (_, wrong) => {
    const signed = await signAuthorship(wrong, officer.signer, officer.chain);
    expect(await open(posted(forReader(signed)))).toBe('MALFORMED_INNER');
  });
});

test('the checks stand in the order of the procedure', async () => {
  const everything = { ...head, fileHash: 'x', headerHash: 'x', id: 'x' };
  const nobody = { trust: trustIn([]), secretKey: keys.stranger.secretKey, me: 'XX' };
  expect(await open({ head: everything, ...nobody })).toBe('FILE_HASH_MISMATCH');
  expect(await open({ head: { ...everything, fileHash: head.fileHash }, ...nobody })).toBe('HEADER_HASH_MISMATCH');
  expect(await open({ head: { ...head, id: 'x' }, ...nobody })).toBe('NOT_FOR_ME');
  const hiddenIn = (text: string) => forReader(concat(frame(utf8(text)), Uint8Array.of(1)));
  expect(await open({ ...posted(hiddenIn('x'), { id: 'x' }), trust: trustIn([]), me: 'XX' })).toBe('BAD_PADDING');
  expect(await open({ ...posted(forReader('x'), { id: 'x' }), trust: trustIn([]), me: 'XX' })).toBe('MALFORMED_JWS');
  expect(await open({ head: { ...head, id: 'x' }, trust: trustIn([]), me: 'XX' })).toBe('BAD_CERTIFICATE');
  expect(await open({ head: { ...head, id: 'x' }, me: 'XX' })).toBe('HEAD_MISMATCH');
  expect(await open({ me: 'XX' })).toBe('NOT_FOR_ME');
});

test('a file of another item, properly sealed, does not pass for this one', async () => {
  const second = { ...innerOf(author, officer, [reader.code]), id: 'second' };
  const sealed = await sealFile({
    inner: second,
    signer: officer.signer,
    chain: officer.chain,
    recipients: [keys.reader.publicKey],
  });
  expect(await open({ file: sealed.file })).toBe('FILE_HASH_MISMATCH');
  expect(await open({ file: sealed.file, head: headOf(second, sealed) })).toBe('accepted');
});
