import { describe, expect, test } from 'vitest';
import { NOW, withRoles } from '../fixture/agency.ts';
import { refusalOf } from '../fixture/refusal.ts';
import { ACCESS, releasesOf, witnessedScene } from '../fixture/witnessed.ts';
import { signCertified } from './certified-jws.ts';
import { type ReleaseTrust, signRelease, verifyRelease } from './release-statement.ts';

const s = await witnessedScene();
const [release] = releasesOf(s, [1]) as [ReturnType<typeof releasesOf>[number]];
const trustee = s.reader;
const officer = await trustee.officer('gateway-key', { extensions: [withRoles('gateway')] });
const facts = { trustee: trustee.code, access: ACCESS, item: s.inner.id, at: NOW.toISOString() };
const jws = await signRelease(release, facts, officer.signer, officer.chain);
const trust: ReleaseTrust = s.trust;
const verify = (text: string, whom: Partial<ReleaseTrust> = {}) =>
  refusalOf(() => verifyRelease(text, { ...trust, ...whom }));

test('what a trustee signed is read as it was said', async () => {
  expect(await verifyRelease(jws, trust)).toEqual({ ...facts, handle: officer.signer.handle, release });
});

describe('refused', () => {
  test('under another agency’s root, or none', async () => {
    expect(await verify(jws, { rootOf: () => s.author.root.der })).toBe('BAD_CERTIFICATE');
    expect(await verify(jws, { rootOf: () => undefined })).toBe('BAD_CERTIFICATE');
  });
  test('by an officer of the agency who is no gateway', async () => {
    for (const extensions of [[], [withRoles()], [withRoles('reader', 'author')]]) {
      const other = await trustee.officer('gateway-key', { extensions });
      expect(await verify(await signRelease(release, facts, other.signer, other.chain))).toBe('BAD_CERTIFICATE');
    }
  });
  test('in another trustee’s name', async () => {
    const claimed = await signRelease(release, { ...facts, trustee: s.author.code }, officer.signer, officer.chain);
    expect(await verify(claimed)).toBe('BAD_CERTIFICATE');
  });
  test('when its certificate has expired', async () => {
    expect(await verify(jws, { at: new Date('2050-01-01') })).toBe('CERTIFICATE_EXPIRED');
  });
  test('with a colleague’s certificate', async () => {
    const colleague = await trustee.officer('another', { extensions: [withRoles('gateway')] });
    expect(await verify(await signRelease(release, facts, officer.signer, colleague.chain))).toBe('BAD_SIGNATURE');
  });
  test('with any part changed', async () => {
    const [header, payload, signature] = jws.split('.') as [string, string, string];
    const other = await signRelease(release, { ...facts, access: 'another' }, officer.signer, officer.chain);
    expect(await verify([header, other.split('.')[1], signature].join('.'))).toBe('BAD_SIGNATURE');
    expect(await verify([header, payload].join('.'))).toBe('MALFORMED_JWS');
    expect(await verify(`${jws}.`)).toBe('MALFORMED_JWS');
    expect(await verify('x'.repeat(70_000))).toBe('TOO_LARGE');
  });
  test('a signature over something else', async () => {
    const good = { typ: 'tocsin/release/1', ...facts, index: 1, enc: 'AA', ct: 'AA' };
    for (const odd of [
      { ...good, typ: 'tocsin/sealed/1' },
      { ...good, index: '1' },
      { ...good, index: 1.5 },
      { ...good, more: 1 },
      { ...good, access: null },
      { typ: good.typ },
    ]) {
      const signed = await signCertified('tocsin-release+jws', odd, officer.signer, officer.chain);
      expect(await verify(signed)).toBe('MALFORMED_JWS');
    }
    const asContent = await signCertified('tocsin-sealed+jws', good, officer.signer, officer.chain);
    expect(await verify(asContent)).toBe('MALFORMED_JWS');
    const notBase64 = await signCertified('tocsin-release+jws', { ...good, enc: 'A!' }, officer.signer, officer.chain);
    expect(await verify(notBase64)).toBe('MALFORMED_ENCODING');
  });
});
