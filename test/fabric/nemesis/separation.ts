import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Arena } from './arena.ts';
import { type Blow, blow } from './havoc.ts';
import { type Disturbance, type Namespaces, severing } from './namespaces.ts';

/** Milliseconds; every tenth is a long one. */
const LENGTH = { shortest: 2_000, longest: 6_000, longOne: 10_000 };
/** What was on its way when the cable was pulled may still arrive; milliseconds. */
const ON_ITS_WAY = 500;
/** Five kinds in turn over four agencies, so that each agency meets each kind. */
const kinds: readonly Disturbance[] = ['cut', 'hears nothing', 'is not heard', 'cut', 'slow'];

export interface Separations {
  readonly blows: readonly Blow[];
  /** Of each cut, the longest time in which a writer that was not cut off was told of nothing, milliseconds. */
  readonly gaps: readonly number[];
  /** What an agency acknowledged that could agree with nobody: there must be none. */
  readonly alone: readonly string[];
}

/** Cuts one agency after the other off from all others, one at a time. */
export async function cuts(
  arena: Arena,
  namespaces: Namespaces,
  number: number,
  progress?: (blow: Blow, number: number) => void,
): Promise<Separations> {
  const blows: Blow[] = [];
  const gaps: number[] = [];
  const alone: string[] = [];
  for (let cut = 0; cut < number; cut++) {
    const how = kinds[cut % kinds.length] ?? 'cut';
    const agency = arena.agencies[cut % arena.agencies.length] ?? '';
    const ms = cut % 10 === 9 ? LENGTH.longOne : randomInt(LENGTH.shortest, LENGTH.longest);
    const separate = async (): Promise<void> => {
      const from = performance.now() + ON_ITS_WAY;
      namespaces.disturb(agency, how);
      await pause(ms);
      const until = performance.now();
      namespaces.heal(agency, how);
      if (severing.includes(how)) alone.push(...acknowledgedBetween(arena, agency, from, until));
    };
    const since = performance.now();
    const told = await blow(arena, `${agency}: ${how} for ${ms} ms`, separate);
    blows.push(told);
    gaps.push(
      arena.books.longestSince(
        since,
        arena.agencies.filter((other) => other !== agency),
      ),
    );
    progress?.(told, cut + 1);
  }
  return { blows, gaps, alone };
}

const acknowledgedBetween = ({ books }: Arena, agency: string, from: number, until: number): string[] =>
  [...books.acknowledged.values()]
    .filter((one) => one.agency === agency && one.at > from && one.at < until)
    .map(({ post }) => `${agency} ${post.id}`);
