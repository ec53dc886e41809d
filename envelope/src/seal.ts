import { FILE_KEY_BYTES } from './age-header.ts';
import { sealPayload } from './age-payload.ts';
import { signAuthorship } from './authorship.ts';
import { readCertificate } from './certificate.ts';
import { verifyCertified } from './certified-jws.ts';
import { concat, toHex, utf8 } from './encoding.ts';
import { EnvelopeError } from './error.ts';
import { digest, digestFile } from './hash.ts';
import { writeHeader } from './header.ts';
import { ensureInner, type Inner } from './inner.ts';
import type { Signer } from './jws.ts';
import { frame } from './padme.ts';
import { randomBytes } from './random.ts';

/** The largest sealed file, in bytes. */
export const MAX_FILE = 16 * 1024 * 1024;

export interface SealRequest {
  inner: Inner;
  signer: Signer;
  /** DER: the officer's certificate, then the authority that issued it. */
  chain: readonly Uint8Array[];
  /** X-Wing keys of the addressed units and of the author's own unit, 1216 bytes each; the same key counts once. */
  recipients: readonly Uint8Array[];
}

export interface SealedFile {
  file: Uint8Array;
  /** Bytes. */
  size: number;
  /** SHA-256 of the file and of its header (MAC line included), 64 hex digits: they go on the ledger. */
  fileHash: string;
  headerHash: string;
}

/**
 * Signs, pads and seals content for its recipients (docs/spec/sealed-file.md).
 * Throws MALFORMED_INNER, NOT_JSON, WRONG_KEY (signer, certificate and author do not belong together),
 * TOO_MANY_RECIPIENTS, BAD_KEY or TOO_LARGE.
 */
export async function sealFile({ inner, signer, chain, recipients }: SealRequest): Promise<SealedFile> {
  ensureInner(inner);
  const statement = await signedBy(inner, signer, chain);
  const fileKey = randomBytes(FILE_KEY_BYTES);
  const header = writeHeader(fileKey, distinct(recipients));
  const payload = sealPayload(frame(utf8(statement)), fileKey);
  fileKey.fill(0);
  return sealedFile(header, payload);
}

/** Header and payload as a file with what the ledger keeps of it. Throws TOO_LARGE. */
export async function sealedFile(header: Uint8Array, payload: Uint8Array): Promise<SealedFile> {
  const file = concat(header, payload);
  if (file.length > MAX_FILE) throw new EnvelopeError('TOO_LARGE');
  return { file, size: file.length, fileHash: await digestFile(file), headerHash: digest(header) };
}

/** The signed content, checked as a reader would: better refused at the author's desk than at every reader's. */
export async function signedBy(inner: Inner, signer: Signer, chain: readonly Uint8Array[]): Promise<string> {
  const [leaf] = chain;
  if (leaf === undefined || inner.author.handle !== signer.handle) throw new EnvelopeError('WRONG_KEY');
  const jws = await signAuthorship(inner, signer, chain);
  try {
    await verifyCertified({ jws, kid: signer.handle }, readCertificate(leaf));
  } catch {
    throw new EnvelopeError('WRONG_KEY', "the certificate is not the signer's");
  }
  return jws;
}

/** One of each key. */
export function distinct(keys: readonly Uint8Array[]): Uint8Array[] {
  return [...new Map(keys.map((key) => [toHex(key), key])).values()];
}
