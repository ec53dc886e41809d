import { verify, X509Certificate } from 'node:crypto';
import { utf8 } from '@tocsin/envelope/verify';
import { beforeAll, describe, expect, test } from 'vitest';
import { type AgencyKeys, agencyKeys } from '../../test/support/agency.ts';
import { signReport, verifyReport } from './index.ts';

const at = '2026-11-23T07:30:00.000Z';
const file = utf8('%PDF-1.7 a report about ស៊ុន សំណាងសាក');
let agency: AgencyKeys;
let other: AgencyKeys;
let jws: string;
beforeAll(async () => {
  const clock = () => Date.parse(at);
  agency = await agencyKeys({ code: 'th-police', class: 'police' }, clock);
  other = await agencyKeys({ code: 'th-police', class: 'police' }, clock);
  jws = await signReport(file, at, { agency: 'th-police', signer: agency.officer.signer, chain: agency.officer.chain });
});
const trust = (root: Uint8Array | undefined) => ({ rootOf: () => root, crls: () => [] });
const codeOf = (done: Promise<unknown>) =>
  done.then(
    () => 'verified',
    (error: { code: string }) => error.code,
  );

describe('a report', () => {
  test('is signed by an officer whose certificate chains to a trusted root', async () => {
    expect(await verifyReport(file, jws, trust(agency.root))).toEqual({
      agency: 'th-police',
      officer: agency.officer.handle,
      at,
    });
  });

  test('can be checked without any code of ours: ES256 under the certificate in x5c, over the digest of the file', () => {
    const [header = '', payload = '', signature = ''] = jws.split('.');
    const { alg, x5c } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { alg: string; x5c: string[] };
    const key = new X509Certificate(Buffer.from(x5c[0] ?? '', 'base64')).publicKey;
    const signed = Buffer.from(`${header}.${payload}`);
    const good = verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
    expect([alg, good]).toEqual(['ES256', true]);
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({ typ: 'tocsin.report/1', at });
  });

  test.each([
    ['another file', 'BAD_SIGNATURE', () => verifyReport(utf8('%PDF-1.7 another'), jws, trust(agency.root))],
    ['no root', 'BAD_CERTIFICATE', () => verifyReport(file, jws, trust(undefined))],
    ['a root of the same name', 'BAD_CERTIFICATE', () => verifyReport(file, jws, trust(other.root))],
    ['a changed signature', 'BAD_SIGNATURE', () => verifyReport(file, changed(2), trust(agency.root))],
    ['a changed payload', 'MALFORMED', () => verifyReport(file, changed(1), trust(agency.root))],
    ['rubbish', 'MALFORMED', () => verifyReport(file, 'x.y.z', trust(agency.root))],
    ['nothing', 'MALFORMED', () => verifyReport(file, '', trust(agency.root))],
  ])('with %s is refused', async (_, code, check) => {
    expect(await codeOf(check())).toContain(code);
  });
});

/** One character of one part changed, the last but a few. */
function changed(part: number): string {
  const parts = jws.split('.');
  const text = parts[part] ?? '';
  parts[part] = `${text.slice(0, 4)}${text[4] === 'A' ? 'B' : 'A'}${text.slice(5)}`;
  return parts.join('.');
}
