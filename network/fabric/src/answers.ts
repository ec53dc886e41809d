import type { Admin } from './admin.ts';
import type { FabricNetwork } from './network.ts';
import { retried } from './retry.ts';

/** Resolves when the node takes part again. @throws FabricError NOT_READY_IN_TIME */
export async function answers(network: FabricNetwork, agency: string, node: 'peer' | 'orderer'): Promise<void> {
  const admin = network.ownAdmin(agency);
  const listed = (): Promise<unknown> => admin.peer('channel', 'list');
  const attempt = node === 'peer' ? listed : await ordering(network, admin);
  await retried(attempt, { within: 60_000, what: `${node} of ${agency}` });
}

/**
 * An orderer that is there and behind orders nothing: renewing the next one then takes the channel's quorum. So it must
 * be one of those that order, and have every block that any other had when this was asked.
 */
async function ordering(network: FabricNetwork, admin: Admin): Promise<() => Promise<void>> {
  const { channel } = network.description.topology;
  const others = network.others(admin.site.agency);
  const heights = await Promise.all(others.map((at) => network.updates.heightAt(admin, at).catch(() => 0n)));
  return async () => {
    const told = await admin.osnadmin('list', '--channelID', channel);
    const [, height = '0'] = /"height":\s*(\d+)/.exec(told) ?? [];
    const orders = /"status":\s*"active"/.test(told) && /"consensusRelation":\s*"consenter"/.test(told);
    if (!orders || heights.some((other) => other > BigInt(height))) throw new Error('behind');
  };
}
