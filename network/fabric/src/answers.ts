import type { Admin } from './admin.ts';
import { agencyFolder } from './layout.ts';
import { changesViewIn, metricsOf } from './metrics.ts';
import type { FabricNetwork } from './network.ts';
import { retried } from './retry.ts';
import { portOf } from './site.ts';

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

/**
 * Resolves when no orderer that runs in this folder is in the middle of a change of view. One that has every block may be,
 * and restarting the next one then takes the next leader too.
 * @throws FabricError NOT_READY_IN_TIME
 */
export async function steady(network: FabricNetwork): Promise<void> {
  const { channel } = network.description.topology;
  const running = network.own.filter((agency) => runsHere(network, agency));
  const settled = async (): Promise<void> => {
    const figures = await Promise.all(running.map((agency) => ordererFigures(network, agency)));
    if (figures.some((text) => changesViewIn(text, channel) === true)) throw new Error('a change of view');
  };
  await retried(settled, { within: 90_000, every: 500, what: 'a leader that every orderer follows' });
}

/** Figures are shown on the orderer's own host alone, which a place that has to be entered is not. */
const runsHere = (network: FabricNetwork, agency: string): boolean =>
  network.site(agency).enter === undefined && network.processes.running(`orderer.${agency}`) !== null;

function ordererFigures(network: FabricNetwork, agency: string): Promise<string> {
  const tls = `${agencyFolder(network.folder, agency).orderer}/tls`;
  const files = { authority: `${tls}/authority.pem`, certificate: `${tls}/chain.pem`, key: `${tls}/key.pem` };
  return metricsOf(portOf(network.site(agency), 'ordererOperations'), files);
}
