import type { Admin } from './admin.ts';
import { agencyFolder } from './layout.ts';
import { heightIn, metricsOf, settledViewIn } from './metrics.ts';
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
 * Milliseconds in which nobody may ask for another leader: a request is complained of after 3 s. An orderer that has just
 * come back complains of requests that were ordered while it was away (Fabric 3.1.1 fetches their block and keeps them),
 * until it has led once; while that goes on each further restart takes a leader away.
 */
const QUIET_MS = 4_000;
/** Blocks that an orderer may lack in a moment, for all go on while they are asked. */
const FOLLOWS = 5n;

/**
 * Resolves when the orderers that run in this folder have followed one leader for a while, none of them behind. One that
 * is there and takes no part leaves the channel without a spare.
 * @throws FabricError NOT_READY_IN_TIME
 */
export async function steady(network: FabricNetwork): Promise<void> {
  if (network.description.topology.consensus !== 'bft') return;
  let quiet: { readonly view: string; readonly since: number } | null = null;
  const settled = async (): Promise<void> => {
    const view = await commonView(network).catch((error) => {
      quiet = null;
      throw error;
    });
    const now = performance.now();
    if (quiet?.view !== view) quiet = { view, since: now };
    if (now - quiet.since < QUIET_MS) throw new Error('a new leader');
  };
  await retried(settled, { within: 120_000, every: 400, what: 'a leader that every orderer follows' });
}

/** @throws Error where they are in different views, or one is behind */
async function commonView(network: FabricNetwork): Promise<string> {
  const { channel } = network.description.topology;
  const running = network.own.filter((agency) => runsHere(network, agency));
  const figures = await Promise.all(running.map((agency) => ordererFigures(network, agency)));
  const heights = figures.map((text) => heightIn(text, channel) ?? 0n);
  const behind = heights.some((height) => heights.some((other) => other > height + FOLLOWS));
  const views = figures.map((text) => settledViewIn(text, channel));
  if (behind || views.includes(null) || new Set(views).size > 1) throw new Error('no common view');
  return views.join();
}

/** Figures are shown on the orderer's own host alone, which a place that has to be entered is not. */
const runsHere = (network: FabricNetwork, agency: string): boolean =>
  network.site(agency).enter === undefined && network.processes.running(`orderer.${agency}`) !== null;

function ordererFigures(network: FabricNetwork, agency: string): Promise<string> {
  const tls = `${agencyFolder(network.folder, agency).orderer}/tls`;
  const files = { authority: `${tls}/authority.pem`, certificate: `${tls}/chain.pem`, key: `${tls}/key.pem` };
  return metricsOf(portOf(network.site(agency), 'ordererOperations'), files);
}
