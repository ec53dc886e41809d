import { FabricError } from './error.ts';

/** An agency that brings a peer and an orderer; `code` is its MSP id as well. */
export interface AgencyPlan {
  readonly code: string;
  /** ISO 3166 alpha-2. */
  readonly country: string;
  readonly name: string;
}

/** Who orders: `bft` tolerates a lying orderer in four, `raft` only one that stops. */
export type Consensus = 'bft' | 'raft';

/** Which agencies make up a network, and how it orders. */
export interface Topology {
  readonly name: string;
  readonly channel: string;
  readonly consensus: Consensus;
  readonly agencies: readonly AgencyPlan[];
}

const thPolice: AgencyPlan = { code: 'th-police', country: 'TH', name: 'Fictitious Thai police' };
const khImmigration: AgencyPlan = { code: 'kh-immigration', country: 'KH', name: 'Fictitious Cambodian immigration' };
const laFiu: AgencyPlan = { code: 'la-fiu', country: 'LA', name: 'Fictitious Lao financial intelligence unit' };
const vnLabour: AgencyPlan = { code: 'vn-labour', country: 'VN', name: 'Fictitious Vietnamese labour department' };

export const topologies: readonly Topology[] = [
  {
    name: 'mekong-four',
    channel: 'tocsin',
    consensus: 'bft',
    agencies: [thPolice, khImmigration, laFiu, vnLabour],
  },
  { name: 'three-raft', channel: 'tocsin', consensus: 'raft', agencies: [thPolice, khImmigration, laFiu] },
];

/** @throws FabricError UNKNOWN_TOPOLOGY */
export function topologyNamed(name: string): Topology {
  const topology = topologies.find((one) => one.name === name);
  if (topology === undefined) throw new FabricError('UNKNOWN_TOPOLOGY', name);
  return topology;
}
