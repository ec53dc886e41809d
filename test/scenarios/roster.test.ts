import { readFile } from 'node:fs/promises';
import type { Item } from '@tocsin/record';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { usualAgencies } from '../support/agency.ts';
import { type ServedExchange, serveExchange } from '../support/served.ts';
import { type Devices, devicesOf, type Run } from '../support/tocsin.ts';

const example = new URL('../../examples/alerts/01-scam-compound.json', import.meta.url);
let exchange: ServedExchange;
let devices: Devices;
beforeAll(async () => {
  const agencies = [...usualAgencies, { code: 'vn-labour', class: 'labour' as const }];
  exchange = await serveExchange({ agencies, roster: { t: 3 } });
  devices = await devicesOf(exchange);
});
afterAll(() => exchange?.close());

const as =
  (code: string, role: 'officer' | 'registrar' = 'officer') =>
  async (...args: string[]): Promise<Run> =>
    devices.as(exchange.agency(code)[role], args, { input: await readFile(example, 'utf8') });
const [thai, khmer] = [as('th-police'), as('kh-immigration')];
const answered = async (running: Promise<Run>): Promise<Record<string, unknown>> => {
  const { exit, err, json } = await running;
  expect([exit, err]).toEqual([0, '']);
  return json[0] ?? {};
};
const refused = async (running: Promise<Run>, code: string, expected: number): Promise<void> => {
  const { exit, err } = await running;
  expect(err).toContain(`[${code}]`);
  expect(exit).toBe(expected);
};
const opens = async (by: typeof thai, record: string): Promise<boolean> =>
  (await by('alert', 'open', record, '--basis', 'x')).exit === 0;
const itemOf = async (record: string): Promise<Item> =>
  (await exchange.desk('th-police').record(record)).items[0] as Item;
const seen = async (what: () => Promise<void>): Promise<void> => vi.waitFor(what, { timeout: 10_000, interval: 50 });

const records: string[] = [];

test('four trustees, three of whom release together: all is well, and that is what is shown', async () => {
  for (let i = 0; i < 2; i++)
    records.push(String((await answered(thai('alert', 'post', '-', '--to', 'kh-immigration', '--json'))).id));
  const listed = await answered(thai('roster', 'list', '--json'));
  expect(listed).toMatchObject({ epoch: 1, t: 3, left: 4, 'old-locks': 0, next: [] });
  expect((await thai('roster', 'list')).out).toMatch(/vn-labour +duty-desk +1 +[0-9a-f]{16} +in force/);
  expect(await opens(khmer, records[0] as string)).toBe(true);
});

test('one of them leaves: its gateway is gone, what it held still opens, and everybody is told what is due', async () => {
  const { id } = await answered(as('th-police', 'registrar')('agency', 'propose', '--remove', 'vn-labour', '--json'));
  for (const code of ['kh-immigration', 'la-fiu'])
    if ((await exchange.desk('th-police').agencies()).find((one) => one.code === 'vn-labour')?.status === 'active')
      await answered(as(code, 'registrar')('agency', 'approve', String(id), '--json'));
  await exchange.served.get('vn-labour')?.stop();
  await seen(async () => {
    const { left, next } = await answered(thai('roster', 'list', '--json'));
    expect(left).toBe(3);
    expect(next).toEqual([expect.stringContaining('roster propose --without vn-labour')]);
  });
  expect((await thai('roster', 'list')).out).toMatch(/left +3: fewer than 5[\s\S]*vn-labour.*no member/);
  expect(await opens(khmer, records[0] as string)).toBe(true);
});

test('a roster without it is proposed, each key proved, and a majority adopts it', async () => {
  const registrar = as('th-police', 'registrar');
  await refused(registrar('roster', 'propose'), 'USAGE', 1);
  await refused(registrar('roster', 'propose', '--without', 'nobody'), 'USAGE', 1);
  await refused(registrar('roster', 'propose', '--trustee', 'th-police', '--trustee', 'xx-none'), 'NO_SEAL_KEY', 5);
  await refused(registrar('roster', 'propose', '--without', 'vn-labour', '--t', '1.5'), 'USAGE', 1);
  await refused(registrar('roster', 'propose', '--without', 'vn-labour', '--t', '4'), 'ROSTER_UNFIT', 5);
  await refused(thai('roster', 'propose', '--without', 'vn-labour'), 'ROLE_LACKING', 5);
  const { id } = await answered(registrar('roster', 'propose', '--without', 'vn-labour', '--json'));
  await answered(as('kh-immigration', 'registrar')('agency', 'approve', String(id), '--json'));
  await seen(async () => {
    const listed = await answered(thai('roster', 'list', '--json'));
    expect(listed).toMatchObject({ epoch: 2, t: 2, left: 3, 'old-locks': 2 });
    expect(listed.next).toEqual([expect.stringContaining('roster rehead')]);
  });
});

test('its author’s gateway deals the shares anew, from what was left with it; a kill in between costs nothing', async () => {
  await refused(khmer('record', 'rehead', records[0] as string), 'NOT_THE_AUTHOR', 5);
  expect(await answered(thai('roster', 'rehead', '--dry-run', '--json'))).toMatchObject({ own: 2, done: 0 });
  const kill = (text: string): void => {
    if (text.startsWith('1 of 2')) throw new Error('killed');
  };
  const rehead = ['roster', 'rehead', '--json'];
  const { officer } = exchange.agency('th-police');
  expect((await devices.as(officer, rehead, { onProgress: kill })).exit).not.toBe(0);
  expect(await answered(thai(...rehead))).toMatchObject({ epoch: 2, own: 1, done: 1, failed: [] });
  for (const record of records) {
    expect((await itemOf(record)).sealed).toMatchObject({ mode: 'witnessed', roster: 2, t: 2, n: 3 });
    expect(await opens(khmer, record)).toBe(true);
    expect(await opens(thai, record)).toBe(true);
  }
  expect(await answered(thai('roster', 'list', '--json'))).toMatchObject({ 'old-locks': 0, next: [] });
});

test('without a roster there is nothing to rehead, and that is said', async () => {
  const bare = await serveExchange();
  try {
    const device = await devicesOf(bare);
    const { officer } = bare.agency('th-police');
    expect((await device.as(officer, ['roster', 'list'])).out).toContain('no roster is in force');
    await refused(device.as(officer, ['roster', 'rehead']), 'UNKNOWN_ROSTER', 5);
  } finally {
    await bare.close();
  }
});
