import { toBase64 } from '../base64.ts';
import { BoundedCache } from '../cache.ts';
import { type Bytes, concat, toHex, utf8 } from '../encoding.ts';
import { EnvelopeError } from '../error.ts';
import { sha256 } from '../hash.ts';

/** What a key signs: a note's text as it stands, or a checkpoint with the time of signing. */
export const algorithms = { note: 1, cosignature: 4 } as const;
export type Algorithm = keyof typeof algorithms;

/** A key under its name, for one kind of signature. */
export interface NoteKey {
  readonly name: string;
  readonly algorithm: Algorithm;
  /** Ed25519, 32 bytes (RFC 8032). */
  readonly publicKey: Uint8Array;
}

/** Signs with an Ed25519 key that may never leave its place: 64 bytes over the data (RFC 8032). */
export interface NoteSigner {
  readonly publicKey: Uint8Array;
  sign(data: Uint8Array): Promise<Uint8Array>;
}

const KEY_LENGTH = 32;
const SIGNATURE_LENGTH = 64;
const imported = new BoundedCache<Promise<CryptoKey>>(256);

/** The four bytes that stand before a signature: SHA-256(name || "\n" || algorithm || key) cut short. */
export function keyIdOf({ name, algorithm, publicKey }: NoteKey): Bytes {
  return sha256(concat(utf8(`${name}\n`), Uint8Array.of(algorithms[algorithm]), publicKey)).slice(0, 4);
}

/** The key as text, for tools that verify notes: `name+id+base64` (c2sp.org/signed-note, verifier keys). */
export function formatVerifierKey(key: NoteKey): string {
  const material = toBase64(concat(Uint8Array.of(algorithms[key.algorithm]), key.publicKey));
  return `${key.name}+${toHex(keyIdOf(key))}+${material}`;
}

/** Whether an Ed25519 signature was made by the key. @throws EnvelopeError BAD_KEY */
export async function isSignedBy(publicKey: Uint8Array, signature: Uint8Array, data: Uint8Array): Promise<boolean> {
  if (signature.length !== SIGNATURE_LENGTH) return false;
  return crypto.subtle.verify('Ed25519', await importKey(publicKey), signature as Bytes, data as Bytes);
}

function importKey(publicKey: Uint8Array): Promise<CryptoKey> {
  const name = toHex(publicKey);
  const known = imported.get(name);
  if (known !== undefined) return known;
  const key = importEd25519(publicKey);
  imported.set(name, key);
  return key;
}

async function importEd25519(publicKey: Uint8Array): Promise<CryptoKey> {
  if (publicKey.length !== KEY_LENGTH) throw new EnvelopeError('BAD_KEY', 'not Ed25519');
  try {
    return await crypto.subtle.importKey('raw', publicKey.slice(), 'Ed25519', false, ['verify']);
  } catch {
    throw new EnvelopeError('BAD_KEY', 'not Ed25519');
  }
}
