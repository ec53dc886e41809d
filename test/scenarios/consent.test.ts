import { readFile } from 'node:fs/promises';
import { openFile } from '@tocsin/envelope';
import type { Item } from '@tocsin/record';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { trustOf } from '../support/device.ts';
import { type ServedExchange, serveExchange } from '../support/served.ts';
import { type Devices, devicesOf, type Run } from '../support/tocsin.ts';

const example = new URL('../../examples/alerts/01-scam-compound.json', import.meta.url);
const refused = ({ exit, err }: Run, code: string, expected: number): void => {
  expect(err).toContain(`[${code}]`);
  expect(exit).toBe(expected);
};
const answered = ({ exit, err, json }: Run): Record<string, unknown> => {
  expect([exit, err]).toEqual([0, '']);
  return json[0] ?? {};
};

describe.each([
  ['witnessed: the trustees must help', true],
  ['direct', undefined],
] as const)('a record, %s', (_, roster) => {
  let exchange: ServedExchange;
  let devices: Devices;
  let record: string;
  beforeAll(async () => {
    exchange = await serveExchange(roster === undefined ? {} : { roster });
    devices = await devicesOf(exchange);
    const { id } = answered(await thai('alert', 'post', '-', '--to', 'kh-immigration', '--json'));
    record = String(id);
  });
  afterAll(() => exchange?.close());

  const as =
    (code: string) =>
    async (...args: string[]): Promise<Run> => {
      const input = await readFile(example, 'utf8');
      return devices.as(exchange.agency(code).officer, args, { input });
    };
  const thai = as('th-police');
  const khmer = as('kh-immigration');
  const lao = as('la-fiu');
  const open = ['--basis', 'report 12', '--json'];
  const itemNow = async (): Promise<Item> => {
    const { items } = await exchange.desk('th-police').record(record);
    return items[0] as Item;
  };
  const purpose = ['--purpose', 'financial-intelligence'];
  let consent: string;

  test('is not opened by an agency that it was not addressed to', async () => {
    refused(await lao('alert', 'open', record, ...open), 'NOT_ADDRESSED', 5);
  });

  test('its addressee cannot pass it on: only who wrote it may', async () => {
    refused(await khmer('consent', 'give', record, '--to', 'la-fiu', ...purpose), 'NOT_THE_AUTHOR', 5);
    expect((await itemNow()).shared).toEqual([]);
  });

  test('with its author’s consent that agency opens it, for the purpose named, and so do those who could before', async () => {
    const before = await itemNow();
    consent = String(answered(await thai('consent', 'give', record, '--to', 'la-fiu', ...purpose, '--json')).id);
    const after = await itemNow();
    expect(after.sealed?.hash).not.toBe(before.sealed?.hash);
    expect(after.sealed?.mode).toBe(before.sealed?.mode);
    expect(after.earlier).toEqual([before.sealed?.hash]);
    const { content } = JSON.parse(await readFile(example, 'utf8')) as { content: object };
    expect(answered(await lao('alert', 'open', record, ...open)).content).toEqual(content);
    expect(answered(await khmer('alert', 'open', record, ...open)).content).toEqual(content);
    expect(answered(await thai('alert', 'open', record, ...open)).content).toEqual(content);
    refused(await lao('alert', 'open', record, '--purpose', 'prosecution', ...open), 'PURPOSE_NOT_ALLOWED', 5);
  });

  test('every member sees the consent', async () => {
    for (const agency of [khmer, lao]) {
      const { consents } = answered(await agency('consent', 'list', '--record', record, '--json'));
      expect(consents).toEqual([
        expect.objectContaining({ id: consent, by: 'th-police', to: 'la-fiu', withdrawn: null }),
      ]);
      expect((await agency('consent', 'list')).out).toMatch(new RegExp(`${consent} +th-police +la-fiu`));
    }
  });

  test('a copy without a consent is refused by the reader, whatever key came with it', async () => {
    if (roster !== undefined) return;
    // A dishonest addressee hands over file and key; what is missing is the author's signature for the new reader.
    const { sealed, ...item } = await itemNow();
    const file = await exchange.desk('th-police').file(record);
    const head = {
      ...{ id: record, author: item.author, handle: item.officer, to: [...item.to], agreement: item.agreement },
      ...{ handling: item.handling, fileHash: sealed!.hash, headerHash: sealed!.header },
    };
    const { secretKey } = exchange.agency('kh-immigration').sealKey;
    const reading = { file, head, me: 'la-fiu', trust: trustOf(exchange, item.posted), secretKey };
    await expect(openFile(reading)).rejects.toMatchObject({ code: 'NOT_FOR_ME' });
    const consented = { ...reading, trust: { ...reading.trust, consented: ['la-fiu'] } };
    expect((await openFile(consented)).id).toBe(record);
  });

  test('withdrawn, it opens nothing any more, and the file has no layer for that agency', async () => {
    const before = await itemNow();
    answered(await thai('consent', 'withdraw', consent, '--json'));
    refused(await lao('alert', 'open', record, ...open), 'CONSENT_WITHDRAWN', 5);
    expect((await itemNow()).sealed?.hash).not.toBe(before.sealed?.hash);
    expect((await khmer('alert', 'open', record, ...open)).exit).toBe(0);
    refused(await thai('consent', 'withdraw', consent), 'CONSENT_WITHDRAWN', 5);
  });

  test('a consent that was cut off before the file got its new header is taken up again, not given twice', async () => {
    const { retain } = await itemNow();
    const body = { record, item: record, to: 'la-fiu', purposes: ['financial-intelligence' as const], until: retain };
    const { officer } = exchange.agency('th-police');
    const given = await officer.sign('consent.reshare/1', body);
    await exchange.desk('th-police').submit(given.jws);
    // The ledger would let it in; the file does not open for it yet.
    expect((await lao('alert', 'open', record, ...open)).exit).not.toBe(0);
    const { id } = answered(await thai('consent', 'give', record, '--to', 'la-fiu', ...purpose, '--json'));
    expect(id).toBe(given.id);
    expect((await lao('alert', 'open', record, ...open)).exit).toBe(0);
  });

  test.each([
    ['a purpose that no clause has', ['--to', 'la-fiu', '--purpose', 'curiosity'], 'USAGE', 1],
    ['an agency that may open it anyway', ['--to', 'kh-immigration', ...purpose], 'ALREADY_ADDRESSED', 5],
    ['an agency that is no member', ['--to', 'vn-labour', ...purpose], 'UNKNOWN_AGENCY', 5],
    ['a code that is none', ['--to', 'Laos!', ...purpose], 'MALFORMED_STATEMENT', 1],
    ['a day that is none', ['--to', 'la-fiu', ...purpose, '--until', '2027-02-31x'], 'USAGE', 1],
    [
      'longer than the record is kept',
      ['--to', 'la-fiu', ...purpose, '--until', '2099-01-01'],
      'RETENTION_NOT_COVERED',
      5,
    ],
    ['an item that is not the record’s', ['--to', 'la-fiu', ...purpose, '--item', 'a'.repeat(26)], 'UNKNOWN_RECORD', 5],
  ])('consenting to %s is refused, and changes nothing', async (_what, args, code, exit) => {
    const before = await itemNow();
    refused(await thai('consent', 'give', record, ...args), code, exit);
    expect(await itemNow()).toEqual(before);
  });

  test('withdrawing what nobody gave is refused', async () => {
    refused(await thai('consent', 'withdraw', 'a'.repeat(26)), 'UNKNOWN_CONSENT', 5);
    refused(await khmer('consent', 'withdraw', consent), 'NOT_THE_AUTHOR', 5);
  });
});
