import { createPublicKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { attributesExtension } from './attributes.ts';
import { type Authority, authorityBundle, recordIssued } from './authority.ts';
import { type Issued, issueGateway, issueNode, issueOfficer, issueTls } from './issue.ts';
import { derToPem, pemToDer } from './pem.ts';
import { makeCrls, revoke } from './revoke.ts';
import { day, signCertificate } from './signing.ts';
import { makeAuthority, makePublicKey, officerRequest } from './test-agency.ts';
import { verifyIssued } from './verify.ts';
import { x509 } from './x509.ts';

const now = new Date();
const later = (days: number) => new Date(now.getTime() + days * day);
const publicKey = makePublicKey();
const authority = await makeAuthority();
const bundle = authorityBundle(authority);
const lists = async (of: Authority) => Object.values((await makeCrls(of)).crls);
const crls = await lists(authority);
const officer = await issueOfficer(authority, { ...officerRequest, publicKey });
const tls = await issueTls(authority, { hosts: ['gateway.example'], publicKey });

const verify = (issued: Issued, options: { at?: Date; crls?: string[] } = {}) =>
  verifyIssued(issued.certificate, bundle, { at: now, crls, ...options });

test('an officer’s certificate says who may do what', async () => {
  expect(await verify(officer)).toMatchObject({
    kind: 'officer',
    agency: 'th-police',
    handle: 'th-4711',
    unit: 'anti-trafficking',
    roles: ['analyst', 'registrar'],
    publicKey,
    serial: officer.entry.serial,
  });
});

test('every kind is told apart', async () => {
  const gateway = await issueGateway(authority, { gatewayName: 'gateway-1', publicKey });
  const node = await issueNode(authority, { name: 'peer0', ou: 'peer', publicKey });
  const kinds = await Promise.all([gateway, node, tls].map(async (issued) => (await verify(issued)).kind));
  expect(kinds).toEqual(['gateway', 'node', 'tls']);
});

test('a certificate of another authority is refused, even under the same name', async () => {
  const twin = await makeAuthority();
  const issued = await issueOfficer(twin, { ...officerRequest, publicKey });
  await expect(verify(issued)).rejects.toMatchObject({ code: 'UNTRUSTED_ISSUER' });
  const cambodia = await issueOfficer(await makeAuthority('kh-police', 'KH'), { ...officerRequest, publicKey });
  await expect(verify(cambodia)).rejects.toMatchObject({ code: 'UNTRUSTED_ISSUER' });
  const mixed = { ...bundle, issuing: twin.issuing.certificate };
  const options = { at: now, crls };
  await expect(verifyIssued(issued.certificate, mixed, options)).rejects.toMatchObject({ code: 'UNTRUSTED_ISSUER' });
});

test('a certificate is valid in its days only, at both ends', async () => {
  const short = await issueOfficer(authority, { ...officerRequest, publicKey, days: 2 });
  expect(await verify(short, { at: later(1.9) })).toMatchObject({ handle: 'th-4711' });
  await expect(verify(short, { at: later(2.1) })).rejects.toMatchObject({ code: 'CERTIFICATE_EXPIRED' });
  await expect(verify(short, { at: later(-0.5) })).rejects.toMatchObject({ code: 'CERTIFICATE_NOT_YET_VALID' });
  await expect(verify(short, { at: new Date(Number.NaN) })).rejects.toMatchObject({
    code: 'CERTIFICATE_NOT_YET_VALID',
  });
});

test('a revoked certificate is refused, its neighbour is not', async () => {
  const revoked = revoke(recordIssued(authority, officer.entry), officer.entry.serial, 'keyCompromise');
  const after = await lists(revoked);
  await expect(verify(officer, { crls: after })).rejects.toMatchObject({ code: 'CERTIFICATE_REVOKED' });
  expect(await verify(tls, { crls: after })).toMatchObject({ handle: 'gateway.example' });
});

test('a whole issuing authority can be revoked by the root', async () => {
  const serial = authority.issued.find(({ handle }) => handle.includes('issuing'))!.serial;
  const after = await lists(revoke(authority, serial, 'cessationOfOperation'));
  await expect(verify(officer, { crls: after })).rejects.toMatchObject({ code: 'CERTIFICATE_REVOKED' });
});

test('the list with the highest number counts, in whatever order they come', async () => {
  const first = await makeCrls(recordIssued(authority, officer.entry));
  const second = await makeCrls(revoke(first.authority, officer.entry.serial, 'superseded'));
  const both = [...Object.values(second.crls), ...Object.values(first.crls)];
  for (const order of [both, both.toReversed()])
    await expect(verify(officer, { crls: order })).rejects.toMatchObject({ code: 'CERTIFICATE_REVOKED' });
});

test('without a current list nothing is taken for good', async () => {
  await expect(verify(officer, { crls: [] })).rejects.toMatchObject({ code: 'CRL_MISSING' });
  await expect(verify(officer, { crls: crls.slice(0, 1) })).rejects.toMatchObject({ code: 'CRL_MISSING' });
  await expect(verify(officer, { at: later(8) })).rejects.toMatchObject({ code: 'CRL_EXPIRED' });
  const forged = await lists(await makeAuthority());
  await expect(verify(officer, { crls: forged })).rejects.toMatchObject({ code: 'CRL_MISSING' });
  expect(await verify(officer, { crls: [...forged, ...crls] })).toMatchObject({ handle: 'th-4711' });
  const hollow = derToPem(Uint8Array.of(0x30, 0), 'X509 CRL');
  await expect(verify(officer, { crls: [...crls, hollow] })).rejects.toMatchObject({ code: 'BAD_CRL' });
  await expect(verify(officer, { crls: [crls[0]!.slice(0, 90)] })).rejects.toMatchObject({ code: 'BAD_PEM' });
});

test('truncated, prolonged or changed bytes are refused', async () => {
  const check = (der: Uint8Array) => verifyIssued(der, bundle, { at: now, crls });
  const { certificate } = officer;
  await expect(check(certificate.subarray(0, 100))).rejects.toMatchObject({ code: 'BAD_CERTIFICATE' });
  await expect(check(Uint8Array.from([...certificate, 0]))).rejects.toMatchObject({ code: 'BAD_CERTIFICATE' });
  const changed = Uint8Array.from(certificate);
  const at = Buffer.from(certificate).indexOf('analyst');
  changed[at] = (changed[at] ?? 0) ^ 1;
  await expect(check(changed)).rejects.toMatchObject({ code: 'UNTRUSTED_ISSUER' });
  await expect(check(pemToDer(authority.issuing.certificate, 'CERTIFICATE'))).rejects.toMatchObject({
    code: 'UNTRUSTED_ISSUER',
  });
});

/** What a careless authority might sign: each differs from an officer’s certificate in one respect. */
async function careless(
  issuer: 'issuing' | 'tls',
  change: { o?: string; ca?: boolean; extra?: x509.Extension; kind?: string },
) {
  const certificate = await signCertificate({
    subject: [
      ['C', 'TH'],
      ['O', change.o ?? 'th-police'],
      ['CN', 'th-4711'],
    ],
    publicKey: createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' }),
    issuer: authority[issuer].certificate,
    signingKey: authority[issuer].privateKey,
    notBefore: later(-1),
    notAfter: later(1),
    extensions: [
      new x509.BasicConstraintsExtension(change.ca ?? false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      attributesExtension({ 'tocsin.kind': change.kind ?? 'officer' }),
      ...(change.extra === undefined ? [] : [change.extra]),
    ],
  });
  return verifyIssued(new Uint8Array(certificate.rawData), bundle, { at: now, crls });
}

test('the profile is held to even where the signature is right', async () => {
  expect(await careless('issuing', {})).toMatchObject({ kind: 'officer', roles: [] });
  const wrong = [
    { o: 'kh-police' },
    { ca: true },
    { extra: new x509.Extension('1.2.3', true, new Uint8Array([5, 0])) },
    { kind: 'judge' },
  ];
  for (const change of wrong)
    await expect(careless('issuing', change)).rejects.toMatchObject({ code: 'BAD_CERTIFICATE' });
  await expect(careless('tls', {})).rejects.toMatchObject({ code: 'BAD_CERTIFICATE' });
});
