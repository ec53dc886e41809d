import type { Arena } from './arena.ts';
import { type Blow, spreadOf } from './havoc.ts';
import type { Separations } from './separation.ts';

/** The figures of a run of single faults, for people. */
export function faultReport(topology: string, arena: Arena, blows: readonly Blow[]): string {
  return [`${topology}: ${blows.length} faults, ${sums(arena)}`, ...figures(arena, blows)].join('\n');
}

/** The figures of a run of cuts. */
export function cutReport(topology: string, arena: Arena, { blows, gaps }: Separations): string {
  const told = spreadOf(gaps);
  return [
    `${topology}: ${blows.length} cuts, ${sums(arena)}`,
    `  longest gap at an agency that was not cut off: median ${told.median} max ${told.max} ms`,
    ...figures(arena, blows),
  ].join('\n');
}

const sums = ({ books }: Arena): string => `${books.acknowledged.size} statements acknowledged`;

function figures({ books }: Arena, blows: readonly Blow[]): string[] {
  const { outcomes, hadCommitted, hadNot } = books.unknown;
  const { anybody, ownWriter } = books.gaps;
  const first = spreadOf(blows.map((one) => one.first));
  const all = spreadOf(blows.map((one) => one.all));
  const whole = spreadOf(blows.map((one) => one.whole));
  const slowest = [...blows].sort((a, b) => b.first - a.first).slice(0, 5);
  const causes = [...books.causes].sort(([, a], [, b]) => b - a).slice(0, 12);
  return [
    `  unknown outcomes: ${outcomes}; of their statements ${hadCommitted} had been committed, ${hadNot} not`,
    `  longest gap: ${Math.round(anybody)} ms of anybody, ${Math.round(ownWriter)} ms at one agency`,
    `  recovery: anybody median ${first.median} max ${first.max} ms; every writer median ${all.median} max ${all.max} ms; every orderer median ${whole.median} max ${whole.max} ms`,
    ...slowest.map(({ what, first, all }) => `  ${what}: ${Math.round(first)} ms, every writer ${Math.round(all)} ms`),
    ...causes.map(([cause, times]) => `  ${times} x ${cause}`),
  ];
}
