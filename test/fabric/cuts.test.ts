import { afterAll, beforeAll, expect, test } from 'vitest';
import { fabricHost } from './host.ts';
import { Arena } from './nemesis/arena.ts';
import { nothing } from './nemesis/audit.ts';
import { spreadOf } from './nemesis/havoc.ts';
import { Namespaces, obstacle } from './nemesis/namespaces.ts';
import { cutReport } from './nemesis/report.ts';
import { cuts } from './nemesis/separation.ts';

const CUTS = Number(process.env.CUTS ?? 20);
/**
 * Longest time in which an agency that is not cut off may be told of nothing, milliseconds: of most cuts, and of any. The
 * second is for an orderer that locks itself up just then, until its watch has ended it: two of four are away.
 */
const GAP = { median: 8_000, longest: 20_000 };
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
  const told = await cuts(arena, namespaces as Namespaces, CUTS);
  await arena.rest();
  const found = await arena.judge();
  console.log(cutReport(topology, arena, told));
  expect(arena.books.refused).toEqual([]);
  expect(told.alone).toEqual([]);
  expect(found).toEqual(nothing);
  const { median, max } = spreadOf(told.gaps);
  expect(median).toBeLessThan(GAP.median);
  expect(max).toBeLessThan(GAP.longest);
});
