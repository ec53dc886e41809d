import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ApiError } from '@tocsin/gateway/api';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ServedExchange, serveExchange } from '../../../test/support/served.ts';
import { type Devices, devicesOf } from '../../../test/support/tocsin.ts';
import { freshFolder, removeFolder } from '../exchange.test-support.ts';
import { Outbox } from './outbox.ts';

const refusal = (code: string, status: number) => new ApiError({ code, status, title: code, hint: '' });
const quiet = { progress: () => undefined };
const clock = () => new Date();

describe('an outbox', () => {
  let folder: string;
  let outbox: Outbox;
  beforeEach(async () => {
    folder = await freshFolder();
    outbox = new Outbox({ folder });
  });
  afterEach(() => removeFolder(folder));

  const add = (id: string, file: string | null = null) =>
    outbox.add({ id, typ: 'record.acknowledge/1', queued: '', statement: `jws of ${id}`, file, deposit: null });
  const ids = async () => (await outbox.entries()).map(({ id }) => id);
  /** A gateway that takes in, or does what it is told to do for a statement. */
  const gateway = (faults: Record<string, () => never> = {}) => {
    const taken: string[] = [];
    const submit = async (statement: string) => {
      faults[statement.slice('jws of '.length)]?.();
      taken.push(statement.slice('jws of '.length));
      return { transaction: '', block: '1', at: '', already: false };
    };
    return { taken, client: { submit }, clock };
  };
  const fail = (error: Error) => (): never => {
    throw error;
  };

  test('sends in the order of signing, and then holds nothing', async () => {
    for (const id of ['c', 'a', 'b']) await add(id);
    const line = gateway();
    expect(await outbox.send(line, quiet)).toEqual({ sent: ['c', 'a', 'b'], refused: [], waiting: 0 });
    expect(line.taken).toEqual(['c', 'a', 'b']);
    expect(await ids()).toEqual([]);
    await add('d');
    expect(await ids()).toEqual(['d']);
  });

  test('what is refused is kept with the reason; what follows is sent; it is tried again when asked for', async () => {
    for (const id of ['a', 'b', 'c']) await add(id);
    const line = gateway({ b: fail(refusal('AGREEMENT_SUSPENDED', 422)) });
    expect(await outbox.send(line, quiet)).toEqual({ sent: ['a', 'c'], refused: ['b'], waiting: 0 });
    const [kept] = await outbox.entries();
    expect(kept).toMatchObject({ id: 'b', refused: { code: 'AGREEMENT_SUSPENDED', message: 'AGREEMENT_SUSPENDED' } });
    expect(await outbox.send(gateway(), quiet)).toEqual({ sent: [], refused: [], waiting: 0 });
    expect(await outbox.send(gateway(), { ...quiet, again: true })).toMatchObject({ sent: ['b'] });
  });

  test.each([
    ['a line that breaks', refusal('NOT_READY', 0)],
    ['a gateway that is overloaded', refusal('NOT_READY', 503)],
    ['a gateway that is asked too often', refusal('TOO_MANY_REQUESTS', 429)],
    ['an unknown outcome', refusal('LEDGER_OUTCOME_UNKNOWN', 504)],
    ['whatever else goes wrong', new TypeError('boom')],
  ])('%s ends the sending; nothing overtakes what waits', async (_, error) => {
    for (const id of ['a', 'b', 'c']) await add(id);
    const line = gateway({ b: fail(error) });
    expect(await outbox.send(line, quiet)).toEqual({ sent: ['a'], refused: [], waiting: 2 });
    expect(line.taken).toEqual(['a']);
    expect(await ids()).toEqual(['b', 'c']);
  });

  test('a place that a killed command has only claimed is nothing, and no later one takes it', async () => {
    await add('a');
    await writeFile(join(folder, 'outbox', '00000002.json'), '');
    await add('b');
    expect(await ids()).toEqual(['a', 'b']);
    expect((await readdir(join(folder, 'outbox'))).sort()).toEqual(['00000001.json', '00000002.json', '00000003.json']);
  });

  test('commands at once take places of their own', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, i) => add(String(i))));
    expect(new Set(await ids()).size).toBe(20);
  });

  test('a damaged file is named, and the others are not lost', async () => {
    await add('a');
    await add('b');
    for (const odd of ['{', '[]', 'null', '{"place":7}', randomBytes(40).toString('latin1')]) {
      await writeFile(join(folder, 'outbox', '00000001.json'), odd);
      await expect(outbox.entries()).rejects.toMatchObject({ code: 'INPUT_MALFORMED' });
    }
    expect(await readFile(join(folder, 'outbox', '00000002.json'), 'utf8')).toContain('jws of b');
    await expect(new Outbox({ folder: join(folder, 'x') }).drop('a')).rejects.toMatchObject({ code: 'UNKNOWN_ENTRY' });
  });
});

describe('killed while it sends', () => {
  const COUNT = 30;
  let exchange: ServedExchange;
  let devices: Devices;
  beforeAll(async () => {
    exchange = await serveExchange();
    devices = await devicesOf(exchange);
  }, 120_000);
  afterAll(() => exchange?.close());

  test('the next run sends the rest: each statement stands once', { timeout: 120_000 }, async () => {
    const { officer } = exchange.agency('kh-immigration');
    await devices.as(officer, ['inbox']);
    const profile = devices.profile(officer);
    const outbox = new Outbox({ folder: profile });
    const records: string[] = [];
    for (let i = 0; i < COUNT; i++) records.push((await exchange.post()).id);
    for (const record of records) {
      const { id, jws } = await officer.sign('record.acknowledge/1', { record });
      const queued = exchange.now();
      await outbox.add({ id, typ: 'record.acknowledge/1', queued, statement: jws, file: null, deposit: null });
    }
    const killed = await sendUntil(profile, COUNT - 5);
    expect(killed).toBe('SIGKILL');
    const left = (await outbox.entries()).length;
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(COUNT);
    const { exit } = await devices.as(officer, ['outbox', 'send']);
    expect(exit).toBe(0);
    expect(await outbox.entries()).toEqual([]);
    const { ledger } = exchange.agency('la-fiu');
    const done = new AbortController();
    const height = await ledger.height();
    let acknowledged = 0;
    for await (const block of ledger.blocks(0n, done.signal)) {
      for (const { code, writes } of block.transactions)
        if (code === 'VALID') acknowledged += writes.filter(({ value }) => value.includes('"acknowledged"')).length;
      if (block.number + 1n >= height) break;
    }
    done.abort();
    expect(acknowledged).toBe(COUNT);
  });

  /** Sends in a process of its own, which is killed once no more than `left` entries are left. */
  async function sendUntil(profile: string, left: number): Promise<string | null> {
    const program = fileURLToPath(new URL('../../bin/tocsin.ts', import.meta.url));
    const name = profile.split('/').at(-1) ?? '';
    const env = { ...process.env, TOCSIN_HOME: devices.home };
    const child = spawn(process.execPath, [program, 'outbox', 'send', '--as', name], { env, stdio: 'ignore' });
    const ended = new Promise<string | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)));
    await mkdir(join(profile, 'outbox'), { recursive: true });
    const watch = setInterval(async () => {
      if ((await readdir(join(profile, 'outbox'))).length <= left) child.kill('SIGKILL');
    }, 2);
    return ended.finally(() => clearInterval(watch));
  }
});
