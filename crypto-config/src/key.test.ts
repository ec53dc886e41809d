import { createPrivateKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { hasOpenssl, openssl } from '../../test/support/openssl.ts';
import { decryptKey, encryptKey, readSigningKey } from './key.ts';
import { derToPem } from './pem.ts';
import { keyPair } from './test-agency.ts';

const passphrase = 'correct horse battery';
const { privateKey } = keyPair('P-256');
const sealed = await encryptKey(privateKey, passphrase);

test('the passphrase opens the key, another does not', async () => {
  expect(await decryptKey(sealed, passphrase)).toEqual(privateKey);
  await expect(decryptKey(sealed, 'correct horse batterz')).rejects.toMatchObject({ code: 'WRONG_PASSPHRASE' });
  await expect(decryptKey(sealed, '')).rejects.toMatchObject({ code: 'WRONG_PASSPHRASE' });
});

test('every file has its own salt', async () => {
  expect(await encryptKey(privateKey, passphrase)).not.toBe(sealed);
});

test('a passphrase in Thai is the same however it was typed', async () => {
  const pem = await encryptKey(privateKey, 'น้ำตกสูง-é');
  expect(await decryptKey(pem, 'น้ำตกสูง-e\u0301')).toEqual(privateKey);
  expect(createPrivateKey({ key: pem, passphrase: 'น้ำตกสูง-é' }).asymmetricKeyType).toBe('ec');
});

test.runIf(hasOpenssl)('openssl opens it, and sees 600,000 iterations', () => {
  const args = ['pkey', '-in', 'key.pem', '-passin', `pass:${passphrase}`, '-outform', 'DER'];
  const opened = openssl(args, { 'key.pem': sealed });
  expect(
    createPrivateKey({ key: opened, format: 'der', type: 'sec1' }).export({ format: 'der', type: 'pkcs8' }),
  ).toEqual(Buffer.from(privateKey));
  const structure = openssl(['asn1parse', '-in', 'key.pem'], { 'key.pem': sealed }).toString();
  expect(structure).toMatch(/:PBES2[\s\S]*:PBKDF2[\s\S]*:0927C0[\s\S]*:hmacWithSHA256[\s\S]*:aes-256-cbc/);
});

test.runIf(hasOpenssl).each(['aes-256-cbc', 'aes-128-cbc', 'des3'])(
  'a key that openssl encrypted with %s opens',
  async (cipher) => {
    const args = ['pkcs8', '-topk8', '-v2', cipher, '-in', 'key.pem', '-passout', `pass:${passphrase}`];
    const pem = openssl(args, { 'key.pem': derToPem(privateKey, 'PRIVATE KEY') }).toString();
    expect(await decryptKey(pem, passphrase)).toEqual(privateKey);
  },
);

test.runIf(hasOpenssl)('a key under scrypt or with billions of iterations is refused, not obeyed', async () => {
  const files = { 'key.pem': derToPem(privateKey, 'PRIVATE KEY') };
  const scrypt = openssl(['pkcs8', '-topk8', '-scrypt', '-in', 'key.pem', '-passout', `pass:${passphrase}`], files);
  await expect(decryptKey(scrypt.toString(), passphrase)).rejects.toMatchObject({ code: 'BAD_KEY' });
  const der = Buffer.from(sealed.split('\n').slice(1, -2).join(''), 'base64');
  const at = der.indexOf(Buffer.from('02030927c0', 'hex'));
  der.write('02037fffff', at, 'hex');
  const greedy = derToPem(der, 'ENCRYPTED PRIVATE KEY');
  await expect(decryptKey(greedy, passphrase)).rejects.toMatchObject({ code: 'BAD_KEY' });
});

test('a flipped bit never passes for the key', async () => {
  const der = Buffer.from(sealed.split('\n').slice(1, -2).join(''), 'base64');
  der[der.length - 1] = (der.at(-1) ?? 0) ^ 1;
  await expect(decryptKey(derToPem(der, 'ENCRYPTED PRIVATE KEY'), passphrase)).rejects.toMatchObject({
    code: 'WRONG_PASSPHRASE',
  });
});

test('bad input has its code', async () => {
  await expect(encryptKey(privateKey, 'short')).rejects.toMatchObject({ code: 'WEAK_PASSPHRASE' });
  await expect(encryptKey(Uint8Array.of(0x30, 0), passphrase)).rejects.toMatchObject({ code: 'BAD_KEY' });
  await expect(decryptKey(sealed.slice(0, 120), passphrase)).rejects.toMatchObject({ code: 'BAD_PEM' });
  await expect(decryptKey(derToPem(privateKey, 'PRIVATE KEY'), passphrase)).rejects.toMatchObject({ code: 'BAD_PEM' });
  await expect(decryptKey(derToPem(privateKey, 'ENCRYPTED PRIVATE KEY'), passphrase)).rejects.toMatchObject({
    code: 'BAD_KEY',
  });
  expect(() => readSigningKey(keyPair('P-384').privateKey)).toThrow(
    expect.objectContaining({ code: 'UNSUPPORTED_KEY' }),
  );
});
