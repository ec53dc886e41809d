import { FabricError, FabricNetwork, fabricCommands, type NetworkOptions, topologyNamed } from '@tocsin/network-fabric';
import type { PassphraseSource } from '../passphrase.ts';
import type { Terminal } from '../terminal.ts';
import { NetworkPlace } from './place.ts';

/** What is to be brought up, and how a first run makes it. */
export interface Wanted extends PassphraseSource {
  /** Absolute. */
  readonly folder: string;
  /** Null takes whatever lies there, and mekong-four where nothing does. */
  readonly topology: string | null;
  /** First of ten ports for each agency; the network's own default when null. */
  readonly firstPort: number | null;
}

const usualTopology = 'mekong-four';

/** The network in the folder, up; made there on the first run. Safe to repeat after whatever ended an earlier run. */
export async function bringUp(
  terminal: Terminal,
  wanted: Wanted,
  progress: (line: string) => void,
): Promise<FabricNetwork> {
  const place = new NetworkPlace(wanted.folder);
  await place.ensureOurs();
  const topology = wanted.topology === null ? null : topologyNamed(wanted.topology).name;
  // Before anything is made: without Fabric's commands nothing else makes sense.
  await fabricCommands({ progress });
  const options: NetworkOptions = { folder: wanted.folder, progress };
  const network = (await found(options, topology)) ?? (await make(terminal, place, wanted, options));
  await network.up();
  return network;
}

/** The network that lies there, or null. @throws FabricError NETWORK_EXISTS when it is of another topology */
async function found(options: NetworkOptions, topology: string | null): Promise<FabricNetwork | null> {
  const network = await FabricNetwork.open(options).catch((error: unknown) => {
    if (error instanceof FabricError && error.code === 'NETWORK_MISSING') return null;
    throw error;
  });
  const { name } = network?.description.topology ?? {};
  if (topology !== null && name !== undefined && name !== topology) throw new FabricError('NETWORK_EXISTS', name);
  return network;
}

async function make(
  terminal: Terminal,
  place: NetworkPlace,
  wanted: Wanted,
  options: NetworkOptions,
): Promise<FabricNetwork> {
  const topology = topologyNamed(wanted.topology ?? usualTopology);
  await place.take();
  const passphrase = await place.passphrase(terminal, wanted);
  options.progress?.(`making the authorities of ${topology.agencies.length} agencies, each with its own keys`);
  const issuers = await place.issuers(topology, passphrase);
  const { firstPort } = wanted;
  return FabricNetwork.found(options, { topology, issuers, ...(firstPort === null ? {} : { firstPort }) });
}
