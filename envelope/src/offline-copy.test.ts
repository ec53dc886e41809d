import { describe, expect, test } from 'vitest';
import { NOW, withRoles } from '../fixture/agency.ts';
import { refusalOf } from '../fixture/refusal.ts';
import { witnessedScene } from '../fixture/witnessed.ts';
import { signCertified } from './certified-jws.ts';
import { concat, fromUtf8, utf8 } from './encoding.ts';
import { digest } from './hash.ts';
import { type CopyTrust, signCopy, verifyCopy } from './offline-copy.ts';

const s = await witnessedScene();
const agency = s.reader;
const steward = await agency.officer('gateway-key', { extensions: [withRoles('gateway')] });
const hours = (n: number): string => new Date(NOW.getTime() + n * 3_600_000).toISOString();
const facts = {
  agency: agency.code,
  device: digest('key'),
  purpose: 'border-control',
  made: hours(0),
  expires: hours(72),
};
const sealed = utf8('age-encryption.org/v1\nand what follows\n');
const trust: CopyTrust = { agency: agency.code, root: agency.root.der, crls: [], at: NOW };
const copy = await signCopy(sealed, facts, steward.signer, steward.chain);
const refused = (bytes: Uint8Array, change: Partial<CopyTrust> = {}) =>
  refusalOf(() => verifyCopy(bytes, { ...trust, ...change }));

test('what a gateway signed for a device is read as it was said, and nothing is lost of the file', async () => {
  expect(await verifyCopy(copy, trust)).toEqual({ facts, sealed });
});

describe('refused', () => {
  test('a file that nobody signed, and a signature without its file', async () => {
    expect(await refused(sealed)).toBe('MALFORMED_JWS');
    expect(await refused(new Uint8Array())).toBe('MALFORMED_JWS');
    expect(await refused(new Uint8Array(70_000).fill(65))).toBe('MALFORMED_JWS');
    expect(await refused(copy.subarray(0, copy.length - sealed.length))).toBe('BAD_SIGNATURE');
  });

  test('with any byte changed, before and behind the end of the line', async () => {
    const line = copy.length - sealed.length;
    for (const place of [line - 40, line, copy.length - 1])
      expect(await refused(copy.with(place, (copy[place] ?? 0) ^ 1)), `byte ${place}`).not.toBeNull();
    expect(await refused(concat(copy, utf8('x')))).toBe('BAD_SIGNATURE');
  });

  test('another file under the same line', async () => {
    const other = await signCopy(utf8('an emptier list'), facts, steward.signer, steward.chain);
    const end = copy.indexOf(10) + 1;
    expect(await refused(concat(copy.subarray(0, end), other.subarray(other.indexOf(10) + 1)))).toBe('BAD_SIGNATURE');
  });

  test("another agency's, and its own in this one's name", async () => {
    const author = await s.author.officer('their-gateway', { extensions: [withRoles('gateway')] });
    for (const code of [s.author.code, agency.code])
      expect(await refused(await signCopy(sealed, { ...facts, agency: code }, author.signer, author.chain))).toBe(
        'BAD_CERTIFICATE',
      );
    expect(await refused(copy, { root: undefined })).toBe('BAD_CERTIFICATE');
  });

  test('by an officer of the agency who is no gateway', async () => {
    const other = await agency.officer('gateway-key', { extensions: [withRoles('reader', 'author')] });
    expect(await refused(await signCopy(sealed, facts, other.signer, other.chain))).toBe('BAD_CERTIFICATE');
  });

  test('a life that no copy has, and times in a form that does not compare', async () => {
    for (const change of [
      { expires: hours(73) },
      { expires: facts.made },
      { made: hours(1), expires: hours(0) },
      { expires: '2099-01-01' },
      { made: '27 Nov 2026' },
    ])
      expect(await refused(await signCopy(sealed, { ...facts, ...change }, steward.signer, steward.chain))).toBe(
        'MALFORMED_JWS',
      );
  });

  test('a signature over something else', async () => {
    const good = { typ: 'tocsin/offline-copy/1', ...facts, file: digest(sealed) };
    const line = async (typ: string, payload: object) =>
      concat(utf8(`${await signCertified(typ, payload, steward.signer, steward.chain)}\n`), sealed);
    expect(await refused(await line('tocsin-release+jws', good))).toBe('MALFORMED_JWS');
    for (const odd of [
      { ...good, typ: 'tocsin/release/1' },
      { ...good, more: 1 },
      { ...good, purpose: 1 },
    ])
      expect(await refused(await line('tocsin-offline-copy+jws', odd))).toBe('MALFORMED_JWS');
    expect(fromUtf8(copy)).toContain('.');
  });
});
