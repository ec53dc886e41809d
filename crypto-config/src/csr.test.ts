import { expect, test } from 'vitest';
import { hasOpenssl, openssl } from '../../test/support/openssl.ts';
import { makeCsr, readCsr } from './csr.ts';
import { derToPem, pemToDer } from './pem.ts';
import { keyPair } from './test-agency.ts';

test('a request carries handle and public key of a key made on the device', async () => {
  const { privateKey, publicKey } = keyPair('P-256');
  const { csr, keyPkcs8Der } = await makeCsr('th-4711', privateKey);
  expect(keyPkcs8Der).toEqual(privateKey);
  expect(await readCsr(csr)).toEqual({ handle: 'th-4711', publicKey });
  expect((await readCsr((await makeCsr('th-4711')).csr)).publicKey).not.toEqual(publicKey);
});

test('a request with a changed bit, or of another key kind, is refused', async () => {
  const { csr } = await makeCsr('th-4711');
  const der = pemToDer(csr, 'CERTIFICATE REQUEST');
  const at = Buffer.from(der).indexOf('th-4711');
  der[at + 3] = '5'.charCodeAt(0);
  await expect(readCsr(derToPem(der, 'CERTIFICATE REQUEST'))).rejects.toMatchObject({ code: 'BAD_CSR' });
  await expect(makeCsr('th-4711', keyPair('P-384').privateKey)).rejects.toMatchObject({ code: 'UNSUPPORTED_KEY' });
  await expect(makeCsr('Somchai Example')).rejects.toMatchObject({ code: 'BAD_NAME' });
});

test('what is no request is refused', async () => {
  const { csr } = await makeCsr('th-4711');
  await expect(readCsr(csr.slice(0, 200))).rejects.toMatchObject({ code: 'BAD_PEM' });
  await expect(readCsr(csr.replaceAll('CERTIFICATE REQUEST', 'CERTIFICATE'))).rejects.toMatchObject({
    code: 'BAD_PEM',
  });
  await expect(readCsr(derToPem(Uint8Array.of(0x30, 0), 'CERTIFICATE REQUEST'))).rejects.toMatchObject({
    code: 'BAD_CSR',
  });
});

test.runIf(hasOpenssl)('openssl reads ours and we read openssl’s', async () => {
  const { csr, keyPkcs8Der } = await makeCsr('th-4711');
  expect(openssl(['req', '-in', 'a.csr', '-verify', '-noout', '-subject'], { 'a.csr': csr }).toString()).toMatch(
    /th-4711/,
  );
  const args = ['req', '-new', '-key', 'key.pem', '-subj', '/O=th-police/CN=th-0815'];
  const theirs = openssl(args, { 'key.pem': derToPem(keyPkcs8Der, 'PRIVATE KEY') }).toString();
  expect((await readCsr(theirs)).handle).toBe('th-0815');
});
