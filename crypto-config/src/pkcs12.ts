import { createHmac, createPrivateKey, type KeyObject, timingSafeEqual, X509Certificate } from 'node:crypto';
import forge from 'node-forge';
import { type Asn1, bigIntegerIn, bytesOf, itemsOf, octetsIn, oidIn, readAsn1, taggedIn, writeAsn1 } from './asn1.ts';
import { CryptoConfigError, refusing, refusingAsync } from './error.ts';
import { openPbes2, pbes2Oid, readIterations } from './pbes2.ts';

/** An identity that an agency held before Tocsin. */
export interface ImportedIdentity {
  readonly keyPkcs8Der: Uint8Array;
  /** The certificate of that key, DER. */
  readonly certificate: Uint8Array;
  /** Its issuers in order, as far as the file holds them, DER. Nothing has been verified against any root. */
  readonly chain: readonly Uint8Array[];
  /** Only `P-256` can sign statements; `RSA` is for reading what an older authority has issued. */
  readonly algorithm: 'P-256' | 'RSA';
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

const macHashes: Record<string, { readonly name: string; readonly create: () => forge.md.MessageDigest }> = {
  '1.3.14.3.2.26': { name: 'sha1', create: () => forge.md.sha1.create() },
  '2.16.840.1.101.3.4.2.1': { name: 'sha256', create: () => forge.md.sha256.create() },
  '2.16.840.1.101.3.4.2.2': { name: 'sha384', create: () => forge.md.sha384.create() },
  '2.16.840.1.101.3.4.2.3': { name: 'sha512', create: () => forge.md.sha512.create() },
};

/**
 * Reads a PKCS#12 file (RFC 7292) protected by a password, as OpenSSL 3 writes it, by default or with `-legacy`.
 * node-forge parses the ASN.1 and does the old ciphers; the structure is read here because node-forge knows no
 * EC keys, misreads passwords outside ASCII, obeys any iteration count and accepts a file without a MAC.
 * @param bytes DER or BER, at most 1 MiB
 * @throws CryptoConfigError BAD_PKCS12, WRONG_PASSPHRASE, UNSUPPORTED_KEY
 */
export async function importPkcs12(bytes: Uint8Array, password: string): Promise<ImportedIdentity> {
  const { keys, certificates } = await refusingAsync('BAD_PKCS12', () => readPfx(bytes, password));
  const [keyPkcs8Der, ...otherKeys] = keys;
  if (keyPkcs8Der === undefined || otherKeys.length > 0) throw new CryptoConfigError('BAD_PKCS12', 'not one key');
  const key = refusing('BAD_PKCS12', () =>
    createPrivateKey({ key: Buffer.from(keyPkcs8Der), format: 'der', type: 'pkcs8' }),
  );
  const algorithm = algorithmOf(key);
  const parsed = refusing('BAD_PKCS12', () => certificates.map((der) => new X509Certificate(der)));
  const own = parsed.find((certificate) => certificate.checkPrivateKey(key));
  if (own === undefined) throw new CryptoConfigError('BAD_PKCS12', 'no certificate of the key');
  const chain = chainFrom(own, parsed).map((certificate) => new Uint8Array(certificate.raw));
  return { keyPkcs8Der, certificate: new Uint8Array(own.raw), chain, algorithm };
}

interface Contents {
  readonly keys: Uint8Array[];
  readonly certificates: Uint8Array[];
}

async function readPfx(bytes: Uint8Array, password: string): Promise<Contents> {
  const [version, authSafe, mac] = itemsOf(readAsn1(bytes));
  if (bigIntegerIn(version) !== 3n) throw new Error('version');
  const [contentType, content] = itemsOf(authSafe);
  if (oidIn(contentType) !== dataOid) throw new Error('not protected by a password');
  const safes = octetsIn(taggedIn(content, 0)[0]);
  ensureMac(mac, safes, password);
  const contents: Contents = { keys: [], certificates: [] };
  for (const safe of itemsOf(readAsn1(safes))) await readSafe(safe, password, contents);
  return contents;
}

/** The MAC is the proof of the password and of the file's wholeness; a file without one is not taken. */
function ensureMac(mac: Asn1 | undefined, content: Uint8Array, password: string): void {
  const [digestInfo, salt, iterations] = itemsOf(mac);
  const [algorithm, digest] = itemsOf(digestInfo);
  const hash = macHashes[oidIn(itemsOf(algorithm)[0])];
  if (hash === undefined) throw new Error('MAC algorithm');
  const rounds = iterations === undefined ? 1 : readIterations(iterations);
  const saltBuffer = forge.util.createBuffer(Buffer.from(octetsIn(salt)).toString('latin1'));
  const md = hash.create();
  const key = forge.pkcs12.generateKey(password, saltBuffer as forge.util.ByteBuffer, 3, rounds, md.digestLength, md);
  const expected = createHmac(hash.name, bytesOf(key.getBytes())).update(content).digest();
  const found = octetsIn(digest);
  if (found.length !== expected.length) throw new Error('MAC length');
  if (!timingSafeEqual(found, expected)) throw new CryptoConfigError('WRONG_PASSPHRASE');
}

async function readSafe(safe: Asn1, password: string, contents: Contents): Promise<void> {
  const [type, content] = itemsOf(safe);
  const inner = taggedIn(content, 0)[0];
  const bags = oidIn(type) === dataOid ? octetsIn(inner) : await openEncryptedData(oidIn(type), inner, password);
  for (const bag of itemsOf(readAsn1(bags))) await readBag(bag, password, contents);
}

async function openEncryptedData(type: string, node: Asn1 | undefined, password: string): Promise<Uint8Array> {
  if (type !== encryptedDataOid) throw new Error('content type');
  const [, encrypted] = itemsOf(node);
  const [contentType, algorithm, sealed] = itemsOf(encrypted);
  if (oidIn(contentType) !== dataOid || algorithm === undefined) throw new Error('content type');
  return decrypt(algorithm, Buffer.concat(taggedIn(sealed, 0).map(octetsIn)), password);
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

function readCertificateBag(value: Asn1): Uint8Array {
  const [type, certificate] = itemsOf(value);
  if (oidIn(type) !== x509Oid) throw new Error('certificate type');
  return octetsIn(taggedIn(certificate, 0)[0]);
}

async function decrypt(algorithm: Asn1, sealed: Uint8Array, password: string): Promise<Uint8Array> {
  const [oid, parameters] = itemsOf(algorithm);
  if (oidIn(oid) === pbes2Oid) return openPbes2(algorithm, sealed, password);
  if (!legacyOids.has(oidIn(oid)) || parameters === undefined) throw new Error('cipher');
  readIterations(itemsOf(parameters)[1]);
  const cipher = legacyCipher(oidIn(oid), parameters, password);
  cipher.update(forge.util.createBuffer(Buffer.from(sealed).toString('latin1')));
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

function algorithmOf(key: KeyObject): ImportedIdentity['algorithm'] {
  const { namedCurve, modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  if (namedCurve === 'prime256v1') return 'P-256';
  if (key.asymmetricKeyType === 'rsa' && modulusLength >= 2048) return 'RSA';
  throw new CryptoConfigError('UNSUPPORTED_KEY');
}

function chainFrom(leaf: X509Certificate, candidates: readonly X509Certificate[]): X509Certificate[] {
  const chain: X509Certificate[] = [];
  for (let last = leaf; chain.length < 8; ) {
    const issuer = candidates.find((candidate) => candidate !== last && last.checkIssued(candidate));
    if (issuer === undefined || chain.includes(issuer)) break;
    chain.push(issuer);
    last = issuer;
  }
  return chain;
}
