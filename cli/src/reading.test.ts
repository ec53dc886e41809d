import { readFile } from 'node:fs/promises';
import { open, post, prepare } from '@tocsin/device';
import { digest } from '@tocsin/envelope';
import type { Client } from '@tocsin/gateway/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { example, openTestExchange, type TestExchange } from './exchange.test-support.ts';
import { postingIn } from './posting.ts';
import type { Session } from './session.ts';

let exchange: TestExchange;
let record: string;
beforeAll(async () => {
  exchange = await openTestExchange();
  record = await posted();
});
afterAll(() => exchange.close());

async function posted(): Promise<string> {
  const author = exchange.running.session('th-police', 'officer');
  const text = await readFile(example('03-fishing-boat.json'), 'utf8');
  return (await post(author, await prepare(author, postingIn(JSON.parse(text))))).id;
}
const reader = () => exchange.running.session('kh-immigration', 'officer');
/** A gateway that lies in one of its answers. */
const lying = (lie: (client: Client) => Partial<Client>): Session => ({
  ...reader(),
  client: { ...reader().client, ...lie(reader().client) },
});
const lastReceipt = async () => (await reader().client.accesses({ record, limit: 1 }))[0]?.receipt;
const opening = (session: Session) => open(session, { record, basis: 'a test' });

test('what is opened was written by the author, and its receipt says so', async () => {
  const { inner, access } = await opening(reader());
  expect(inner.author.agency).toBe('th-police');
  expect((await reader().client.accesses({ record }))[0]).toMatchObject({
    id: access.id,
    receipt: { outcome: 'opened' },
  });
});

test('the reason on the ledger is the salted digest of the words kept here', async () => {
  const { access } = await open(reader(), { record, basis: 'our report 12', caseReference: 'KH-7' });
  const note = JSON.parse(await readFile(`${reader().folder}/accesses/${access.id}.json`, 'utf8')) as Record<
    'basis' | 'case',
    { salt: string; text: string }
  >;
  const [onLedger] = (await reader().client.accesses({ record })).filter(({ id }) => id === access.id);
  for (const member of ['basis', 'case'] as const) {
    expect(onLedger?.[member]).toBe(digest(`${note[member].salt}.${note[member].text}`));
  }
});

describe('a file or key other than the one on the ledger opens nothing, and the receipt tells why', () => {
  test.each<[string, string, (client: Client) => Partial<Client>]>([
    [
      'a flipped bit',
      'FILE_HASH_MISMATCH',
      (client) => ({
        file: async (item) => (await client.file(item)).map((byte, i) => (i === 4000 ? byte ^ 1 : byte)),
      }),
    ],
    [
      'a key wrapped for another',
      'WRONG_KEY',
      (client) => ({
        accessKey: async (access, epk) => {
          const { enc, ct } = await client.accessKey(access, epk);
          return { enc, ct: ct.map((byte) => byte ^ 1) };
        },
      }),
    ],
    ["another item's file", 'FILE_HASH_MISMATCH', (client) => ({ file: async () => client.file(await posted()) })],
  ])('%s: %s', async (_, code, lie) => {
    await expect(opening(lying(lie))).rejects.toMatchObject({ code });
    expect(await lastReceipt()).toMatchObject({ outcome: 'failed', reason: code });
  });
});

describe('a head other than the one the author signed is found before anything is asked for', () => {
  test.each<[string, string, (client: Client) => Partial<Client>]>([
    [
      'another statement',
      'STATEMENT_NOT_PROVEN',
      (client) => ({ statement: async () => client.statement(await posted()) }),
    ],
    [
      'another author',
      'STATEMENT_NOT_PROVEN',
      (client) => ({
        record: async (id) => {
          const detail = await client.record(id);
          return { ...detail, items: detail.items.map((item) => ({ ...item, officer: 'a'.repeat(26) })) };
        },
      }),
    ],
    [
      'a changed statement',
      'BAD_SIGNATURE',
      (client) => ({
        statement: async (id) => {
          const standing = await client.statement(id);
          const other = await client.statement(await posted());
          const parts = standing.jws.split('.');
          return { ...standing, jws: [parts[0], parts[1], other.jws.split('.')[2]].join('.') };
        },
      }),
    ],
  ])('%s: %s', async (_, code, lie) => {
    const before = (await reader().client.accesses({ record })).length;
    await expect(opening(lying(lie))).rejects.toMatchObject({ code });
    expect((await reader().client.accesses({ record })).length).toBe(before);
  });
});
