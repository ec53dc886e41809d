import forge from 'node-forge';
import {
  type Asn1,
  bigIntegerIn,
  binaryOf,
  bytesOf,
  integer,
  itemsOf,
  nothing,
  objectId,
  octets,
  octetsIn,
  oidIn,
  sequence,
} from './asn1.ts';
import { CryptoConfigError } from './error.ts';

/** PKCS#5 v2.1 (RFC 8018): the object identifiers of password-based encryption. */
export const pbes2Oid = '1.2.840.113549.1.5.13';
const pbkdf2Oid = '1.2.840.113549.1.5.12';
const aes256Oid = '2.16.840.1.101.3.4.1.42';
const sha256Oid = '1.2.840.113549.2.9';

type Hash = 'SHA-1' | 'SHA-256' | 'SHA-512';
const hashes: Record<string, Hash> = {
  '1.2.840.113549.2.7': 'SHA-1',
  [sha256Oid]: 'SHA-256',
  '1.2.840.113549.2.11': 'SHA-512',
};
interface Cipher {
  readonly name: 'AES-CBC' | '3DES-CBC';
  /** Bytes. */
  readonly keyLength: number;
}
const ciphers: Record<string, Cipher> = {
  '2.16.840.1.101.3.4.1.2': { name: 'AES-CBC', keyLength: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'AES-CBC', keyLength: 24 },
  [aes256Oid]: { name: 'AES-CBC', keyLength: 32 },
  '1.2.840.113549.3.7': { name: '3DES-CBC', keyLength: 24 },
};

/** Iterations of PBKDF2-HMAC-SHA256 for what we write (OWASP 2023). */
export const iterationsWritten = 600_000;
/** Most iterations obeyed in a file: one that asks for billions would stop the process. */
export const iterationsObeyed = 2_000_000;

/** Encrypts with AES-256-CBC under PBKDF2-HMAC-SHA256: the algorithm identifier and the ciphertext. */
export async function sealPbes2(
  plain: Uint8Array,
  passphrase: string,
): Promise<{ algorithm: Asn1; sealed: Uint8Array }> {
  const [salt, iv] = [crypto.getRandomValues(new Uint8Array(16)), crypto.getRandomValues(new Uint8Array(16))];
  const raw = await derive(passphrase, { salt, iterations: iterationsWritten, hash: 'SHA-256' }, 32);
  const key = await crypto.subtle.importKey('raw', raw, 'AES-CBC', false, ['encrypt']);
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-CBC', iv }, key, Uint8Array.from(plain)));
  const prf = sequence(objectId(sha256Oid), nothing());
  const derivation = sequence(objectId(pbkdf2Oid), sequence(octets(salt), integer(iterationsWritten), prf));
  const scheme = sequence(derivation, sequence(objectId(aes256Oid), octets(iv)));
  return { algorithm: sequence(objectId(pbes2Oid), scheme), sealed };
}

/**
 * Decrypts what `algorithm` (PBES2, PBKDF2, AES-CBC or 3DES-CBC) describes; throws if it describes anything else.
 * @throws CryptoConfigError WRONG_PASSPHRASE when the padding does not fit
 */
export async function openPbes2(
  algorithm: Asn1,
  sealed: Uint8Array,
  passphrase: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const { cipher, iv, ...terms } = readParameters(algorithm);
  const key = await derive(passphrase, terms, cipher.keyLength);
  // Not every browser's own ciphers know AES-192, and none knows 3DES.
  const decipher = forge.cipher.createDecipher(cipher.name, binaryOf(key));
  decipher.start({ iv: binaryOf(iv) });
  decipher.update(forge.util.createBuffer(binaryOf(sealed)));
  if (!decipher.finish()) throw new CryptoConfigError('WRONG_PASSPHRASE');
  return bytesOf(decipher.output.getBytes());
}

interface Derivation {
  readonly salt: Uint8Array<ArrayBuffer>;
  readonly iterations: number;
  readonly hash: Hash;
}

/** PBKDF2 of the platform: off the main thread, and with the passphrase in UTF-8. */
async function derive(passphrase: string, terms: Derivation, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const secret = await crypto.subtle.importKey('raw', new TextEncoder().encode(passphrase), 'PBKDF2', false, [
    'deriveBits',
  ]);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'PBKDF2', ...terms }, secret, length * 8));
}

function readParameters(algorithm: Asn1) {
  const [oid, parameters] = itemsOf(algorithm);
  const [derivation, encryption] = itemsOf(parameters);
  const [derivationOid, derivationParameters] = itemsOf(derivation);
  const [cipherOid, iv] = itemsOf(encryption);
  if (oidIn(oid) !== pbes2Oid || oidIn(derivationOid) !== pbkdf2Oid) throw new Error('not PBES2 with PBKDF2');
  const cipher = ciphers[oidIn(cipherOid)];
  if (cipher === undefined) throw new Error('unknown cipher');
  return { ...readDerivation(derivationParameters, cipher.keyLength), cipher, iv: octetsIn(iv) };
}

function readDerivation(node: Asn1 | undefined, keyLength: number): Derivation {
  const [salt, count, ...rest] = itemsOf(node);
  // RFC 8018: an optional key length, then the optional function, which is HMAC-SHA1 when absent.
  const explicitLength = rest.length > 0 && !Array.isArray(rest[0]?.value) ? bigIntegerIn(rest.shift()) : undefined;
  const function_ = rest.shift();
  const hash = function_ === undefined ? 'SHA-1' : hashes[oidIn(itemsOf(function_)[0])];
  const wrongLength = explicitLength !== undefined && explicitLength !== BigInt(keyLength);
  if (hash === undefined || rest.length > 0 || wrongLength) throw new Error('unknown derivation');
  return { salt: octetsIn(salt), iterations: readIterations(count), hash };
}

/** An iteration count from a file, refused (by throwing) outside 1 to `iterationsObeyed`. */
export function readIterations(node: Asn1 | undefined): number {
  const count = bigIntegerIn(node);
  if (count < 1n || count > BigInt(iterationsObeyed)) throw new Error('iterations');
  return Number(count);
}
