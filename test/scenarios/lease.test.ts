import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { leaseKey } from '@tocsin/record';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ServedExchange, serveExchange } from '../support/served.ts';
import { type Devices, devicesOf, type Run } from '../support/tocsin.ts';

const HOUR = 3_600_000;
let exchange: ServedExchange;
let devices: Devices;
let offset = 0;
const clock = (): number => Date.now() + offset;
beforeAll(async () => {
  exchange = await serveExchange({ roster: true, clock });
  devices = await devicesOf(exchange);
});
afterAll(() => exchange?.close());

const example = (name: string): Promise<string> =>
  readFile(new URL(`../../examples/alerts/${name}.json`, import.meta.url), 'utf8');
const officer = (code: string) => exchange.agency(code).officer;
const thai = async (...args: string[]) =>
  devices.as(officer('th-police'), args, { input: await example('01-scam-compound') });
const khmer = async (...args: string[]) =>
  devices.as(officer('kh-immigration'), args, { input: await example('03-fishing-boat') });
const line = (up: boolean) => devices.line(officer('kh-immigration'), up);
const answered = ({ exit, err, json }: Run): Record<string, unknown> => {
  expect([exit, err]).toEqual([0, '']);
  return json[0] ?? {};
};
const refused = ({ exit, err }: Run, code: string, expected: number): void => {
  expect(err).toContain(`[${code}]`);
  expect(exit).toBe(expected);
};
const posted = async (...args: string[]): Promise<string> =>
  String(answered(await thai('alert', 'post', '-', '--to', 'kh-immigration', '--json', ...args)).id);
const leased = (id: string) => exchange.agency('la-fiu').ledger.state(leaseKey(id));
const folder = (): string => join(devices.profile(officer('kh-immigration')), 'leases');

describe('a border post that goes where there is no line', () => {
  let [first, second, third] = ['', '', ''];
  let lease = '';

  test('names beforehand what it may have to open, for every member to see', async () => {
    [first, second, third] = [await posted(), await posted('--precedence', 'FLASH', '--direct'), await posted()];
    const take = ['lease', 'take', first, second, '--until', '48h', '--basis', 'ល្បាតតាមដងទន្លេ', '--json'];
    lease = String(answered(await khmer(...take)).lease);
    expect(await leased(lease)).toMatchObject({
      agency: 'kh-immigration',
      items: [{ item: first }, { item: second }],
      opened: [],
      closed: null,
    });
    // Nothing is opened yet, and the reason stays on the device.
    expect(JSON.stringify(await leased(lease))).not.toContain('ល្បាត');
  });

  test('keeps what opens them under its officer’s passphrase: nothing on the device gives a word or a key away', async () => {
    const words = ['Sun Samnangsak', 'ស៊ុន', 'AGE-SECRET-KEY', '"esk"'];
    for (const name of await readdir(folder())) {
      const path = join(folder(), name);
      expect((await stat(path)).mode & 0o077).toBe(0);
      const text = await readFile(path, 'utf8');
      for (const word of words) expect(text).not.toContain(word);
    }
  });

  test('opens them with no gateway at all, as they were sealed', async () => {
    await line(false);
    refused(await khmer('alert', 'open', first, '--basis', 'x'), 'GATEWAY_UNREACHABLE', 2);
    const { content } = JSON.parse(await example('01-scam-compound')) as { content: object };
    for (const item of [first, second]) {
      expect(answered(await khmer('lease', 'open', item, '--json'))).toMatchObject({ item, lease, content });
    }
    expect((await khmer('lease', 'open', first)).out).toMatch(/Sun Samnangsak .* ស៊ុន សំណាងសាក\n/);
  });

  test('every opening was noted on the disk before anything was shown', async () => {
    const { leases } = answered(await khmer('lease', 'list', '--json'));
    expect(leases).toEqual([
      expect.objectContaining({
        lease,
        standing: 'in force',
        opened: [first, second, first].map((item) => expect.objectContaining({ item, outcome: 'opened' })),
      }),
    ]);
  });

  test('does not open what the lease does not name, nor without the passphrase, nor when the note cannot be written', async () => {
    refused(await khmer('lease', 'open', third), 'NO_LEASE', 5);
    await writeFile(join(devices.home, 'wrong'), 'another passphrase\n', { mode: 0o600 });
    const wrong = ['--passphrase-file', join(devices.home, 'wrong')];
    refused(await khmer('lease', 'open', first, ...wrong), 'WRONG_PASSPHRASE', 1);
    const kept = join(folder(), `${lease}.age`);
    const bytes = await readFile(kept);
    await writeFile(kept, bytes.subarray(0, -1));
    const torn = await khmer('lease', 'open', first);
    refused(torn, 'FILE_TAMPERED', 6);
    expect(torn.out).toBe('');
    await writeFile(kept, bytes);
  });

  test('acknowledges, answers and posts into its outbox; nothing is sent', async () => {
    const ack = answered(await khmer('alert', 'ack', first, '--offline', '--json'));
    expect(ack).toMatchObject({ shape: 'queued/1', done: 'acknowledged' });
    const text = 'រកឃើញមនុស្សពីរនាក់';
    const answer = ['alert', 'follow-up', first, '--outcome', 'located', '--text', text, '--offline', '--json'];
    answered(await khmer(...answer));
    answered(await khmer('alert', 'post', '-', '--to', 'th-police', '--offline', '--json'));
    const { entries } = answered(await khmer('outbox', 'list', '--json'));
    const types = (entries as { type: string; refused: unknown }[]).map(({ type, refused: why }) => [type, why]);
    expect(types).toEqual([
      ['record.acknowledge/1', null],
      ['record.follow-up/1', null],
      ['record.post/1', null],
    ]);
    for (const name of await readdir(join(folder(), '..', 'outbox'))) {
      expect(await readFile(join(folder(), '..', 'outbox', name), 'utf8')).not.toContain(text);
    }
    expect((await exchange.desk('th-police').record(first)).head.progress['kh-immigration']?.state).toBe('awaiting');
    refused(await khmer('outbox', 'send'), 'OUTBOX_NOT_EMPTY', 5);
    refused(await khmer('alert', 'follow-up', third, '--outcome', 'located', '--offline'), 'UNKNOWN_RECORD', 5);
  });

  test('a day later the line is back: the next command sends all of it in order, and accounts for every opening', async () => {
    offset += 30 * HOUR;
    await line(true);
    const { exit, err } = await khmer('inbox');
    expect(exit).toBe(0);
    expect(err).toContain('3 from the outbox sent');
    expect(err).toContain(`lease ${lease}: 3 openings accounted for`);
    const { head, items } = await exchange.desk('th-police').record(first);
    expect(head.progress['kh-immigration']?.state).toBe('answered');
    const item = items.find(({ outcome }) => outcome === 'located')?.id ?? '';
    const opened = await thai('alert', 'open', first, '--item', item, '--basis', 'the answer');
    expect(opened.out).toContain('រកឃើញមនុស្សពីរនាក់');
    const { records } = await exchange.desk('th-police').records({ box: 'inbox' });
    expect(records).toHaveLength(1);
    expect(await leased(lease)).toMatchObject({ opened: [{ item: first }, { item: second }, { item: first }] });
    expect(answered(await khmer('outbox', 'list', '--json')).entries).toEqual([]);
  });

  test('nothing is told twice, and the lease still opens until it is over', async () => {
    expect((await khmer('lease', 'open', second)).exit).toBe(0);
    const { accounted } = answered(await khmer('lease', 'account', '--json'));
    expect(accounted).toEqual([{ lease, told: 1, closed: false }]);
    expect((await khmer('inbox')).err).toBe('');
    expect((await leased(lease))?.opened).toHaveLength(4);
  });

  test('over, it opens nothing; what it held is destroyed, and the ledger says that this was all', async () => {
    offset += 24 * HOUR;
    refused(await khmer('lease', 'open', first), 'NO_LEASE', 5);
    refused(await khmer('alert', 'ack', second, '--offline'), 'NO_LEASE', 5);
    expect((await khmer('inbox')).err).toContain(`lease ${lease}`);
    expect((await leased(lease))?.closed).not.toBeNull();
    expect((await readdir(folder())).filter((name) => name.startsWith(lease))).toEqual([]);
  });
});

