import { setTimeout as pause } from 'node:timers/promises';
import { type FabricNetwork, metricsOf, portOf } from '@tocsin/network-fabric';

/** Milliseconds in which a node that was killed must run again. */
const RESTART_MS = 15_000;

/** `peer.th-police` and the like, of every agency. */
export const nodesOf = ({ agencies }: FabricNetwork, kinds: readonly string[]): string[] =>
  agencies.flatMap((agency) => kinds.map((kind) => `${kind}.${agency}`));

/** Sends a signal to a node. @returns its process, or null when it is just being started again */
export function signalNode({ processes }: FabricNetwork, name: string, signal: NodeJS.Signals): number | null {
  const running = processes.running(name);
  if (running !== null) process.kill(running.pid, signal);
  return running?.pid ?? null;
}

/** Kills a node and waits for its successor, which the supervisor starts at once. */
export async function killNode(network: FabricNetwork, name: string): Promise<void> {
  const pid = signalNode(network, name, 'SIGKILL');
  await eventually(RESTART_MS, `${name} runs again`, async () => {
    const running = network.processes.running(name);
    return running !== null && running.pid !== pid;
  });
}

/** Tries until it holds. @throws Error saying what did not come about */
export async function eventually(within: number, what: string, holds: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + within;
  while (!(await holds())) {
    if (performance.now() > until) throw new Error(`not within ${within} ms: ${what}`);
    await pause(25);
  }
}

/** The agency whose orderer leads, as the orderers' own figures say; null while they are electing one. */
export async function leaderOf(network: FabricNetwork): Promise<string | null> {
  for (const agency of network.agencies) {
    const text = await figures(network, agency).catch(() => '');
    if (/^consensus_(?:BFT|etcdraft)_is_leader\{[^}]*\} 1$/m.test(text)) return agency;
  }
  return null;
}

/** How many blocks each orderer has, as it tells its administrator; -1 for one that does not answer. */
export async function heightsOf(network: FabricNetwork): Promise<number[]> {
  const { channel } = network.description.topology;
  const told = network.admins.map((admin) => admin.osnadmin('list', '--channelID', channel).catch(() => ''));
  return (await Promise.all(told)).map((text) => Number(/"height":\s*(\d+)/.exec(text)?.[1] ?? -1));
}

/** Blocks that an orderer may lack in this moment, for all go on while they are asked. */
export const FOLLOWS = 20;

/** Blocks between the first orderer and the last: one that stays behind is no spare, and nobody sees it. */
export async function behind(network: FabricNetwork): Promise<number> {
  const heights = await heightsOf(network);
  return Math.max(...heights) - Math.min(...heights);
}

/** The orderer's figures, which it shows to its own agency's certificates alone. */
const figures = (network: FabricNetwork, agency: string): Promise<string> =>
  metricsOf(portOf(network.site(agency), 'ordererOperations'), network.admin(agency).tls);
