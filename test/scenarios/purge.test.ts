import { readFile } from 'node:fs/promises';
import { attestationKey, itemKey, recordKey, statementKey } from '@tocsin/record';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type ServedExchange, serveExchange } from '../support/served.ts';
import { type Devices, devicesOf, type Run } from '../support/tocsin.ts';

const DAY = 86_400_000;
const example = new URL('../../examples/alerts/01-scam-compound.json', import.meta.url);
let exchange: ServedExchange;
let devices: Devices;
let offset = 0;
const clock = (): number => Date.now() + offset;
beforeAll(async () => {
  exchange = await serveExchange({ roster: true, clock });
  devices = await devicesOf(exchange);
});
afterAll(() => exchange?.close());

const as =
  (code: string) =>
  async (...args: string[]): Promise<Run> =>
    devices.as(exchange.agency(code).officer, args, { input: await readFile(example, 'utf8') });
const [thai, khmer, lao] = [as('th-police'), as('kh-immigration'), as('la-fiu')];
const answered = ({ exit, err, json }: Run): Record<string, unknown> => {
  expect([exit, err]).toEqual([0, '']);
  return json[0] ?? {};
};
const refused = ({ exit, err }: Run, code: string, expected: number): void => {
  expect(err).toContain(`[${code}]`);
  expect(exit).toBe(expected);
};
const posted = async (): Promise<string> =>
  String(answered(await thai('alert', 'post', '-', '--to', 'kh-immigration', '--json')).id);
const ledger = () => exchange.agency('la-fiu').ledger;
const ending = (code: string) => {
  const found = exchange.served.get(code)?.gateway.ending;
  if (found == null) throw new Error(`${code} has no steward`);
  return found;
};
const status = async (record: string) => answered(await khmer('record', 'purge-status', record, '--json'));
/** Resolves once the gateways have said by themselves what there is to say. */
const saidBy = (record: string, ...agencies: string[]) =>
  vi.waitFor(
    async () => {
      for (const agency of agencies) expect(await ledger().state(attestationKey(record, agency))).toBeDefined();
    },
    { timeout: 15_000, interval: 50 },
  );

describe('an author ends a record', () => {
  let record: string;
  let kept: string;
  let answer: string;

  test('the dry run says what would be destroyed, and destroys nothing', async () => {
    [record, kept] = [await posted(), await posted()];
    expect((await khmer('alert', 'ack', record)).exit).toBe(0);
    const text = ['--outcome', 'located', '--text', 'បានរកឃើញ', '--json'];
    answer = String(answered(await khmer('alert', 'follow-up', record, ...text)).id);
    const dry = await thai('record', 'purge', record, '--reason', 'person-at-risk', '--dry-run', '--json');
    expect(answered(dry)).toMatchObject({ files: [record, answer], purged: null });
    expect(await ledger().sealed(record)).toBeDefined();
  });

  test('nobody else may, and nobody by accident', async () => {
    const purge = ['record', 'purge', record, '--reason', 'person-at-risk'];
    refused(await khmer(...purge, '--yes'), 'NOT_THE_AUTHOR', 5);
    refused(await thai(...purge), 'CONFIRMATION_NEEDED', 1);
    refused(await thai('record', 'purge', record, '--reason', 'because', '--yes'), 'USAGE', 1);
    refused(await thai('record', 'purge', 'a'.repeat(26), '--reason', 'mistaken', '--yes'), 'UNKNOWN_RECORD', 5);
    refused(await thai('record', 'purge-status', record), 'NOT_PURGED', 5);
    expect(await ledger().sealed(record)).toBeDefined();
  });

  test('its files are gone from every node, the answers to it too; another record still opens', async () => {
    const done = await thai('record', 'purge', record, '--reason', 'person-at-risk', '--yes', '--json');
    expect(answered(done)).toMatchObject({ record, files: [record, answer], purged: expect.any(String) });
    for (const { ledger: own } of exchange.agencies)
      for (const item of [record, answer]) expect(await own.sealed(item)).toBeUndefined();
    for (const open of [thai, khmer]) refused(await open('alert', 'open', record, '--basis', 'x'), 'UNKNOWN_RECORD', 5);
    refused(await khmer('alert', 'follow-up', record, '--outcome', 'located'), 'RECORD_PURGED', 5);
    expect((await khmer('alert', 'open', kept, '--basis', 'x')).exit).toBe(0);
    refused(await thai('record', 'purge', record, '--reason', 'mistaken', '--yes'), 'ALREADY_PURGED', 5);
  });

  test('what stays says that there was a record and how it ended, and not a word of it', async () => {
    expect(await ledger().state(recordKey(record))).toMatchObject({
      state: 'purged',
      purged: { by: 'th-police', reason: 'person-at-risk', rule: 'author' },
    });
    expect(await ledger().state(itemKey(answer))).toMatchObject({ sealed: null, purged: expect.any(String) });
    expect(await ledger().state(statementKey(record))).toBeDefined();
    const { out } = await khmer('alert', 'show', record);
    expect(out).toContain('purged (person-at-risk)');
    expect((await khmer('alert', 'list')).out).toMatch(new RegExp(`${record}.*purged`));
  });

  test('each holder’s gateway destroys what is left and says so by itself; the author’s key of it is gone', async () => {
    await saidBy(record, 'th-police', 'kh-immigration', 'la-fiu');
    const { missing, attestations } = await status(record);
    expect(missing).toEqual([]);
    const words = (attestations as { agency: string; keys: string; copies: string }[]).map((one) => [
      one.agency,
      one.keys,
      one.copies,
    ]);
    expect(words.sort()).toEqual([
      ['kh-immigration', 'destroyed', 'destroyed'],
      ['la-fiu', 'not-held', 'destroyed'],
      ['th-police', 'destroyed', 'destroyed'],
    ]);
    expect((await lao('record', 'purge-status', record)).out).toMatch(/missing +nobody/);
  });
});

