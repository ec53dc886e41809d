import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ListingContent, StatementId } from '@tocsin/record';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fictitiousLicence, fictitiousListing } from '../support/listing.ts';
import { type ServedExchange, serveExchange } from '../support/served.ts';
import { type Devices, devicesOf, type Run } from '../support/tocsin.ts';

/** Fictitious people as the police wrote them down, and as their own papers spell them at the border. */
const people = {
  thai: ['นายสมชาย ใจดีสมมติ', 'Thai', 'Somchai Jaideesommut'],
  khmer: ['សុខ សុវណ្ណារី', 'Khmr', 'Sok Sovannary'],
  lao: ['ທ້າວ ບຸນມີ ສີສະຫວາດ', 'Laoo', 'Bounmy Sisavath'],
  burmese: ['ကျော်ဇင်ထွန်း', 'Mymr', 'Kyaw Zin Tun'],
  vietnamese: ['Nguyễn Văn Phướcdụ', 'Latn', 'Nguyen Van Phuocdu'],
  chinese: ['陈伟强', 'Hans', 'Chen Weiqiang'],
} as const;
type Who = keyof typeof people;

let exchange: ServedExchange;
let devices: Devices;
const records = {} as Record<Who, StatementId>;
const officer = (code: string) => exchange.agency(code).officer;
const khmer = (...args: string[]): Promise<Run> => devices.as(officer('kh-immigration'), args);

beforeAll(async () => {
  exchange = await serveExchange();
  devices = await devicesOf(exchange);
  let last = '0';
  for (const [who, [asWritten, script]] of Object.entries(people)) {
    const documents = [{ type: 'passport', number: `${who.toUpperCase()}-01`, country: 'TH' }];
    const subject = { type: 'person', names: [{ asWritten, script }], born: '1980-05-01', documents };
    const content = { ...fictitiousListing, subject: subject as ListingContent['subject'] };
    const { id } = await exchange.post({ kind: 'listing', content, purposes: ['border-control'] });
    const reviewAt = new Date(exchange.clock() + 90 * 86_400_000).toISOString();
    const { jws } = await officer('kh-immigration').sign('listing.confirm/1', { record: id, reviewAt });
    last = (await exchange.agency('kh-immigration').ledger.submit(jws, null)).block;
    records[who as Who] = id;
  }
  for (const { gateway } of exchange.served.values())
    await gateway.screening.reached(BigInt(last), AbortSignal.timeout(60_000));
}, 60_000);
afterAll(() => exchange?.close());

describe('at the border', () => {
  test.each(Object.entries(people))(
    '%s: the spelling of the passport finds who was written down',
    async (who, [, , name]) => {
      const { exit, json } = await khmer('check', '--name', name, '--born', '1/5/2523', '--json');
      expect(json[0]).toMatchObject({ answer: 'possible', candidates: [{ record: records[who as Who] }] });
      expect(exit).toBe(4);
    },
  );

  test('a whole bus is checked at once, in whatever script the list is written', async () => {
    const rows = [
      'name,passport,born',
      'សុខ សុវណ្ណារី,,1980-05-01',
      'Vong Nobodyson,ZZ0000001,1991-07-07',
      'Bounmy Sisavath,lao 01,๒๕๒๓',
      'មិនមាន ឈ្មោះនេះទេ,ZZ0000002,',
    ];
    await writeFile(join(devices.home, 'bus.csv'), `${rows.join('\n')}\n`);
    const { exit, json } = await khmer('check', '--file', 'bus.csv', '--out', 'bus-answers.csv', '--json');
    expect(json[0]).toMatchObject({ totals: { possible: 1, unknown: 2, listed: 1 } });
    expect(exit).toBe(3);
    const written = await readFile(join(devices.home, 'bus-answers.csv'), 'utf8');
    expect(written.split('\r\n')[3]).toContain(`listed,identifier,${records.lao},`);
  });

  test('who looks closer opens the listing, and the police hear who did', async () => {
    const opened = await khmer('listing', 'open', records.lao, '--basis', 'ប៉ុស្តិ៍ព្រំដែន', '--json');
    expect([opened.exit, opened.err]).toEqual([0, '']);
    expect(JSON.stringify(opened.json[0])).toContain('ບຸນມີ');
    const accesses = await exchange.desk('th-police').accesses({ record: records.lao });
    expect(accesses).toMatchObject([{ agency: 'kh-immigration', officer: officer('kh-immigration').handle }]);
  });

  test('whom no listing was sent to learns nothing, not even that there is one', async () => {
    const { exit, json } = await devices.as(officer('la-fiu'), ['check', '--passport', 'LAO-01', '--json']);
    expect(json[0]).toMatchObject({ answer: 'unknown', candidates: [], fronts: [], notes: [] });
    expect(exit).toBe(0);
  });

  test('a licence that another company holds is said to be, and that a listed one has shown it', async () => {
    const holder = { registration: null, phones: [], address: null };
    const names = [{ text: 'บริษัท ท่าเรือเงียบจัดหางาน จำกัด', script: 'Thai' as const }];
    const licences = [fictitiousLicence('ท. ๑๒๓/๒๕๖๖', { holder: { kind: 'company', names, ...holder } })];
    const { id } = await exchange.post({ kind: 'listing', purposes: ['border-control'] });
    const { jws } = await officer('kh-immigration').sign('licence.set/1', { authority: 'kh-molvt', licences });
    const { block } = await exchange.agency('kh-immigration').ledger.submit(jws, null);
    const { screening } = exchange.served.get('kh-immigration')?.gateway ?? {};
    await screening?.reached(BigInt(block), AbortSignal.timeout(60_000));
    const { exit, out } = await khmer(
      'check',
      '--licence',
      'ท.123-2566',
      '--company',
      'Golden Bridge Manpower Co., Ltd.',
    );
    expect(out.split('\n')[0]).toBe('THIS LICENCE BELONGS TO SOMEBODY ELSE');
    expect(out).toContain('(not who shows it)');
    expect(out).toContain(`shared with a listed one: Licence; proposed, not confirmed, ${id}`);
    expect(exit).toBe(4);
  });
});
