import { digest, utf8 } from '@tocsin/envelope';
import { batchRoot, blindBatch, inputOf } from '@tocsin/envelope/blind';
import type { Batch, Demand } from '@tocsin/record';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { openingOf, shownBy } from './blind-opening.ts';

const inputs = [inputOf('passport', 'TH0000001'), inputOf('address', 'บ้านเลขที่ 1 หมู่ 2 (สมมติ)')];
const kept = blindBatch(inputs);
const at = '2026-11-27T08:00:00.000Z';
const named = (places: readonly number[], hash: string | null): Batch => ({
  ...{ id: 'b'.repeat(26), agency: 'kh-immigration', unit: 'border-checks', officer: 'o'.repeat(26) },
  ...{ epoch: 1, purpose: 'border-control', count: kept.length, root: batchRoot(kept), at },
  demands: [demand(places, hash)],
});
const demand = (places: readonly number[], hash: string | null): Demand => ({
  ...{ by: 'a'.repeat(26), agency: 'kh-immigration', places, at },
  opened: hash === null ? null : { by: 'o'.repeat(26), hash, at },
});
const device = kept.map(({ input, ...one }, i) => ({ ...one, filler: i < inputs.length ? null : input }));
const open = (places: readonly number[], words = inputs) =>
  openingOf('b'.repeat(26), demand(places, null), device, words);
const verify = (text: string, places: readonly number[]) =>
  shownBy(named(places, null), demand(places, digest(utf8(text))), utf8(text)).then((shown) =>
    shown.map(({ asked }) => asked),
  );

let whole: string;
beforeAll(async () => {
  whole = await open([0, 1, 7]);
});

test('shows what was asked at the places that are demanded, and of no other', async () => {
  expect(await verify(whole, [0, 1, 7])).toEqual(['passport:TH0000001', 'address:บ้านเลขที่ 1 หมู่ 2 (สมมติ)', null]);
  await expect(open([0, 1], inputs.slice(1))).rejects.toMatchObject({ code: 'OPENING_INCOMPLETE' });
  for (const places of [
    [0, 1],
    [0, 1, 7, 6],
    [0, 1, 2],
  ])
    await expect(verify(whole, places), String(places)).rejects.toMatchObject({ code: 'OPENING_FALSE' });
});

test('one place shown twice does not stand for two', async () => {
  const file = JSON.parse(whole) as { opened: object[] };
  const twice = JSON.stringify({ ...file, opened: [file.opened[0], ...file.opened] });
  await expect(verify(twice, [0, 1, 7])).rejects.toMatchObject({ code: 'OPENING_FALSE' });
});

test('whatever byte of it the asker changes before its hash stands on the ledger, no other word is shown', async () => {
  const truth = await verify(whole, [0, 1, 7]);
  const changed = fc.tuple(fc.nat({ max: whole.length - 2 }), fc.constantFrom(...'0189AZaz_-"[]{}:, '));
  await fc.assert(
    fc.asyncProperty(changed, async ([place, letter]) => {
      const lie = `${whole.slice(0, place)}${letter}${whole.slice(place + 1)}`;
      const shown = await verify(lie, [0, 1, 7]).catch((fault: { code?: string }) => fault.code);
      expect(shown === 'OPENING_FALSE' || JSON.stringify(shown) === JSON.stringify(truth), lie).toBe(true);
    }),
    { numRuns: process.env.SLOW === '1' ? 3000 : 150 },
  );
});