describe('a holder that cannot be sure says nothing, and is named', () => {
  test('while a device holds the file under a lease that is not closed', async () => {
    const record = await posted();
    const take = ['lease', 'take', record, '--until', '24h', '--basis', 'patrol', '--json'];
    answered(await khmer(...take));
    answered(await thai('record', 'purge', record, '--reason', 'court-order', '--yes', '--json'));
    await saidBy(record, 'th-police', 'la-fiu');
    await ending('kh-immigration').settle();
    expect((await status(record)).missing).toEqual(['kh-immigration']);
    expect((await lao('record', 'purge-status', record)).out).toMatch(/missing +kh-immigration/);
    expect((await khmer('lease', 'account', '--close')).exit).toBe(0);
    await saidBy(record, 'kh-immigration');
    expect((await status(record)).missing).toEqual([]);
  });
});

describe('retention ends a record by itself', () => {
  /** Kept for twenty days only: nobody's registration runs out meanwhile. */
  async function shortlived(): Promise<string> {
    const retain = new Date(clock() + 20 * DAY).toISOString();
    return (await exchange.post({ mode: 'direct', precedence: 'FLASH', odd: { retain } })).id;
  }
  const over = (record: string) => ledger().state(recordKey(record));

  test('not a minute early; then its author’s gateway does, and everybody who held it says that nothing is left', async () => {
    const record = await shortlived();
    const retain = Date.parse((await over(record))?.retain ?? '');
    offset = retain - Date.now() - 2 * 60_000;
    for (const { code } of exchange.agencies) await ending(code).settle();
    expect((await over(record))?.purged).toBeNull();
    offset = retain - Date.now() + 11 * 60_000;
    // Others wait a day for the author.
    for (const code of ['kh-immigration', 'la-fiu']) await ending(code).settle();
    expect((await over(record))?.purged).toBeNull();
    await ending('th-police').settle();
    expect((await over(record))?.purged).toMatchObject({
      by: 'th-police',
      rule: 'retention',
      reason: 'retention-over',
    });
    expect(await ledger().sealed(record)).toBeUndefined();
    await saidBy(record, 'th-police', 'kh-immigration');
  });

  test('where the author’s gateway does not, another’s does a day later, whoever is first', async () => {
    const record = await shortlived();
    const retain = Date.parse((await over(record))?.retain ?? '');
    await exchange.served.get('th-police')?.stop();
    offset = retain - Date.now() + 1.5 * DAY;
    await Promise.all(['kh-immigration', 'la-fiu'].map((code) => ending(code).settle()));
    expect((await over(record))?.purged).toMatchObject({ rule: 'retention' });
    expect((await over(record))?.purged?.by).not.toBe('th-police');
    await saidBy(record, 'kh-immigration');
    // Who is down is missing by name, not passed over.
    expect((await status(record)).missing).toEqual(['th-police']);
  });
});
