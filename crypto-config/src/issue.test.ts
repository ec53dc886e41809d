import { createPrivateKey, X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { createAuthority } from './authority.ts';
import { makeCsr } from './csr.ts';
import { issueGateway, issueNode, issueOfficer, issueTls } from './issue.ts';
import { derToPem, pemToDer } from './pem.ts';
import { isLowS } from './signing.ts';
import { keyPair, makeAuthority, makePublicKey, officerRequest } from './test-agency.ts';
import { x509 } from './x509.ts';

const authority = await makeAuthority();
const publicKey = makePublicKey();

const signatureOf = (der: Uint8Array) =>
  new Uint8Array(new x509.X509Certificate(der as Uint8Array<ArrayBuffer>).signature);

test('root, issuing and TLS authority form a chain, with their register', () => {
  const [root, issuing, tls] = (['root', 'issuing', 'tls'] as const).map(
    (name) => new X509Certificate(authority[name].certificate),
  );
  expect(root!.verify(root!.publicKey) && issuing!.verify(root!.publicKey) && tls!.verify(root!.publicKey)).toBe(true);
  expect(issuing!.subject).toBe('C=TH\nO=th-police\nCN=th-police issuing CA');
  expect(authority.issued.map(({ kind, issuer, handle }) => [kind, issuer, handle])).toEqual([
    ['authority', 'root', 'th-police issuing CA'],
    ['authority', 'root', 'th-police TLS CA'],
  ]);
  expect(authority.issued[0]?.serial).toBe(issuing!.serialNumber.toLowerCase());
});

test('an officer’s certificate names handle, unit and roles, and nobody', async () => {
  const { certificate, chain, entry } = await issueOfficer(authority, { ...officerRequest, publicKey });
  const parsed = new X509Certificate(certificate);
  expect(parsed.subject).toBe('C=TH\nO=th-police\nOU=client\nOU=anti-trafficking\nCN=th-4711');
  expect(Buffer.from(parsed.raw).toString('latin1')).toContain(
    '{"attrs":{"tocsin.unit":"anti-trafficking","tocsin.roles":"analyst,registrar","tocsin.agency":"th-police","tocsin.kind":"officer"}}',
  );
  expect(chain).toBe(
    derToPem(certificate, 'CERTIFICATE') +
      derToPem(pemToDer(authority.issuing.certificate, 'CERTIFICATE'), 'CERTIFICATE'),
  );
  expect(entry).toMatchObject({ handle: 'th-4711', kind: 'officer', issuer: 'issuing', revoked: null });
  expect(entry.serial).toBe(parsed.serialNumber.toLowerCase());
});

test('an officer’s request made on the device is certified as it is', async () => {
  const { csr, keyPkcs8Der } = await makeCsr('th-4711');
  const { certificate } = await issueOfficer(authority, { ...officerRequest, csr });
  const key = createPrivateKey({
    key: Buffer.from(keyPkcs8Der),
    format: 'der',
    type: 'pkcs8',
  });
  expect(new X509Certificate(certificate).checkPrivateKey(key)).toBe(true);
  const other = issueOfficer(authority, { ...officerRequest, handle: 'th-0815', csr });
  await expect(other).rejects.toMatchObject({ code: 'BAD_CSR' });
});

test('gateway, node and TLS certificates have their own marks', async () => {
  const gateway = await issueGateway(authority, { gatewayName: 'gateway-1', publicKey });
  expect(new X509Certificate(gateway.certificate).subject).toBe('C=TH\nO=th-police\nOU=client\nCN=gateway-1');
  const peer = await issueNode(authority, { name: 'peer0', ou: 'peer', publicKey });
  expect(new X509Certificate(peer.certificate).subject).toContain('OU=peer\nCN=peer0');
  const { certificate } = await issueTls(authority, { hosts: ['gateway.example', '127.0.0.1', '::1'], publicKey });
  const tls = new X509Certificate(certificate);
  expect(tls.subjectAltName).toBe('DNS:gateway.example, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1');
  expect(tls.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
  expect(tls.checkIssued(new X509Certificate(authority.tls.certificate))).toBe(true);
});

test('a unit cannot make an officer a Fabric administrator', async () => {
  for (const unit of ['admin', 'peer', 'x,OU=admin']) {
    const forged = issueOfficer(authority, { ...officerRequest, unit, publicKey });
    await expect(forged).rejects.toMatchObject({ code: 'BAD_NAME' });
  }
  const ou = 'client' as 'peer';
  await expect(issueNode(authority, { name: 'peer0', ou, publicKey })).rejects.toMatchObject({ code: 'BAD_NAME' });
});

test('lives that are too long, empty or longer than the issuer’s are refused', async () => {
  for (const days of [0, -1, Number.NaN, 732]) {
    await expect(issueOfficer(authority, { ...officerRequest, publicKey, days })).rejects.toMatchObject({
      code: 'BAD_LIFETIME',
    });
  }
  await expect(issueTls(authority, { hosts: ['a.example'], publicKey, days: 91 })).rejects.toMatchObject({
    code: 'BAD_LIFETIME',
  });
  const short = await createAuthority({ agency: 'th-police', country: 'TH', name: 'Police', days: 20 });
  await expect(issueOfficer(short, { ...officerRequest, publicKey, days: 11 })).rejects.toMatchObject({
    code: 'BAD_LIFETIME',
  });
  await expect(
    createAuthority({ agency: 'th-police', country: 'TH', name: 'Police', days: 1e9 }),
  ).rejects.toMatchObject({ code: 'BAD_LIFETIME' });
});

test('only a P-256 key in its one encoding is certified', async () => {
  const header = Buffer.from('3039301306072a8648ce3d020106082a8648ce3d030107032200', 'hex');
  const compressed = Uint8Array.from([...header, 2 + ((publicKey.at(-1) ?? 0) & 1), ...publicKey.slice(27, 59)]);
  const hybrid = Uint8Array.from(publicKey, (byte, at) => (at === 26 ? 6 + ((publicKey.at(-1) ?? 0) & 1) : byte));
  const spoiled = [
    keyPair('P-384').publicKey,
    compressed,
    hybrid,
    publicKey.subarray(0, 60),
    Uint8Array.from([...publicKey, 0]),
    new Uint8Array(0),
  ];
  for (const key of spoiled) {
    await expect(issueOfficer(authority, { ...officerRequest, publicKey: key })).rejects.toMatchObject({
      code: 'BAD_PUBLIC_KEY',
    });
  }
});

test('twenty certificates are low-S, each under a serial number of its own', async () => {
  const serials = new Set<string>();
  for (let i = 0; i < 20; i++) {
    const { certificate, entry } = await issueOfficer(authority, { ...officerRequest, publicKey });
    expect(isLowS(signatureOf(certificate))).toBe(true);
    serials.add(entry.serial);
  }
  expect(serials.size).toBe(20);
});

test('a high-S signature is told from a low one', () => {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const der = (s: bigint) => Buffer.from(`30260201010221${`00${s.toString(16).padStart(64, '0')}`}`, 'hex');
  expect(isLowS(der(order / 2n))).toBe(true);
  expect(isLowS(der(order / 2n + 1n))).toBe(false);
});
