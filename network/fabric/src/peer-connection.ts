import { CHAINCODE } from './chaincode-definition.ts';
import type { Description } from './description.ts';
import { agencyFolder } from './layout.ts';
import { serverName } from './material.ts';
import { addressOf, type Site, siteOf } from './site.ts';

/** How a gateway of an agency reaches the ledger; it adds its own identity. */
export interface PeerConnection {
  readonly agency: string;
  readonly channel: string;
  readonly chaincode: string;
  /** `host:port` of the agency's own peer. */
  readonly address: string;
  /** Name in the peer's TLS certificate. */
  readonly serverName: string;
  /** PEM file of the authority that signed the peer's TLS certificate. */
  readonly authority: string;
}

/** @throws FabricError UNKNOWN_NODE when the agency takes no part */
export function peerConnection(folder: string, { sites, topology }: Description, agency: string): PeerConnection {
  const site = siteOf(sites as readonly Site[], agency);
  return {
    agency,
    channel: topology.channel,
    chaincode: CHAINCODE,
    address: addressOf(site, 'peer'),
    serverName: serverName('peer', agency),
    authority: `${agencyFolder(folder, agency).admin}/tls/authority.pem`,
  };
}
