import 'reflect-metadata';
import { Extension, KeyUsageFlags } from '@peculiar/x509';
import { describe, expect, test } from 'vitest';
import { Agency, type Holder, type Issue, issue, NOW } from '../fixture/agency.ts';
import { refusalOf } from '../fixture/refusal.ts';
import { readCertificate } from './certificate.ts';
import { type ChainCheck, verifyChain } from './chain.ts';
import { toHex } from './encoding.ts';

const agency = await Agency.found('TH-RTP');
const other = await Agency.found('KH-NCCT');
const officer = await agency.officer('h7k2m');
const root = agency.root.der;
const check = (parts: Partial<ChainCheck> = {}) => verifyChain({ chain: officer.chain, root, at: NOW, ...parts });
const day = (count: number) => new Date(NOW.getTime() + count * 864e5);

test('a sound chain gives its leaf, with the root left out or repeated', async () => {
  const leaf = await check();
  expect(leaf).toMatchObject({ commonName: 'h7k2m', authority: false, subject: 'CN=h7k2m, O=TH-RTP' });
  expect(leaf.spki).toEqual(new Uint8Array(officer.certificate.publicKey.rawData));
  expect(leaf.serial).toBe(officer.certificate.serialNumber);
  expect(await check({ chain: [...officer.chain, root] })).toEqual(leaf);
});

test('an agency without an issuing authority has chains of one', async () => {
  const direct = await agency.officer('d1rct', { issuer: agency.root });
  expect((await check({ chain: [direct.der] })).commonName).toBe('d1rct');
});

test('a certificate is read from PEM as from DER', () => {
  const pem = new TextEncoder().encode(`${officer.certificate.toString('pem')}\n`);
  expect(readCertificate(pem)).toEqual(readCertificate(officer.der));
});

describe('chains that do not hold', () => {
  const bad = async (chain: Uint8Array[]) => expect(await refusalOf(() => check({ chain }))).toBe('BAD_CERTIFICATE');
  const issued = async (order: Partial<Issue>) => bad((await agency.officer('h7k2m', order)).chain);
  const under = async (authority: Holder) => {
    const leaf = await issue({ name: 'CN=h7k2m', issuer: authority });
    await bad([leaf.der, authority.der]);
  };

  test('empty, or longer than any agency needs', async () => {
    await bad([]);
    await bad(new Array<Uint8Array>(5).fill(officer.der));
  });
  test("another agency's root", async () => {
    expect(await refusalOf(() => check({ root: other.root.der }))).toBe('BAD_CERTIFICATE');
  });
  test('links missing, doubled or in the wrong order', async () => {
    await bad([officer.der]);
    await bad([agency.issuing.der, officer.der]);
    await bad([officer.der, agency.issuing.der, agency.issuing.der]);
    await bad([officer.der, other.issuing.der]);
  });
  test('an issuer of the same name with another key', async () => {
    const { subject } = agency.issuing.certificate;
    const impostor = await issue({
      name: subject,
      ca: true,
      pathLength: 0,
      issuer: other.root,
      issuerName: agency.root.certificate.subject,
    });
    await under(impostor);
  });
  test('a good signature under another name', () => issued({ issuerName: 'CN=somebody else' }));
  test('a leaf that may certify', () => issued({ ca: true }));
  test('a leaf with the usage of an authority', () =>
    issued({ usage: KeyUsageFlags.digitalSignature | KeyUsageFlags.keyCertSign }));
  test('a leaf that may not sign', () => issued({ usage: KeyUsageFlags.keyEncipherment }));
  test('two common names', () => issued({ name: 'CN=h7k2m, CN=other' }));
  test('no common name', () => issued({ name: 'O=TH-RTP' }));
  test('an officer who issues certificates', () => under(officer));
  test('an authority without the usage', async () => {
    await under(await issue({ name: 'CN=weak', ca: true, usage: KeyUsageFlags.cRLSign, issuer: agency.root }));
  });
  test('a path longer than the issuing authority may start', async () => {
    const deeper = await issue({ name: 'CN=deeper', ca: true, issuer: agency.issuing });
    const leaf = await issue({ name: 'CN=h7k2m', issuer: deeper });
    await bad([leaf.der, deeper.der, agency.issuing.der]);
  });
  test('an unknown critical extension; the same is passed over when not critical', async () => {
    const unknown = (critical: boolean) => new Extension('1.3.6.1.4.1.99999.1', critical, Uint8Array.of(5, 0));
    await issued({ extensions: [unknown(true)] });
    const harmless = await agency.officer('h7k2m', { extensions: [unknown(false)] });
    expect((await check({ chain: harmless.chain })).commonName).toBe('h7k2m');
  });
  test('a flipped bit anywhere in the signed part or the signature', async () => {
    for (const at of [40, 120, 200, officer.der.length - 1]) {
      const changed = officer.der.map((byte, i) => (i === at ? byte ^ 1 : byte));
      const code = await refusalOf(() => check({ chain: [changed, agency.issuing.der] }));
      expect(['BAD_CERTIFICATE', 'BAD_KEY', 'MALFORMED_CERTIFICATE']).toContain(code);
    }
  });
});