describe('what is refused', () => {
  test.each([
    ['a lease longer than three days', ['--until', '73h'], 'USAGE', 1],
    ['a lease until yesterday', ['--until', '2020-01-01'], 'LEASE_OVER', 5],
    ['a time that is none', ['--until', 'tomorrow'], 'USAGE', 1],
    ['a purpose that is none', ['--until', '1h', '--purpose', 'curiosity'], 'USAGE', 1],
    [
      'a purpose that the record was not posted for',
      ['--until', '1h', '--purpose', 'prosecution'],
      'PURPOSE_NOT_ALLOWED',
      5,
    ],
  ])('%s; no trace of it stays on the device', async (_, more, code, exit) => {
    const record = await posted();
    const before = await readdir(folder());
    refused(await khmer('lease', 'take', record, '--basis', 'x', ...more), code, exit);
    expect(await readdir(folder())).toEqual(before);
  });

  test('a record that is not there, and one that is not ours', async () => {
    refused(await khmer('lease', 'take', 'a'.repeat(26), '--until', '1h', '--basis', 'x'), 'NOT_FOUND', 1);
    const record = await posted();
    const lao = ['lease', 'take', record, '--until', '1h', '--basis', 'x'];
    refused(await devices.as(officer('la-fiu'), lao), 'NOT_ADDRESSED', 5);
  });

  test('working without a line and without a lease', async () => {
    refused(await thai('alert', 'ack', 'a'.repeat(26), '--offline'), 'NO_LEASE', 5);
    refused(await khmer('outbox', 'drop', 'a'.repeat(26)), 'UNKNOWN_ENTRY', 1);
  });

  test('what was signed too long ago is explained and kept, and may be taken out', async () => {
    const record = await posted();
    answered(await khmer('lease', 'take', record, '--until', '2h', '--basis', 'x', '--json'));
    const { id } = answered(await khmer('alert', 'ack', record, '--offline', '--json'));
    offset += 27 * HOUR;
    const { json } = await khmer('outbox', 'send', '--json');
    expect(json[0]).toMatchObject({ sent: [], refused: [id], waiting: 0 });
    const { entries } = answered(await khmer('outbox', 'list', '--json'));
    expect(entries).toEqual([
      expect.objectContaining({ id, refused: expect.objectContaining({ code: 'CLOCK_SKEW' }) }),
    ]);
    // Not tried again by itself.
    expect((await khmer('inbox')).exit).toBe(0);
    answered(await khmer('outbox', 'drop', String(id), '--json'));
    expect(answered(await khmer('outbox', 'list', '--json')).entries).toEqual([]);
  });
});
