import { expect, test } from 'vitest';
import { hasOpenssl, openssl } from '../../test/support/openssl.ts';
import { type Authority, recordIssued } from './authority.ts';
import { crlNumberOf } from './crl.ts';
import { issueGateway, issueNode, issueOfficer, issueTls } from './issue.ts';
import { makeCrls, revoke } from './revoke.ts';
import { isLowS } from './signing.ts';
import { makeAuthority, makePublicKey, officerRequest } from './test-agency.ts';
import { x509 } from './x509.ts';

const publicKey = makePublicKey();
const authority = await makeAuthority();
const officer = await issueOfficer(authority, { ...officerRequest, publicKey });
const gateway = await issueGateway(authority, { gatewayName: 'gateway-1', publicKey });
const node = await issueNode(authority, { name: 'orderer0', ou: 'orderer', publicKey });
const tls = await issueTls(authority, { hosts: ['gateway.example', '127.0.0.1'], publicKey });
const registered = [officer, gateway, node, tls].reduce((all, { entry }) => recordIssued(all, entry), authority);

test('the lists are numbered upwards, low-S, with the label and the key identifier that Fabric wants', async () => {
  const first = await makeCrls(registered);
  const second = await makeCrls(first.authority);
  for (const name of ['root', 'issuing', 'tls'] as const) {
    expect([crlNumberOf(first.crls[name]), crlNumberOf(second.crls[name])]).toEqual([1n, 2n]);
    expect(second.crls[name]).toMatch(/^-----BEGIN X509 CRL-----\n/);
    const crl = new x509.X509Crl(second.crls[name]);
    expect(isLowS(new Uint8Array(crl.signature))).toBe(true);
    const ski = new x509.X509Certificate(registered[name].certificate).getExtension(x509.SubjectKeyIdentifierExtension);
    expect(crl.getExtension(x509.AuthorityKeyIdentifierExtension)?.keyId).toBe(ski?.keyId);
    expect(crl.nextUpdate!.getTime()).toBeGreaterThan(Date.now());
  }
  expect(registered.crlNumber).toBe(0);
});

test('a serial number is revoked once, and only if it was issued', () => {
  const { serial } = officer.entry;
  const once = revoke(registered, serial.toUpperCase(), 'superseded', new Date('2026-01-02T03:04:05Z'));
  expect(once.issued.find((entry) => entry.serial === serial)?.revoked).toEqual({
    at: '2026-01-02T03:04:05.000Z',
    reason: 'superseded',
  });
  expect(registered.issued.every(({ revoked }) => revoked === null)).toBe(true);
  expect(() => revoke(once, serial, 'keyCompromise')).toThrow(expect.objectContaining({ code: 'ALREADY_REVOKED' }));
  expect(() => revoke(registered, '00'.repeat(16), 'superseded')).toThrow(
    expect.objectContaining({ code: 'UNKNOWN_SERIAL' }),
  );
});

test('lists that never end are refused', async () => {
  for (const days of [0, 400, Number.NaN])
    await expect(makeCrls(registered, { days })).rejects.toMatchObject({ code: 'BAD_LIFETIME' });
});

/** The check that any other agency can make without a line of ours. */
async function opensslVerify(of: Authority, pem: string, issuer: 'issuing' | 'tls'): Promise<string> {
  const { crls } = await makeCrls(of);
  const files = {
    'root.pem': of.root.certificate,
    'ca.pem': of[issuer].certificate,
    'crls.pem': crls.root + crls[issuer],
    'cert.pem': pem,
  };
  const strict = ['verify', '-x509_strict', '-check_ss_sig', '-policy_check', '-crl_check_all'];
  return openssl(
    [...strict, '-CAfile', 'root.pem', '-untrusted', 'ca.pem', '-CRLfile', 'crls.pem', 'cert.pem'],
    files,
  ).toString();
}

test.runIf(hasOpenssl)('openssl finds every certificate in order', async () => {
  for (const { pem } of [officer, gateway, node])
    expect(await opensslVerify(registered, pem, 'issuing')).toBe('cert.pem: OK\n');
  expect(await opensslVerify(registered, tls.pem, 'tls')).toBe('cert.pem: OK\n');
  expect(await opensslVerify(registered, registered.issuing.certificate, 'issuing')).toBe('cert.pem: OK\n');
  expect(await opensslVerify(registered, registered.tls.certificate, 'tls')).toBe('cert.pem: OK\n');
  expect(await opensslVerify(registered, registered.root.certificate, 'issuing')).toBe('cert.pem: OK\n');
});

test.runIf(hasOpenssl)('openssl refuses what is revoked or of the other authority, and takes the rest', async () => {
  const reasons = ['keyCompromise', 'unspecified'] as const;
  for (const reason of reasons) {
    const revoked = revoke(registered, officer.entry.serial, reason);
    await expect(opensslVerify(revoked, officer.pem, 'issuing')).rejects.toThrow(/certificate revoked/);
    expect(await opensslVerify(revoked, gateway.pem, 'issuing')).toBe('cert.pem: OK\n');
  }
  const withoutTls = revoke(registered, tls.entry.serial, 'superseded');
  await expect(opensslVerify(withoutTls, tls.pem, 'tls')).rejects.toThrow(/certificate revoked/);
  await expect(opensslVerify(registered, tls.pem, 'issuing')).rejects.toThrow(/unable to get local issuer/);
});

test.runIf(hasOpenssl)('openssl reads the reason and the number', async () => {
  const { crls } = await makeCrls(revoke(registered, officer.entry.serial, 'affiliationChanged'));
  const text = openssl(['crl', '-in', 'crl.pem', '-noout', '-text'], { 'crl.pem': crls.issuing }).toString();
  expect(text).toMatch(/X509v3 CRL Number: \n\s+1\n/);
  expect(text).toMatch(new RegExp(`Serial Number: ${officer.entry.serial.toUpperCase()}[\\s\\S]*Affiliation Changed`));
});
