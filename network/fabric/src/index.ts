export { type ChannelConfig, membersOf } from './channel-config.ts';
export { ChannelUpdates, type UpdateReview } from './channel-update.ts';
export { FABRIC_VERSION, type FabricCommands, fabricCommands } from './commands.ts';
export { FabricError, type FabricErrorCode, fabricErrors } from './error.ts';
export { acquaint, enter, join, type Newcomer, proposeJoin } from './join.ts';
export { type KitOrder, makeKit } from './kit.ts';
export { addressesFor, type NameService, type NodeAddresses, writeAddresses } from './kit-addresses.ts';
export { type AgencyCard, fingerprintOf, readCard, siteIn, writeCard } from './kit-card.ts';
export { begin, makeFirstBlock, meet, readFirstBlock } from './kit-meeting.ts';
export type { Issuer } from './material.ts';
export { heightIn, metricsOf, settledViewIn } from './metrics.ts';
export { FabricNetwork, type FoundingOptions, type NetworkOptions } from './network.ts';
export type { PeerConnection } from './peer-connection.ts';
export { freePorts } from './ports.ts';
export type { ProcessStatus } from './processes.ts';
export { expel, forget, proposeRemoval, remove } from './remove.ts';
export { proposeRenewal, type Renewable, renew, renewable } from './renew.ts';
export { publishRevocations } from './revoke-node.ts';
export { localSites, portOf, type Site } from './site.ts';
export { joinFromSnapshot, type Snapshot, takeSnapshot } from './snapshot.ts';
export { type AdministratorFiles, endNetwork, type NodeStanding, StandingNetwork } from './standing.ts';
export { type AgencyPlan, type Consensus, type Topology, topologies, topologyNamed } from './topology.ts';
export { signedByAll, submitUpdate, updateChannel } from './updating.ts';
export { ownSources, type Sources, type Upgrade, type UpgradeOptions, upgrade } from './upgrade.ts';
export { verifyFabricExport } from './verify-export.ts';
export type {
  ChaincodeInForce,
  Channel,
  Fault,
  Layer,
  Verification,
} from './verify-export-result.ts';
