import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fabricHost } from './host.ts';
import { Arena } from './nemesis/arena.ts';
import { nothing } from './nemesis/audit.ts';
import { type Blow, blow } from './nemesis/havoc.ts';
import { type Disturbance, Namespaces, obstacle, severing } from './nemesis/namespaces.ts';
import { cutReport } from './nemesis/report.ts';

const CUTS = Number(process.env.CUTS ?? 20);
/** Milliseconds. */
const LENGTH = { shortest: 2_000, longest: 6_000, longOne: 10_000 };
/** What was on its way when the cable was pulled may still arrive; milliseconds. */
const ON_ITS_WAY = 500;

const topology = 'mekong-four';
const reason = obstacle();
let namespaces: Namespaces | undefined;
let arena: Arena;

beforeAll(async () => {
  if (reason !== null) return;
  const open = fabricHost(topology, {}, (agencies) => {
    namespaces = new Namespaces(agencies.map(({ code }) => code));
    return namespaces.sites;
  });
  arena = await Arena.open({ topology, open });
  arena.write();
});
afterAll(async () => {
  await arena?.close();
  namespaces?.remove();
});

test(`an agency that is cut off ${CUTS} times acknowledges nothing alone, and the others go on`, async (context) => {
  if (reason !== null) context.skip(reason);
  const blows: Blow[] = [];
  const alone: string[] = [];
  for (let cut = 0; cut < CUTS; cut++) {
    const how = kinds[cut % kinds.length] ?? 'cut';
    const agency = arena.agencies[cut % arena.agencies.length] ?? '';
    const ms = cut % 10 === 9 ? LENGTH.longOne : randomInt(LENGTH.shortest, LENGTH.longest);
    blows.push(await blow(arena, `${agency}: ${how} for ${ms} ms`, () => separated(agency, how, ms, alone)));
  }
  await arena.rest();
  const found = await arena.judge();
  console.log(cutReport(topology, arena, blows));
  expect(arena.books.refused).toEqual([]);
  expect(alone).toEqual([]);
  expect(found).toEqual(nothing);
});

/** Five kinds of a turn over four agencies, so that each agency meets each kind. */
const kinds: readonly Disturbance[] = ['cut', 'hears nothing', 'is not heard', 'cut', 'slow'];

async function separated(agency: string, how: Disturbance, ms: number, alone: string[]): Promise<void> {
  const from = performance.now() + ON_ITS_WAY;
  namespaces?.disturb(agency, how);
  await pause(ms);
  const until = performance.now();
  namespaces?.heal(agency, how);
  if (!severing.includes(how)) return;
  for (const one of arena.books.acknowledged.values())
    if (one.agency === agency && one.at > from && one.at < until) alone.push(`${agency} ${how} ${one.post.id}`);
}
