import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Admin } from './admin.ts';
import { agencyFolder } from './layout.ts';
import type { FabricNetwork } from './network.ts';
import { retried } from './retry.ts';
import { addressOf } from './site.ts';
import { sourcesInForce, upgrade } from './upgrade.ts';

/** A peer's snapshot: the channel's state after a block, without the blocks. */
export interface Snapshot {
  /** Height at which it was taken: its last block's number. */
  readonly block: bigint;
  readonly folder: string;
}

/**
 * Asks an agency's own peer for a snapshot of the channel as it is after its newest block, and waits for it.
 * @throws FabricError NOT_READY_IN_TIME
 */
export async function takeSnapshot(network: FabricNetwork, agency: string): Promise<Snapshot> {
  const admin = network.ownAdmin(agency);
  const { channel } = network.description.topology;
  const before = await completed(network, agency);
  // Block 0 stands for the newest.
  await asked(admin, 'submitrequest', '-c', channel, '-b', '0').catch((error: Error) => {
    if (!/already exists|snapshot for .* already/i.test(error.message)) throw error;
  });
  const done = async (): Promise<Snapshot> => {
    const fresh = (await completed(network, agency)).filter((one) => !before.includes(one));
    const newest = fresh.at(-1);
    if (newest === undefined) throw new Error('not yet');
    return { block: newest, folder: join(folderOf(network, agency), String(newest)) };
  };
  return retried(done, { within: 60_000, what: `snapshot of ${agency}` });
}

/**
 * Lets an agency's peer, which runs and has no ledger, begin with a snapshot. It gets sealed files from other peers and
 * every block after the snapshot; it never gets the blocks before it, so no gateway can build its view from this peer.
 */
export async function joinFromSnapshot(network: FabricNetwork, agency: string, snapshot: string): Promise<void> {
  const admin = network.ownAdmin(agency);
  const { channel } = network.description.topology;
  await retried(() => admin.peer('channel', 'joinbysnapshot', '--snapshotpath', snapshot));
  const joined = async (): Promise<void> => {
    const told = await admin.peer('channel', 'list');
    if (!told.includes(channel)) throw new Error('still joining');
  };
  await retried(joined, { within: 120_000, what: `the peer of ${agency} to join from the snapshot` });
  // The chaincode's package and this agency's approval of it went with the peer's disk.
  await upgrade(network, { sources: await sourcesInForce(network), again: true });
}

const folderOf = (network: FabricNetwork, agency: string): string => {
  const { channel } = network.description.topology;
  return join(agencyFolder(network.folder, agency).peer, 'data', 'snapshots', 'completed', channel);
};

/** Numbers of the snapshots that are complete, lowest first. */
async function completed(network: FabricNetwork, agency: string): Promise<bigint[]> {
  const names = await readdir(folderOf(network, agency)).catch(() => []);
  return names
    .filter((name) => /^\d+$/.test(name))
    .map(BigInt)
    .sort((a, b) => (a < b ? -1 : 1));
}

const asked = (admin: Admin, action: string, ...args: readonly string[]): Promise<string> =>
  admin.peer(
    'snapshot',
    action,
    ...args,
    '--peerAddress',
    addressOf(admin.site, 'peer'),
    '--tlsRootCertFile',
    admin.tls.authority,
  );
