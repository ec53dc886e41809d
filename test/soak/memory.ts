import { readFileSync } from 'node:fs';
import type { Arena } from '../fabric/nemesis/arena.ts';
import { nodesOf } from '../fabric/nemesis/nodes.ts';
import { type Growth, growthOf, type Sample } from './growth.ts';

/** Watches the memory of every process of a network and of its gateways. */
export class Memory {
  readonly #arena: Arena;
  readonly #samples = new Map<string, Sample[]>();
  readonly #timer: NodeJS.Timeout;

  constructor(arena: Arena, every = 5_000) {
    this.#arena = arena;
    this.#timer = setInterval(() => this.#sample(), every);
  }

  stop(): Growth[] {
    clearInterval(this.#timer);
    return [...this.#samples].map(([name, samples]) => growthOf(name, samples));
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
