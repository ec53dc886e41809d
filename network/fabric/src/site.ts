import { FabricError } from './error.ts';

/** Where an agency's nodes run and how others reach them. */
export interface Site {
  readonly agency: string;
  /** Name or address by which the other agencies reach this one. */
  readonly host: string;
  /** Address to listen on for the others. */
  readonly bind: string;
  /** First of ten ports. */
  readonly port: number;
  /** A command that runs what follows it where the agency's nodes run, as a container or network namespace. */
  readonly enter?: readonly string[];
}

/** Offsets from a site's first port. All but the first two are for the agency's own host alone. */
const offsets = {
  orderer: 0,
  peer: 1,
  chaincode: 2,
  ordererAdmin: 3,
  ordererOperations: 4,
  peerOperations: 5,
  peerChaincodeListener: 6,
  /** The chaincode's next service, while an upgrade is agreed on. */
  standby: 7,
} as const;

export type PortName = keyof typeof offsets;
export const PORTS_PER_SITE = 10;

export const portOf = (site: Site, name: PortName): number => site.port + offsets[name];
export const portsOf = (site: Site): number[] => Object.values(offsets).map((offset) => site.port + offset);
/** `host:port` as the other agencies dial it. */
export const addressOf = (site: Site, name: 'orderer' | 'peer'): string => `${site.host}:${portOf(site, name)}`;
/** `127.0.0.1:port`, for what only the agency's own host may reach. */
export const localAddressOf = (site: Site, name: PortName): string => `127.0.0.1:${portOf(site, name)}`;

/** All agencies on this machine, ten ports each from the first on. */
export const localSites = (agencies: readonly { code: string }[], firstPort: number): Site[] =>
  agencies.map(({ code }, i) => ({
    agency: code,
    host: '127.0.0.1',
    bind: '127.0.0.1',
    port: firstPort + i * PORTS_PER_SITE,
  }));

/** The site of an agency. @throws FabricError UNKNOWN_NODE when the agency takes no part */
export function siteOf(sites: readonly Site[], agency: string): Site {
  const site = sites.find((one) => one.agency === agency);
  if (site === undefined) throw new FabricError('UNKNOWN_NODE', agency);
  return site;
}
