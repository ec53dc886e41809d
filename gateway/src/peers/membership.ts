import { EnvelopeError, fromBase64url, verifyChain } from '@tocsin/envelope';
import { type AgencyCode, Refusal } from '@tocsin/record';
import { GatewayError } from '../error.ts';
import type { Directory } from './directory.ts';

/**
 * Refuses whoever is not the gateway of that agency: its certificate must be of kind `gateway`, by the issuing authority
 * and under the root that the own peer's directory has for the agency, and the agency a member. That it holds the
 * certificate's key was proved by the handshake.
 * @throws GatewayError PEER_NOT_TRUSTED; Refusal UNKNOWN_AGENCY, AGENCY_REMOVED; LedgerFault
 */
export async function mustBeGatewayOf(
  directory: Directory,
  agency: AgencyCode,
  certificate: Uint8Array | undefined,
  now: Date,
): Promise<void> {
  const listed = await directory.listed(agency);
  if (listed === null) throw new Refusal('UNKNOWN_AGENCY', agency);
  if (listed.status === 'removed') throw new Refusal('AGENCY_REMOVED', agency);
  const [root, issuing] = [fromBase64url(listed.root), fromBase64url(listed.issuing)];
  if (certificate === undefined || !(await isGateway([certificate, issuing], root, now))) {
    throw new GatewayError('PEER_NOT_TRUSTED', agency);
  }
}

async function isGateway(chain: readonly Uint8Array[], root: Uint8Array, at: Date): Promise<boolean> {
  try {
    const leaf = await verifyChain({ chain, root, at });
    return leaf.kind === 'gateway';
  } catch (fault) {
    if (fault instanceof EnvelopeError) return false;
    throw fault;
  }
}
