import { fromBase64url, toBase64url } from './base64.ts';
import { type Certified, parseCertified, signCertified, verifyCertified } from './certified-jws.ts';
import { verifyChain } from './chain.ts';
import { EnvelopeError } from './error.ts';
import { hasExactly, type Signer } from './jws.ts';
import type { Release } from './witness-release.ts';

const TYP = 'tocsin-release+jws';
const MEMBERS = ['access', 'at', 'ct', 'enc', 'index', 'item', 'trustee', 'typ'];
/** Enough for four certificates and one share. */
const LIMIT = 64 * 1024;

/** What a trustee says with a share: for which access and item, when, as whom. */
export interface ReleaseFacts {
  /** Code of the trustee's agency. */
  trustee: string;
  access: string;
  item: string;
  /** RFC 3339, UTC. */
  at: string;
}

export interface SignedRelease extends ReleaseFacts {
  /** Handle of the key that signed. */
  handle: string;
  release: Release;
}

/** Whom the reader believes, as a sealed file's reader does. */
export interface ReleaseTrust {
  rootOf(agency: string): Uint8Array | undefined;
  crls(agency: string): Uint8Array[];
  /** Now. */
  at: Date;
}

/** Signs a release with the trustee's automated officer's key and adds its certificates (docs/spec/witness.md). */
export function signRelease(
  { index, enc, ct }: Release,
  { trustee, access, item, at }: ReleaseFacts,
  signer: Signer,
  chain: readonly Uint8Array[],
): Promise<string> {
  const sealed = { enc: toBase64url(enc), ct: toBase64url(ct) };
  return signCertified(TYP, { typ: 'tocsin/release/1', trustee, access, item, at, index, ...sealed }, signer, chain);
}

/**
 * Reads a release and proves whose it is, to the root trusted for the trustee that it names.
 * Throws MALFORMED_JWS, MALFORMED_ENCODING, NOT_CANONICAL, TOO_LARGE, BAD_SIGNATURE, BAD_CERTIFICATE,
 * CERTIFICATE_EXPIRED or CERTIFICATE_REVOKED.
 */
export async function verifyRelease(jws: string, trust: ReleaseTrust): Promise<SignedRelease> {
  const certified = parseCertified(TYP, jws, LIMIT);
  const signed = releaseIn(certified);
  const root = trust.rootOf(signed.trustee);
  if (root === undefined) throw new EnvelopeError('BAD_CERTIFICATE', 'no root for this agency');
  const leaf = await verifyChain({ chain: certified.chain, root, at: trust.at, crls: trust.crls(signed.trustee) });
  if (!leaf.roles.includes('gateway')) throw new EnvelopeError('BAD_CERTIFICATE', 'not for releases');
  await verifyCertified(certified, leaf);
  return signed;
}

function releaseIn({ payload, kid: handle }: Certified): SignedRelease {
  if (!hasExactly(payload, MEMBERS) || payload.typ !== 'tocsin/release/1') throw malformed();
  const { trustee, access, item, at, index, enc, ct } = payload;
  const texts = [trustee, access, item, at, enc, ct];
  if (!texts.every((text) => typeof text === 'string') || !Number.isSafeInteger(index)) throw malformed();
  const [whose, forAccess, ofItem, when, encoded, sealed] = texts as [string, string, string, string, string, string];
  const release = { index: index as number, enc: fromBase64url(encoded), ct: fromBase64url(sealed) };
  return { handle, trustee: whose, access: forAccess, item: ofItem, at: when, release };
}

const malformed = (): EnvelopeError => new EnvelopeError('MALFORMED_JWS', 'not a release');
