import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { usualAgencies } from '../support/agency.ts';
import { type ServedExchange, serveExchange } from '../support/served.ts';
import { type Devices, devicesOf, type Run } from '../support/tocsin.ts';

const example = new URL('../../examples/listings/01-lent-licence.json', import.meta.url);
const registerOf = new URL('../../examples/licences/register.csv', import.meta.url);
const DAY = 86_400_000;

let later = 0;
let exchange: ServedExchange;
let devices: Devices;
let record: string;
beforeAll(async () => {
  const agencies = [...usualAgencies, { code: 'vn-labour', class: 'labour' as const }];
  exchange = await serveExchange({ agencies, roster: true, clock: () => Date.now() + later });
  devices = await devicesOf(exchange);
}, 60_000);
afterAll(() => exchange?.close());

const as =
  (code: string) =>
  (...args: string[]): Promise<Run> =>
    devices.as(exchange.agency(code).officer, args);
const [police, immigration, fiu, labour] = ['th-police', 'kh-immigration', 'la-fiu', 'vn-labour'].map(as) as [
  ReturnType<typeof as>,
  ReturnType<typeof as>,
  ReturnType<typeof as>,
  ReturnType<typeof as>,
];
const answered = ({ exit, err, json }: Run): Record<string, unknown> => {
  expect([exit, err]).toEqual([0, '']);
  return json[0] ?? {};
};
const refused = ({ exit, err }: Run, code: string): void => {
  expect(err).toContain(`[${code}]`);
  expect(exit).toBe(5);
};
const standing = async (by: ReturnType<typeof as>): Promise<unknown> =>
  answered(await by('listing', 'show', record, '--json')).standing;

test('a labour department publishes its register; everybody finds a licence by what stands on the paper', async () => {
  await writeFile(join(devices.home, 'register.csv'), await readFile(registerOf));
  const dry = await labour('licence', 'import', 'register.csv', '--authority', 'vn-dolab', '--dry-run');
  expect(dry.out).toContain('3 new, 0 changed, 0 the same, 0 refused\n');
  expect(dry.out).toContain('row 2: 31/12/2569 is read as 2026-12-31 (Buddhist calendar)\n');
  const done = answered(await labour('licence', 'import', 'register.csv', '--authority', 'vn-dolab', '--json'));
  expect(done).toMatchObject({ written: 3, statements: 1 });
  for (const officer of [police, immigration]) {
    const { out } = await officer('licence', 'show', 'ท 123-2566');
    expect(out).toContain('suspended: พักใช้');
    expect(out).toContain('บริษัท ตัวอย่างจัดหางาน จำกัด');
  }
  expect((await immigration('licence', 'show', 'ท. ๑๒๕/๒๕๖๖')).out).toContain(
    'a person: ask the register for the name',
  );
});

test('the police propose to list a recruiter who shows that licence; alone this lists nobody', async () => {
  await writeFile(join(devices.home, 'listing.json'), await readFile(example));
  const evidence = { schema: 'follow-up/1', language: 'th', text: 'ผู้เสียหายสมมติสองคนชี้ตัว' };
  await writeFile(join(devices.home, 'evidence.json'), JSON.stringify(evidence));
  const args = ['--evidence', 'evidence.json', '--to', 'kh-immigration', '--to', 'la-fiu', '--json'];
  record = String(answered(await police('listing', 'propose', 'listing.json', ...args)).id);
  expect(await standing(immigration)).toBe('proposed');
  refused(await police('listing', 'confirm', record), 'SELF_CONFIRMATION');
  refused(await labour('listing', 'confirm', record), 'NOT_ADDRESSED');
  expect(answered(await immigration('listing', 'list', '--standing', 'listed', '--json')).listings).toEqual([]);
});

test('its post opens by the addressees’ keys, its evidence only with the trustees', async () => {
  const { items } = answered(await immigration('alert', 'show', record, '--json')) as {
    items: { id: string; outcome: string | null; sealed: { mode: string } }[];
  };
  expect(items.map(({ outcome, sealed }) => [outcome, sealed.mode])).toEqual([
    [null, 'direct'],
    ['evidence', 'witnessed'],
  ]);
  const open = ['--basis', 'our own list', '--json'];
  expect(answered(await immigration('listing', 'open', record, ...open))).toMatchObject({ released: [] });
  const opened = answered(await immigration('listing', 'open', record, '--item', items[1]?.id ?? '', ...open));
  expect(opened.released).not.toEqual([]);
  expect(opened.content).toMatchObject({ text: 'ผู้เสียหายสมมติสองคนชี้ตัว' });
});

test('immigration stands for it too: now it counts, for everybody it was sent to', async () => {
  answered(await immigration('listing', 'confirm', record, '--review-in', '1', '--json'));
  for (const party of [police, immigration, fiu]) expect(await standing(party)).toBe('listed');
});

test('a third agency contests it and notes what the person says; the proposer cannot brush that aside', async () => {
  answered(await fiu('listing', 'contest', record, '--reason', 'identity-mistaken', '--json'));
  answered(await fiu('listing', 'reply', record, '--heard', 'yes', '--text', 'ບໍ່ແມ່ນຂ້ອຍ', '--json'));
  expect(await standing(police)).toBe('contested');
  refused(await police('listing', 'review', record, '--reason', 'contest-rejected'), 'SELF_CONFIRMATION');
  refused(await fiu('listing', 'review', record, '--reason', 'still-grounded'), 'NOT_YOUR_LISTING');
  answered(
    await immigration('listing', 'review', record, '--reason', 'contest-rejected', '--review-in', '1', '--json'),
  );
  expect(await standing(police)).toBe('listed');
});

test('past its review date it is under review, by itself; kept once more, it counts again', async () => {
  later = 2 * DAY;
  expect(await standing(fiu)).toBe('under-review');
  answered(await police('listing', 'review', record, '--reason', 'new-evidence', '--review-in', '30', '--json'));
  expect(await standing(fiu)).toBe('listed');
});

test('taken off by either, it has ended for all, and its record is closed', async () => {
  answered(await police('listing', 'delist', record, '--reason', 'wrong-person', '--json'));
  for (const party of [police, immigration, fiu]) expect(await standing(party)).toBe('delisted');
  refused(await immigration('listing', 'contest', record, '--reason', 'is-a-victim'), 'DELISTED');
});

test('nothing of whom it was about, nor of the licence that was looked up, ever stood on the ledger in clear', async () => {
  const { view } = exchange.served.get('la-fiu')?.gateway ?? expect.unreachable();
  const all = JSON.stringify(view.contents()).concat(
    ...view
      .rows('SELECT jws FROM statement')
      .map(({ jws }) => Buffer.from(String(jws).split('.')[1] ?? '', 'base64url').toString()),
  );
  expect(all).toContain('บริษัท ตัวอย่างจัดหางาน จำกัด');
  for (const secret of ['สมมติ ตัวอย่าง', 'Sommut', 'XX0000000', '+15550100103', 'ບໍ່ແມ່ນຂ້ອຍ', 'ชี้ตัว'])
    expect(all).not.toContain(secret);
});
