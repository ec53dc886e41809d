import forge from 'node-forge';
import {
  type Asn1,
  bigIntegerIn,
  binaryOf,
  bytesOf,
  itemsOf,
  octetsIn,
  oidIn,
  readAsn1,
  taggedIn,
  writeAsn1,
} from './asn1.ts';
import { CryptoConfigError, refusingAsync } from './error.ts';
import { openPbes2, pbes2Oid, readIterations } from './pbes2.ts';

export { CryptoConfigError, type CryptoConfigErrorCode } from './error.ts';

/** What a PKCS#12 file holds, in its order. */
export interface Pkcs12Contents {
  /** PKCS#8, DER, decrypted: whoever asked for them puts them away. */
  readonly keys: readonly Uint8Array<ArrayBuffer>[];
  /** X.509, DER; nothing has been verified. */
  readonly certificates: readonly Uint8Array<ArrayBuffer>[];
}

const dataOid = '1.2.840.113549.1.7.1';
const encryptedDataOid = '1.2.840.113549.1.7.6';
const x509Oid = '1.2.840.113549.1.9.22.1';
const bagOids = {
  key: '1.2.840.113549.1.12.10.1.1',
  shroudedKey: '1.2.840.113549.1.12.10.1.2',
  certificate: '1.2.840.113549.1.12.10.1.3',
} as const;
/** What `openssl pkcs12 -legacy` and older Windows use: 3DES and, for certificates, 40-bit RC2. */
const legacyOids = new Set(['1.2.840.113549.1.12.1.3', '1.2.840.113549.1.12.1.6']);

const macHashes: Readonly<Record<string, { readonly name: string; create(): forge.md.MessageDigest }>> = {
  '1.3.14.3.2.26': { name: 'SHA-1', create: () => forge.md.sha1.create() },
  '2.16.840.1.101.3.4.2.1': { name: 'SHA-256', create: () => forge.md.sha256.create() },
  '2.16.840.1.101.3.4.2.2': { name: 'SHA-384', create: () => forge.md.sha384.create() },
  '2.16.840.1.101.3.4.2.3': { name: 'SHA-512', create: () => forge.md.sha512.create() },
};

/**
 * Reads a PKCS#12 file (RFC 7292) protected by a password, as OpenSSL 3 writes it, by default or with `-legacy`, in Node
 * and in a browser alike. node-forge parses the ASN.1 and does the old ciphers; the structure is read here because
 * node-forge knows no EC keys, misreads passwords outside ASCII, obeys any iteration count and accepts a file without a
 * MAC.
 * @param bytes DER or BER, at most 1 MiB
 * @throws CryptoConfigError BAD_PKCS12, WRONG_PASSPHRASE
 */
export const readPkcs12 = (bytes: Uint8Array, password: string): Promise<Pkcs12Contents> =>
  refusingAsync('BAD_PKCS12', () => readPfx(bytes, password));

interface Contents {
  readonly keys: Uint8Array<ArrayBuffer>[];
  readonly certificates: Uint8Array<ArrayBuffer>[];
}

async function readPfx(bytes: Uint8Array, password: string): Promise<Contents> {
  const [version, authSafe, mac] = itemsOf(readAsn1(bytes));
  if (bigIntegerIn(version) !== 3n) throw new Error('version');
  const [contentType, content] = itemsOf(authSafe);
  if (oidIn(contentType) !== dataOid) throw new Error('not protected by a password');
  const safes = octetsIn(taggedIn(content, 0)[0]);
  await ensureMac(mac, safes, password);
  const contents: Contents = { keys: [], certificates: [] };
  for (const safe of itemsOf(readAsn1(safes))) await readSafe(safe, password, contents);
  return contents;
}

