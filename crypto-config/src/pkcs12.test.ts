import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { hasOpenssl, openssl } from '../../test/support/openssl.ts';
import { integer, itemsOf, readAsn1, sequence, writeAsn1 } from './asn1.ts';
import { issueOfficer } from './issue.ts';
import { derToPem, pemToDer } from './pem.ts';
import { importPkcs12 } from './pkcs12.ts';
import { keyPair, makeAuthority, officerRequest } from './test-agency.ts';

const password = 'correct horse';
const authority = await makeAuthority();
const { privateKey, publicKey } = keyPair('P-256');
const officer = await issueOfficer(authority, { ...officerRequest, publicKey });
const files = {
  'key.pem': derToPem(privateKey, 'PRIVATE KEY'),
  'cert.pem': officer.pem,
  // Root first: the order in the file must not matter.
  'chain.pem': authority.root.certificate + authority.issuing.certificate,
};

function pack(options: readonly string[], word = password): Uint8Array {
  const parts = ['-inkey', 'key.pem', '-in', 'cert.pem', '-certfile', 'chain.pem', '-name', 'th-4711'];
  return new Uint8Array(openssl(['pkcs12', '-export', ...parts, ...options, '-passout', `pass:${word}`], files));
}

function packOther(newKey: readonly string[]): Uint8Array {
  const made = openssl(
    ['req', '-x509', '-newkey', ...newKey, '-keyout', '-', '-nodes', '-subj', '/CN=old'],
    {},
  ).toString();
  return new Uint8Array(
    openssl(['pkcs12', '-export', '-in', 'both.pem', '-passout', `pass:${password}`], { 'both.pem': made }),
  );
}

const ways: readonly (readonly [string, readonly string[]])[] = [
  ['by default', []],
  ['-legacy', ['-legacy']],
  ['with 3DES', ['-legacy', '-descert']],
  ['with an unencrypted key', ['-keypbe', 'NONE']],
  ['with unencrypted certificates', ['-certpbe', 'NONE']],
  ['with a SHA-1 MAC', ['-macalg', 'sha1']],
  ['with 50,000 iterations', ['-iter', '50000']],
];

describe.runIf(hasOpenssl)('a file made by openssl', () => {
  test.each(ways)('%s gives key, certificate and chain in order', async (_, options) => {
    const found = await importPkcs12(pack(options), password);
    const der = (pem: string) => pemToDer(pem, 'CERTIFICATE');
    expect(found).toEqual({
      keyPkcs8Der: privateKey,
      certificate: officer.certificate,
      chain: [der(authority.issuing.certificate), der(authority.root.certificate)],
      algorithm: 'P-256',
    });
  });

  test.each(ways)('%s is refused with a wrong password', async (_, options) => {
    for (const wrong of ['', 'correct hors', 'Correct horse'])
      await expect(importPkcs12(pack(options), wrong)).rejects.toMatchObject({ code: 'WRONG_PASSPHRASE' });
  });

  test('opens with a password in Khmer', async () => {
    expect((await importPkcs12(pack([], 'ពាក្យសម្ងាត់'), 'ពាក្យសម្ងាត់')).keyPkcs8Der).toEqual(privateKey);
  });

  test('with an RSA key is read, and says so', async () => {
    const found = await importPkcs12(packOther(['rsa:2048']), password);
    expect(found).toMatchObject({ algorithm: 'RSA', chain: [] });
    expect(new X509Certificate(found.certificate).subject).toBe('CN=old');
  });

  test('with a key of another kind is refused', async () => {
    for (const kind of [['ec', '-pkeyopt', 'ec_paramgen_curve:P-384'], ['ed25519'], ['rsa:1024']])
      await expect(importPkcs12(packOther(kind), password)).rejects.toMatchObject({ code: 'UNSUPPORTED_KEY' });
  });

  test('without a MAC, or without the key’s certificate, is refused', async () => {
    await expect(importPkcs12(pack(['-nomac']), password)).rejects.toMatchObject({ code: 'BAD_PKCS12' });
    const args = ['pkcs12', '-export', '-inkey', 'key.pem', '-nocerts', '-passout', `pass:${password}`];
    const bare = new Uint8Array(openssl(args, files));
    await expect(importPkcs12(bare, password)).rejects.toMatchObject({ code: 'BAD_PKCS12' });
  });

  test('that asks for two billion iterations is refused at once', async () => {
    const [version, content, mac] = itemsOf(readAsn1(pack([])));
    const [digest, salt] = itemsOf(mac);
    const greedy = writeAsn1(sequence(version!, content!, sequence(digest!, salt!, integer(2 ** 31 - 1))));
    await expect(importPkcs12(greedy, password)).rejects.toMatchObject({ code: 'BAD_PKCS12' });
  });

  test('is refused when cut anywhere or changed in any byte of a sample', async () => {
    const whole = pack([]);
    for (let at = 0; at < whole.length; at += 37) {
      await expect(importPkcs12(whole.subarray(0, at), password)).rejects.toMatchObject({ code: 'BAD_PKCS12' });
      const changed = Uint8Array.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 0x55;
      const code = expect.stringMatching(/^(BAD_PKCS12|WRONG_PASSPHRASE)$/);
      await expect(importPkcs12(changed, password)).rejects.toMatchObject({ code });
    }
  });
});

test.each([
  ['nothing', new Uint8Array(0)],
  ['text', new TextEncoder().encode('not a key store')],
  ['a certificate', officer.certificate],
  ['two megabytes', new Uint8Array(2 << 20).fill(0x30)],
  ['a deep nest', new Uint8Array(100_000).fill(0x30)],
  ['a bare key', new Uint8Array(generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }))],
])('%s is no PKCS#12', async (_, bytes) => {
  await expect(importPkcs12(bytes, password)).rejects.toMatchObject({ code: 'BAD_PKCS12' });
});
