import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Scene } from '../../test/support/audit/scene.ts';
import { endOfHalfYear, halfYearOf } from './half-year.ts';
import { type Statistics, type StatisticsOptions, statistics } from './index.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.open('2026-06-28T03:30:00.000Z');
  for (let i = 0; i < 12; i++) {
    const record = await scene.posts(['kh-immigration']);
    scene.wait(0.5 + i * 0.1);
    await scene.opens('kh-immigration', record);
    await scene.acknowledges('kh-immigration', record);
  }
  for (let i = 0; i < 3; i++) await scene.posts(['la-fiu']);
  scene.wait(24 * 5);
  for (let i = 0; i < 11; i++) await scene.posts(['la-fiu']);
}, 60_000);
afterAll(() => scene.close());

const told = async (options: StatisticsOptions = {}): Promise<Statistics> => statistics(await scene.trail(), options);
function counts(report: Statistics, of: string, by: string): Record<string, (number | null)[]> {
  const table = report.tables.find((one) => one.of === of && one.by === by);
  if (table === undefined) throw new Error('no such table');
  return Object.fromEntries(table.cells.map((row, i) => [table.headings[i] ?? 'all', row.map(({ count }) => count)]));
}

describe('half-years', () => {
  test.each([
    ['2026-06-30T23:59:59.999Z', '2026-H1', '2026-07-01T00:00:00.000Z'],
    ['2026-07-01T00:00:00.000Z', '2026-H2', '2027-01-01T00:00:00.000Z'],
  ])('%s is in %s, which ends at %s', (instant, half, end) => {
    expect([halfYearOf(instant), endOfHalfYear(half)]).toEqual([half, end]);
  });
});

describe('statistics', () => {
  test('small counts are withheld, and with them what would betray them', async () => {
    const report = await told();
    expect(report.halfYears).toEqual(['2026-H1']);
    // 12 to Cambodia, 3 to Laos, 15 in all: showing 12 and 15 would tell 3.
    expect(counts(report, 'records', 'corridor')).toEqual({
      'TH-KH': [null, null],
      'TH-LA': [null, null],
      all: [15, 15],
    });
    expect(counts(report, 'records', 'kind')).toEqual({ alert: [15, 15], all: [15, 15] });
    expect(counts(report, 'openings', 'purpose')).toEqual({ 'trafficking-investigation': [12, 12], all: [12, 12] });
  });

  test('the running half-year is counted when asked for', async () => {
    const report = await told({ current: true });
    expect(report.halfYears).toEqual(['2026-H1', '2026-H2']);
    expect(counts(report, 'records', 'kind')).toEqual({ alert: [15, 11, 26], all: [15, 11, 26] });
  });

  test('with k = 1 everything is shown, standing included', async () => {
    const report = await told({ k: 1 });
    expect(counts(report, 'records', 'corridor')).toEqual({ 'TH-KH': [12, 12], 'TH-LA': [3, 3], all: [15, 15] });
    expect(counts(report, 'records', 'standing')).toEqual({
      'acknowledgement-late': [3, 3],
      acknowledged: [12, 12],
      all: [15, 15],
    });
  });

  test('says whether small counts were suppressed', async () => {
    for (const [k, suppressed] of [
      [1, false],
      [9, false],
      [10, true],
      [50, true],
    ] as const)
      expect(await told({ k })).toMatchObject({ k, suppressed });
  });

  test('times are the median and the ninth decile, where at least k have them', async () => {
    const cellOf = async (k: number) => (await told({ k })).tables[0]?.cells[0]?.[0];
    // half an hour to 1.6 hours in twelve steps of six minutes
    const { acknowledged, answered } = (await cellOf(1)) ?? {};
    expect(answered).toBeNull();
    expect(acknowledged).toEqual({ median: 1 * 3600, p90: 1.5 * 3600 });
    expect((await cellOf(13))?.acknowledged ?? null).toBeNull();
  });

  test('nothing names an officer, a record or a statement', async () => {
    const text = JSON.stringify(await told({ k: 1, current: true }));
    const { hash } = (await scene.trail()).reach ?? { hash: '' };
    expect(text.replace(hash, '')).not.toMatch(/[a-z2-7]{26}/);
  });

  test('what an ended half-year says never changes again: two reports of it cannot be subtracted', async () => {
    const before = await told({ k: 1 });
    const [record] = (await scene.trail())
      .statesOf('record')
      .filter(({ to, posted }) => to.includes('la-fiu') && posted < '2026-07');
    if (record === undefined) throw new Error('no record');
    await scene.acknowledges('la-fiu', record.id);
    await scene.posts(['la-fiu']);
    const after = await told({ k: 1 });
    expect(after.reach.block).not.toBe(before.reach.block);
    expect([after.halfYears, after.tables]).toEqual([before.halfYears, before.tables]);
    const running = await told({ k: 1, current: true });
    expect(counts(running, 'records', 'standing')).toMatchObject({ 'acknowledgement-late': [3, 0, 3] });
  });

  test('a later half-year does not change what is withheld in an earlier one', async () => {
    const [alone, both] = [await told(), await told({ current: true })];
    const firsts = ({ tables }: Statistics) =>
      tables.map(({ of, by, headings, cells }) => [of, by, cells.map(([first], i) => [headings[i] ?? 'all', first])]);
    const known = new Set(alone.tables.flatMap(({ of, by, headings }) => headings.map((one) => `${of} ${by} ${one}`)));
    const kept = firsts(both).map(([of, by, rows]) => [
      of,
      by,
      (rows as [string, unknown][]).filter(([name]) => name === 'all' || known.has(`${of} ${by} ${name}`)),
    ]);
    expect(kept).toEqual(firsts(alone));
  });

  test('two agencies compute the same bytes', async () => {
    const [ours, theirs] = [await scene.trail('th-police'), await scene.trail('la-fiu')];
    expect(JSON.stringify(statistics(theirs))).toBe(JSON.stringify(statistics(ours)));
  });
});
