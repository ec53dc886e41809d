import { readFileSync } from 'node:fs';
import type { Arena } from '../fabric/nemesis/arena.ts';
import { nodesOf } from '../fabric/nemesis/nodes.ts';

/** Resident memory of one process at one time. */
interface Sample {
  readonly pid: number;
  /** MiB. */
  readonly resident: number;
}

/** Watches the memory of every process of a network and of its gateways. */
export class Memory {
  readonly #arena: Arena;
  readonly #samples = new Map<string, Sample[]>();
  readonly #timer: NodeJS.Timeout;

  constructor(arena: Arena, every = 5_000) {
    this.#arena = arena;
    this.#timer = setInterval(() => this.#sample(), every);
  }

  /** @returns one line a process: its longest life, and what that life grew by after its first third */
  stop(): string[] {
    clearInterval(this.#timer);
    return [...this.#samples].map(([name, samples]) => {
      const lives = Object.values(Object.groupBy(samples, ({ pid }) => pid)).map((life = []) => life);
      const [longest = []] = lives.sort((a, b) => b.length - a.length);
      const settled = longest.slice(Math.floor(longest.length / 3));
      const [from, to] = [median(settled.slice(0, settled.length >> 1)), median(settled.slice(settled.length >> 1))];
      const growth = from === 0 ? 0 : ((to - from) / from) * 100;
      return `| ${name} | ${lives.length} | ${longest.length} | ${from.toFixed(0)} | ${to.toFixed(0)} | ${growth.toFixed(1)} % |`;
    });
  }

  #sample(): void {
    const { network, gateways } = this.#arena;
    const nodes = nodesOf(network, ['peer', 'orderer', 'chaincode']).map(
      (name) => [name, network.processes.running(name)?.pid] as const,
    );
    const clients = [...gateways].map(([agency, { pid }]) => [`gateway.${agency}`, pid] as const);
    for (const [name, pid] of [...nodes, ...clients]) {
      const resident = pid === undefined ? null : residentOf(pid);
      if (pid === undefined || resident === null) continue;
      const samples = this.#samples.get(name) ?? [];
      samples.push({ pid, resident });
      this.#samples.set(name, samples);
    }
  }
}

function residentOf(pid: number): number | null {
  try {
    const [, kib = ''] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kib) / 1024;
  } catch {
    return null;
  }
}

const median = (samples: readonly Sample[]): number =>
  samples.map(({ resident }) => resident).sort((a, b) => a - b)[samples.length >> 1] ?? 0;