/** The MAC is the proof of the password and of the file's wholeness; a file without one is not taken. */
async function ensureMac(mac: Asn1 | undefined, content: Uint8Array<ArrayBuffer>, password: string): Promise<void> {
  const [digestInfo, salt, iterations] = itemsOf(mac);
  const [algorithm, digest] = itemsOf(digestInfo);
  const hash = macHashes[oidIn(itemsOf(algorithm)[0])];
  if (hash === undefined) throw new Error('MAC algorithm');
  const rounds = iterations === undefined ? 1 : readIterations(iterations);
  const saltBuffer = forge.util.createBuffer(binaryOf(octetsIn(salt)));
  const md = hash.create();
  const derived = forge.pkcs12.generateKey(
    password,
    saltBuffer as forge.util.ByteBuffer,
    3,
    rounds,
    md.digestLength,
    md,
  );
  const found = octetsIn(digest);
  if (found.length !== md.digestLength) throw new Error('MAC length');
  const how = { name: 'HMAC', hash: hash.name };
  const key = await crypto.subtle.importKey('raw', bytesOf(derived.getBytes()), how, false, ['verify']);
  if (!(await crypto.subtle.verify('HMAC', key, found, content))) throw new CryptoConfigError('WRONG_PASSPHRASE');
}

async function readSafe(safe: Asn1, password: string, contents: Contents): Promise<void> {
  const [type, content] = itemsOf(safe);
  const inner = taggedIn(content, 0)[0];
  const bags = oidIn(type) === dataOid ? octetsIn(inner) : await openEncryptedData(oidIn(type), inner, password);
  for (const bag of itemsOf(readAsn1(bags))) await readBag(bag, password, contents);
}

async function openEncryptedData(
  type: string,
  node: Asn1 | undefined,
  password: string,
): Promise<Uint8Array<ArrayBuffer>> {
  if (type !== encryptedDataOid) throw new Error('content type');
  const [, encrypted] = itemsOf(node);
  const [contentType, algorithm, sealed] = itemsOf(encrypted);
  if (oidIn(contentType) !== dataOid || algorithm === undefined) throw new Error('content type');
  return decrypt(
    algorithm,
    bytesOf(
      taggedIn(sealed, 0)
        .map((each) => binaryOf(octetsIn(each)))
        .join(''),
    ),
    password,
  );
}

async function readBag(bag: Asn1, password: string, contents: Contents): Promise<void> {
  const [type, content] = itemsOf(bag);
  const [value] = taggedIn(content, 0);
  if (value === undefined) throw new Error('empty bag');
  if (oidIn(type) === bagOids.key) contents.keys.push(writeAsn1(value));
  if (oidIn(type) === bagOids.certificate) contents.certificates.push(readCertificateBag(value));
  if (oidIn(type) !== bagOids.shroudedKey) return;
  const [algorithm, sealed] = itemsOf(value);
  if (algorithm === undefined) throw new Error('empty bag');
  contents.keys.push(await decrypt(algorithm, octetsIn(sealed), password));
}

function readCertificateBag(value: Asn1): Uint8Array<ArrayBuffer> {
  const [type, certificate] = itemsOf(value);
  if (oidIn(type) !== x509Oid) throw new Error('certificate type');
  return octetsIn(taggedIn(certificate, 0)[0]);
}

async function decrypt(algorithm: Asn1, sealed: Uint8Array, password: string): Promise<Uint8Array<ArrayBuffer>> {
  const [oid, parameters] = itemsOf(algorithm);
  if (oidIn(oid) === pbes2Oid) return openPbes2(algorithm, sealed, password);
  if (!legacyOids.has(oidIn(oid)) || parameters === undefined) throw new Error('cipher');
  readIterations(itemsOf(parameters)[1]);
  const cipher = legacyCipher(oidIn(oid), parameters, password);
  cipher.update(forge.util.createBuffer(binaryOf(sealed)));
  if (!cipher.finish()) throw new CryptoConfigError('WRONG_PASSPHRASE');
  return bytesOf(cipher.output.getBytes());
}

interface LegacyPbe {
  getCipherForPKCS12PBE(oid: string, parameters: Asn1, password: string): forge.cipher.BlockCipher;
}

/** node-forge's types leave this part of it out. */
function legacyCipher(oid: string, parameters: Asn1, password: string): forge.cipher.BlockCipher {
  const { pbe } = forge.pki as unknown as { readonly pbe: LegacyPbe };
  return pbe.getCipherForPKCS12PBE(oid, parameters, password);
}