test('other curves are refused', async () => {
  const wide = await issue({ name: 'CN=wide', curve: 'P-384', issuer: agency.issuing });
  expect(await refusalOf(() => check({ chain: [wide.der, agency.issuing.der] }))).toBe('BAD_KEY');
});

test.each([
  ['before', { notBefore: day(1) }],
  ['after', { notAfter: day(-1) }],
])('a moment %s its validity', async (_, order) => {
  const { chain } = await agency.officer('h7k2m', order);
  expect(await refusalOf(() => check({ chain }))).toBe('CERTIFICATE_EXPIRED');
});

test('the authorities must be valid at that moment too, and a moment must be one', async () => {
  const stale = await issue({ name: 'CN=stale', ca: true, issuer: agency.root, notAfter: day(-1) });
  const leaf = await issue({ name: 'CN=h7k2m', issuer: stale });
  expect(await refusalOf(() => check({ chain: [leaf.der, stale.der] }))).toBe('CERTIFICATE_EXPIRED');
  expect(await refusalOf(() => check({ at: day(366) }))).toBe('CERTIFICATE_EXPIRED');
  expect(await refusalOf(() => check({ at: new Date(Number.NaN) }))).toBe('CERTIFICATE_EXPIRED');
});

describe('revocation', () => {
  test('by the issuing authority, from its date on, in DER and in PEM', async () => {
    const list = await agency.revoke(agency.issuing, [{ who: officer, at: day(-1) }]);
    for (const crl of [list.der, list.pem]) {
      expect(await refusalOf(() => check({ crls: [crl] }))).toBe('CERTIFICATE_REVOKED');
      expect(await refusalOf(() => check({ crls: [crl], at: day(-2) }))).toBe('accepted');
    }
  });
  test('from the day the key was known to be lost, if that is earlier', async () => {
    const list = await agency.revoke(agency.issuing, [{ who: officer, at: day(1), knownSince: day(-1) }]);
    expect(await refusalOf(() => check({ crls: [list.der] }))).toBe('CERTIFICATE_REVOKED');
    expect(await refusalOf(() => check({ crls: [list.der], at: day(-2) }))).toBe('accepted');
  });
  test('of the issuing authority by the root', async () => {
    const list = await agency.revoke(agency.root, [{ who: agency.issuing, at: day(-1) }]);
    expect(await refusalOf(() => check({ crls: [list.der] }))).toBe('CERTIFICATE_REVOKED');
  });
  test('of others, or by others, says nothing', async () => {
    const colleague = await agency.officer('other');
    const lists = [
      await agency.revoke(agency.issuing, [{ who: colleague, at: day(-1) }]),
      await other.revoke(other.issuing, [{ who: officer, at: day(-1) }]),
      await agency.revoke(agency.root, [{ who: officer, at: day(-1) }]),
    ];
    expect(await refusalOf(() => check({ crls: lists.map(({ der }) => der) }))).toBe('accepted');
  });
  test('a list that bears the name but not the signature is refused', async () => {
    const forged = await agency.revoke(agency.issuing, [], other.issuing);
    expect(await refusalOf(() => check({ crls: [forged.der] }))).toBe('BAD_CERTIFICATE');
  });
  test('bytes that are no list are refused', async () => {
    for (const crl of [new Uint8Array(0), officer.der, new TextEncoder().encode('-----BEGIN X509 CRL-----\n')]) {
      expect(await refusalOf(() => check({ crls: [crl] }))).toBe('MALFORMED_CERTIFICATE');
    }
  });
});

describe('bytes that are no certificate', () => {
  const { der } = officer;
  const cases: [string, Uint8Array][] = [
    ['nothing', new Uint8Array(0)],
    ['text', new TextEncoder().encode('certificate')],
    ['cut short', der.subarray(0, -1)],
    ['with a byte after it', Uint8Array.of(...der, 0)],
    ['of indefinite length', Uint8Array.of(0x30, 0x80, ...der.subarray(4), 0, 0)],
    ['of a length with leading zeros', Uint8Array.of(0x30, 0x83, 0, ...der.subarray(2))],
    ['an empty sequence', Uint8Array.of(0x30, 0)],
    ['PEM with a second block', new TextEncoder().encode(`${officer.certificate.toString('pem')}\n`.repeat(2))],
  ];
  test.each(cases)('%s', async (_, bytes) => {
    expect(await refusalOf(() => readCertificate(bytes))).toBe('MALFORMED_CERTIFICATE');
  });
  test('larger than any', async () => {
    expect(await refusalOf(() => readCertificate(new Uint8Array(20_000)))).toBe('TOO_LARGE');
  });
  test('the caller may change its bytes afterwards', () => {
    const own = der.slice();
    const { fingerprint } = readCertificate(own);
    own.fill(0);
    expect(toHex(readCertificate(der).der)).toBe(toHex(der));
    expect(readCertificate(der).fingerprint).toBe(fingerprint);
  });
});
