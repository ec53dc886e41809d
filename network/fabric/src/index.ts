export { FABRIC_VERSION, type FabricCommands, fabricCommands } from './commands.ts';
export { FabricError, type FabricErrorCode, fabricErrors } from './error.ts';
export type { Issuer } from './material.ts';
export { FabricNetwork, type FoundingOptions, type NetworkOptions } from './network.ts';
export type { PeerConnection } from './peer-connection.ts';
export { freePorts } from './ports.ts';
export type { ProcessStatus } from './processes.ts';
export { localSites, portOf, type Site } from './site.ts';
export { type AdministratorFiles, endNetwork, type NodeStanding, StandingNetwork } from './standing.ts';
export { type AgencyPlan, type Consensus, type Topology, topologies, topologyNamed } from './topology.ts';
export { verifyFabricExport } from './verify-export.ts';
export type {
  ChaincodeInForce,
  Channel,
  Fault,
  Layer,
  Verification,
  VerifyOptions,
} from './verify-export-result.ts';
