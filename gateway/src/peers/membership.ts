import { type ChainCheck, digest, EnvelopeError, fromBase64url, type Leaf, verifyChain } from '@tocsin/envelope';
import { type AgencyCode, Refusal } from '@tocsin/record';
import type { TrustedRoots } from '../api/founding.ts';
import { GatewayError } from '../error.ts';
import type { Directory } from './directory.ts';

/** By what a gateway at the other end is judged. */
export interface Judges {
  readonly directory: Directory;
  /** Where the agencies' revocation lists are held; null where the configuration names no such folder. */
  readonly roots: Pick<TrustedRoots, 'crls'> | null;
}

/**
 * Refuses whoever is not the gateway of that agency: its certificate must be of kind `gateway`, by the issuing authority
 * and under the root that the own peer's directory has for the agency, and the agency a member. Where the directory names
 * the gateway's keys it must be one of them, and no revocation list that is held here may name it. That it holds the
 * certificate's key was proved by the handshake.
 * @throws GatewayError PEER_NOT_TRUSTED; Refusal UNKNOWN_AGENCY, AGENCY_REMOVED; LedgerFault
 */
export async function mustBeGatewayOf(
  { directory, roots }: Judges,
  agency: AgencyCode,
  certificate: Uint8Array | undefined,
  now: Date,
): Promise<void> {
  const listed = await directory.listed(agency);
  if (listed === null) throw new Refusal('UNKNOWN_AGENCY', agency);
  if (listed.status === 'removed') throw new Refusal('AGENCY_REMOVED', agency);
  const [root, issuing] = [fromBase64url(listed.root), fromBase64url(listed.issuing)];
  const crls = roots?.crls(agency) ?? [];
  const leaf = certificate && (await gatewayIn({ chain: [certificate, issuing], root, at: now, crls }));
  const known = leaf && (listed.tlsKeys === null || listed.tlsKeys.includes(digest(leaf.spki)));
  if (!known) throw new GatewayError('PEER_NOT_TRUSTED', agency);
}

/** The certificate, where it is a gateway's that stands. */
async function gatewayIn(check: ChainCheck): Promise<Leaf | undefined> {
  try {
    const leaf = await verifyChain(check);
    return leaf.kind === 'gateway' ? leaf : undefined;
  } catch (fault) {
    if (fault instanceof EnvelopeError) return undefined;
    throw fault;
  }
}
