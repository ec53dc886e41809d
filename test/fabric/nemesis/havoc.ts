import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Arena } from './arena.ts';
import { killNode, nodesOf, signalNode } from './nodes.ts';

/** One fault and what it cost, milliseconds. */
export interface Blow {
  readonly what: string;
  /** Until the first acknowledgement of anything begun after the fault. */
  readonly first: number;
  /** Until every agency's writer had one; includes the time that a node was kept down. */
  readonly all: number;
  /** Until every orderer took part in ordering again: only then is there a spare for the next fault. */
  readonly whole: number;
}

/** Milliseconds in which every writer must be served again after one fault; beyond it the network counts as stuck. */
const STUCK_MS = 60_000;

/**
 * Strikes once, and waits until every writer is served and every orderer takes part again, so that never more than one
 * node is down.
 * @throws Error when one is not, with what the nodes say
 */
export async function blow(arena: Arena, what: string, strike: () => Promise<void>): Promise<Blow> {
  await arena.whole();
  const since = performance.now();
  try {
    const [{ first }] = await Promise.all([arena.books.recovered(arena.agencies, since, STUCK_MS), strike()]);
    const over = performance.now();
    // Whoever was acknowledged while a node was still down is asked once more when all are up.
    await arena.books.recovered(arena.agencies, over, STUCK_MS);
    const all = performance.now() - since;
    return { what, first, all, whole: Math.max(0, (await arena.whole()) - since) };
  } catch (error) {
    throw new Error(`${what}: ${String(error)}\n${await lastWords(arena)}`, { cause: error });
  }
}

async function lastWords({ network, books }: Arena): Promise<string> {
  const names = nodesOf(network, ['peer', 'orderer', 'chaincode']);
  const words = names.map(async (name) => `${name}: ${(await network.processes.log(name, 1_200)).trim()}`);
  const causes = [...books.causes].map(([cause, times]) => `${times} x ${cause}`);
  return [...(await Promise.all(words)), ...causes].join('\n');
}

export interface HavocOptions {
  readonly blows: number;
  /** Longest time that a node is kept stopped or frozen, milliseconds. */
  readonly longest: number;
  readonly progress?: (blow: Blow, number: number) => void;
}

/** Random faults, one after the other: mostly kill -9 of whatever runs, now and then a node that stays away a while. */
export async function havoc(arena: Arena, { blows, longest, progress }: HavocOptions): Promise<Blow[]> {
  const told: Blow[] = [];
  for (let number = 1; number <= blows; number++) {
    const one = await randomBlow(arena, number, longest);
    told.push(one);
    progress?.(one, number);
  }
  return told;
}

const kinds = ['peer', 'orderer', 'chaincode', 'gateway'] as const;

function randomBlow(arena: Arena, number: number, longest: number): Promise<Blow> {
  const kind = kinds[randomInt(kinds.length)] ?? 'peer';
  const agency = arena.agencies[randomInt(arena.agencies.length)] ?? '';
  if (kind === 'gateway') return blow(arena, `kill gateway.${agency}`, () => killGateway(arena, agency));
  const [name = ''] = nodesOf(arena.network, [kind]).filter((node) => node.endsWith(agency));
  const ms = randomInt(1_000, Math.max(1_001, longest));
  if (number % 16 === 0) return blow(arena, `freeze ${name} for ${ms} ms`, () => freeze(arena, name, ms));
  if (number % 16 === 8) return blow(arena, `stop ${name} for ${ms} ms`, () => stop(arena, name, ms));
  return blow(arena, `kill ${name}`, () => killNode(arena.network, name));
}

/** In the middle of whatever it does; it is started again at once. */
export async function killGateway(arena: Arena, agency: string): Promise<void> {
  const gateway = arena.gateway(agency);
  const over = gateway.ended();
  gateway.kill();
  await over;
  await gateway.opened;
}

/** The process is there and answers nothing. */
export async function freeze({ network }: Arena, name: string, ms: number): Promise<void> {
  signalNode(network, name, 'SIGSTOP');
  await pause(ms);
  signalNode(network, name, 'SIGCONT');
}

/** It ends and is not started again for a while. */
export async function stop({ network: { processes } }: Arena, name: string, ms: number): Promise<void> {
  await processes.set(name, false);
  await pause(ms);
  await processes.set(name, true);
}

/** Median and largest of some figures, in whole milliseconds. */
export function spreadOf(values: readonly number[]): { median: number; max: number } {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0), max: Math.round(sorted.at(-1) ?? 0) };
}
