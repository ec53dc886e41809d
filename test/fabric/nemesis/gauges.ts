import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type FabricNetwork, portOf } from '@tocsin/network-fabric';
import { eventually } from './nodes.ts';

const program = fileURLToPath(new URL('gauge-child.ts', import.meta.url));

/** What an orderer told of itself last. */
interface Reading {
  /** Blocks it has; null when it did not answer. */
  readonly height: number | null;
  /** The view in which it follows a leader; null while it follows none, and under Raft. */
  readonly view: string | null;
}

/**
 * Milliseconds for which all orderers must have followed one leader before nothing is being mended any more. One that was
 * away complains within 3 s of what was ordered without it, and takes no part then.
 */
const CALM_MS = 4_000;
/** Milliseconds after which an orderer that takes part has every block that another has. */
const SAME_MS = 1_500;
/** Milliseconds in which every orderer must take part again after one fault. */
const WHOLE_MS = 90_000;

/** Watches whether every orderer takes part: one that runs and takes no part is a node that is down. */
export class Gauges {
  readonly #readings = new Map<string, Reading>();
  /** The highest of all, and when somebody told it first. */
  readonly #highest: { readonly height: number; readonly at: number }[] = [{ height: 0, at: 0 }];
  readonly #children: ChildProcess[];
  readonly #bft: boolean;
  /** Since when all take part; null while one does not. */
  #since: number | null = null;

  constructor(network: FabricNetwork) {
    this.#bft = network.description.topology.consensus === 'bft';
    this.#children = network.agencies.map((agency) => this.#watch(network, agency));
  }

  /**
   * Resolves when all orderers have taken part for a while.
   * @returns the moment since when they do, of `performance.now` @throws Error saying how each stands
   */
  async whole(): Promise<number> {
    const calm = async (): Promise<boolean> => this.#since !== null && performance.now() - this.#since >= CALM_MS;
    await eventually(WHOLE_MS, 'every orderer takes part', calm).catch((error) => {
      throw new Error(`${String(error)}: ${JSON.stringify([...this.#readings])}`, { cause: error });
    });
    return this.#since ?? 0;
  }

  async close(): Promise<void> {
    const over = this.#children.map((child) => once(child, 'close'));
    for (const child of this.#children) child.kill();
    await Promise.all(over);
  }

  #watch(network: FabricNetwork, agency: string): ChildProcess {
    const site = network.site(agency);
    const tls = join(network.folder, 'agencies', agency, 'orderer', 'tls');
    const own = [program, network.description.topology.channel];
    const told = [...own, String(portOf(site, 'ordererOperations')), tls];
    const [command = '', ...args] = [...(site.enter ?? []), process.execPath, ...told];
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    createInterface(child.stdout).on('line', (line) => this.#read(agency, line));
    return child;
  }

  #read(agency: string, line: string): void {
    const [height = '-', view = '-'] = line.split(' ');
    this.#readings.set(agency, { height: height === '-' ? null : Number(height), view: view === '-' ? null : view });
    const now = performance.now();
    if (Number(height) > (this.#highest.at(-1)?.height ?? 0)) this.#highest.push({ height: Number(height), at: now });
    while ((this.#highest[1]?.at ?? now) < now - SAME_MS) this.#highest.shift();
    if (!this.#allTakePart()) this.#since = null;
    else this.#since ??= performance.now();
  }

  #allTakePart(): boolean {
    const all = [...this.#readings.values()];
    const [{ height: needed } = { height: 0 }] = this.#highest;
    const views = new Set(all.map(({ view }) => view));
    const follow = !this.#bft || (views.size === 1 && !views.has(null));
    return (
      all.length === this.#children.length && follow && all.every(({ height }) => height !== null && height >= needed)
    );
  }
}
