import { chmodSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { blocksBetween } from '../../../test/conformance/told-blocks.ts';
import { act } from '../../../test/support/act.ts';
import { type Exchange, openExchange } from '../../../test/support/exchange.ts';
import { embeddedHost, type LedgerHost } from '../../../test/support/host.ts';
import { connect, EmbeddedError, openEmbeddedLedger } from './index.ts';

let host: LedgerHost;
let exchange: Exchange;
let folder: string;
let now: number;
beforeEach(async () => {
  now = Date.parse('2026-11-23T07:30:00.000Z');
  const open = async (path: string, clock: () => number) => {
    folder = path;
    host = await embeddedHost(path, clock);
    return host;
  };
  exchange = await openExchange({ clock: () => now, open });
});
afterEach(() => exchange.close());

const reopen = () => openEmbeddedLedger({ folder, clock: () => now });

async function refusalOf(open: Promise<unknown>): Promise<string> {
  const error = await open.then(
    () => null,
    (reason: unknown) => reason,
  );
  return error instanceof EmbeddedError ? error.code : String(error);
}

/** Changes a closed ledger's file as somebody with a database browser would. */
function tamper(sql: string): void {
  const database = new DatabaseSync(join(folder, 'ledger.sqlite'));
  database.exec(sql);
  database.close();
}

test('a folder has one keeper at a time, and is free again when closed', async () => {
  expect(await refusalOf(reopen())).toBe('LEDGER_LOCKED');
  await host.close();
  const again = await reopen();
  expect(await refusalOf(reopen())).toBe('LEDGER_LOCKED');
  await again.close();
});

test.skipIf(process.platform === 'win32')('key and database are for their owner alone', async () => {
  for (const file of ['ledger.key.pem', 'ledger.sqlite', 'ledger.sqlite-wal'])
    expect(statSync(join(folder, file)).mode & 0o077, file).toBe(0);
  expect(statSync(folder).mode & 0o077).toBe(0);
  await host.close();
  chmodSync(join(folder, 'ledger.key.pem'), 0o644);
  expect(await refusalOf(reopen())).toBe('LEDGER_KEY_EXPOSED');
  chmodSync(join(folder, 'ledger.key.pem'), 0o600);
  await (await reopen()).close();
});

test('a ledger that has lost its key gets no new one in silence', async () => {
  await host.close();
  rmSync(join(folder, 'ledger.key.pem'));
  expect(await refusalOf(reopen())).toBe('LEDGER_KEY_MISSING');
});

test.each([
  [
    'a changed last block',
    `UPDATE block SET raw = replace(raw, 'VALID', 'VALIB') WHERE number = (SELECT max(number) FROM block)`,
  ],
  ['a changed hash', `UPDATE block SET hash = '${'0'.repeat(64)}' WHERE number = (SELECT max(number) FROM block)`],
  ['a lost block before the last', 'DELETE FROM block WHERE number = (SELECT max(number) - 1 FROM block)'],
  ['a last block that is no JSON', `UPDATE block SET raw = '{' WHERE number = (SELECT max(number) FROM block)`],
])('%s is noticed when opening', async (_name, sql) => {
  await host.close();
  tamper(sql);
  expect(await refusalOf(reopen())).toBe('LEDGER_DAMAGED');
});

test('of a purged file no byte stays in the folder, not in the log of the database either', async () => {
  const { id: record, file } = await exchange.post();
  const { id: kept, file: other } = await exchange.post();
  const { officer, ledger } = exchange.agency('th-police');
  // 32 bytes of the ciphertext that stand nowhere else.
  const markOf = (bytes: Uint8Array) => Buffer.from(bytes).subarray(-48, -16);
  const holds = (mark: Buffer) => readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes(mark));
  expect([holds(markOf(file)), holds(markOf(other))]).toEqual([true, true]);
  await act(exchange, officer, 'record.purge/1', { record, reason: 'court-order' });
  expect([holds(markOf(file)), holds(markOf(other))]).toEqual([false, true]);
  expect([await ledger.sealed(record), (await ledger.sealed(kept))?.length]).toEqual([undefined, other.length]);
});

test('after opening again everything stands, and the chain goes on', async () => {
  const { id, jws, file, committed } = await exchange.post();
  await host.close();
  const again = await reopen();
  const ledger = connect(again, exchange.agency('th-police').gateway);
  expect(await ledger.state(`record/${id}`)).toMatchObject({ id });
  expect(Buffer.from((await ledger.sealed(id)) ?? []).equals(file)).toBe(true);
  expect(await ledger.submit(jws, file)).toEqual({ ...committed, already: true });
  const next = await exchange.draft();
  const { block } = await ledger.submit(next.jws, next.file);
  const [last, first] = await blocksBetween(ledger, BigInt(committed.block), BigInt(block));
  expect(first?.previous).toBe(last?.hash);
  await again.close();
});

test('ledger time stands still while the clock is behind, also after opening again', async () => {
  const { committed } = await exchange.post();
  now -= 30_000;
  expect((await exchange.post()).committed.at).toBe(committed.at);
  await host.close();
  const again = await reopen();
  const ledger = connect(again, exchange.agency('th-police').gateway);
  const { jws, file } = await exchange.draft();
  expect((await ledger.submit(jws, file)).at).toBe(committed.at);
  now -= 31_000;
  const late = await exchange.draft();
  await expect(ledger.submit(late.jws, late.file)).rejects.toMatchObject({ code: 'CLOCK_SKEW' });
  await again.close();
});

test('a transaction that met another stands in the block as invalid and changes nothing', async () => {
  const { id } = await exchange.post();
  const { officer, ledger } = exchange.agency('kh-immigration');
  const both = await Promise.all([1, 2].map(() => officer.sign('record.acknowledge/1', { record: id })));
  const outcomes = await Promise.allSettled(both.map(({ jws }) => ledger.submit(jws, null)));
  const done = outcomes.find((outcome) => outcome.status === 'fulfilled');
  const [block] = await blocksBetween(ledger, BigInt(done?.value.block ?? 0), BigInt(done?.value.block ?? 0));
  expect(block?.transactions.map(({ code }) => code)).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
  expect(block?.transactions[1]?.writes).toEqual([]);
});

test('a gateway that claims an agency it does not belong to is refused', async () => {
  const foreign = exchange.agency('kh-immigration').gateway;
  await host.close();
  const again = await reopen();
  const posing = connect(again, { ...foreign, agency: 'th-police' });
  const { jws, file } = await exchange.draft();
  await expect(posing.submit(jws, file)).rejects.toMatchObject({ code: 'WRONG_AGENCY' });
  const stranger = connect(again, { ...foreign, agency: 'vn-labour' });
  await expect(stranger.submit(jws, file)).rejects.toMatchObject({ code: 'UNKNOWN_AGENCY' });
  await again.close();
});

test('a file that is too large is refused before it is hashed', async () => {
  const { jws } = await exchange.draft();
  const { ledger } = exchange.agency('th-police');
  const huge = new Uint8Array(8 * 1024 * 1024 + 1);
  await expect(ledger.submit(jws, huge)).rejects.toMatchObject({ code: 'SEALED_FILE_TOO_LARGE' });
});

test('a text that cannot even be hashed is a malformed statement', async () => {
  const { ledger } = exchange.agency('th-police');
  await expect(ledger.submit('a\ud800', null)).rejects.toMatchObject({ code: 'MALFORMED_STATEMENT' });
});
