import { parseCertified, signCertified, verifyCertified } from './certified-jws.ts';
import { verifyChain } from './chain.ts';
import { concat, fromUtf8, utf8 } from './encoding.ts';
import { EnvelopeError } from './error.ts';
import { digest } from './hash.ts';
import { hasExactly, type Signer } from './jws.ts';

const TYP = 'tocsin-offline-copy+jws';
const MEMBERS = ['agency', 'device', 'expires', 'file', 'made', 'purpose', 'typ'];
/** Enough for four certificates. */
const LIMIT = 64 * 1024;
const NEWLINE = 10;
/** Longest life of a copy, ms: whatever is signed for longer is no copy. */
const COPY_LIFE_MS = 72 * 3_600_000;

/** What a gateway says with an offline copy: whose, for which device and purpose, and for how long. */
export interface CopyFacts {
  /** Code of the agency. */
  agency: string;
  /** SHA-256 of the X-Wing public key that it is sealed to, hex. */
  device: string;
  purpose: string;
  /** RFC 3339, UTC. */
  made: string;
  expires: string;
}

/** Whom a device believes. */
export interface CopyTrust {
  /** The device's own agency, and its root (DER); a copy of any other is refused. */
  agency: string;
  root: Uint8Array | undefined;
  crls: readonly Uint8Array[];
  /** Now, as late as the device knows it to be: revocations up to then count. */
  at: Date;
}

/** A sealed copy (age file) behind one line that its gateway's steward has signed over facts and ciphertext (docs/spec/check.md). */
export async function signCopy(
  sealed: Uint8Array,
  { agency, device, purpose, made, expires }: CopyFacts,
  signer: Signer,
  chain: readonly Uint8Array[],
): Promise<Uint8Array> {
  const about = { typ: 'tocsin/offline-copy/1', agency, device, purpose, made, expires };
  const jws = await signCertified(TYP, { ...about, file: digest(sealed) }, signer, chain);
  return concat(utf8(`${jws}\n`), sealed);
}

/**
 * Reads a copy as anybody may have made it, and proves that the agency's own gateway signed it as it is. The certificates
 * are judged at the moment it was made. Whether it is over is not judged.
 * @throws EnvelopeError MALFORMED_JWS, MALFORMED_ENCODING, MALFORMED_JSON, NOT_CANONICAL, TOO_LARGE, BAD_SIGNATURE,
 *   BAD_CERTIFICATE, CERTIFICATE_EXPIRED, CERTIFICATE_REVOKED
 */
export async function verifyCopy(
  bytes: Uint8Array,
  { agency, root, crls, at }: CopyTrust,
): Promise<{ facts: CopyFacts; sealed: Uint8Array }> {
  const end = bytes.subarray(0, LIMIT + 1).indexOf(NEWLINE);
  if (end < 0) throw new EnvelopeError('MALFORMED_JWS', 'no signature');
  const certified = parseCertified(TYP, fromUtf8(bytes.subarray(0, end)), LIMIT);
  const { file, ...facts } = factsIn(certified.payload);
  if (facts.agency !== agency || root === undefined) throw new EnvelopeError('BAD_CERTIFICATE', "another agency's");
  const leaf = await verifyChain({ chain: certified.chain, root, at: new Date(facts.made), crls, revokedBy: at });
  if (!leaf.roles.includes('gateway')) throw new EnvelopeError('BAD_CERTIFICATE', 'not for copies');
  await verifyCertified(certified, leaf);
  const sealed = bytes.subarray(end + 1);
  if (digest(sealed) !== file) throw new EnvelopeError('BAD_SIGNATURE', 'over another file');
  return { facts, sealed };
}

function factsIn(payload: unknown): CopyFacts & { file: string } {
  if (!hasExactly(payload, MEMBERS) || payload.typ !== 'tocsin/offline-copy/1') throw malformed();
  const { agency, device, purpose, made, expires, file } = payload;
  const texts = [agency, device, purpose, made, expires, file];
  if (!texts.every((text) => typeof text === 'string')) throw malformed();
  const facts = { agency, device, purpose, made, expires, file } as CopyFacts & { file: string };
  if (!isInstant(facts.made) || !isInstant(facts.expires)) throw malformed();
  const life = Date.parse(facts.expires) - Date.parse(facts.made);
  if (life <= 0 || life > COPY_LIFE_MS) throw malformed();
  return facts;
}

/** In the one form that compares as text. */
function isInstant(text: string): boolean {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString() === text;
}

const malformed = (): EnvelopeError => new EnvelopeError('MALFORMED_JWS', 'not an offline copy');
