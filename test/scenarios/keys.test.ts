import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readUnitKeys } from '@tocsin/cli';
import { opensReaderLayer, unwrapFileKey } from '@tocsin/envelope';
import { type Item, publishedKeyKey } from '@tocsin/record';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { DESK } from '../support/agency.ts';
import { headOf } from '../support/device.ts';
import { type ServedExchange, serveExchange } from '../support/served.ts';
import { type Around, type Devices, devicesOf, type Run } from '../support/tocsin.ts';

const HOUR = 3_600_000;
const example = new URL('../../examples/alerts/01-scam-compound.json', import.meta.url);
let exchange: ServedExchange;
let devices: Devices;
let offset = 0;
beforeAll(async () => {
  const keysIn = (agency: string, within: string): string => join(within, agency, 'seal');
  exchange = await serveExchange({ roster: true, clock: () => Date.now() + offset, keysIn });
  devices = await devicesOf(exchange);
});
afterAll(() => exchange?.close());

const folder = (...parts: string[]): string => join(exchange.folder, 'th-police', ...parts);
const as =
  (code: string, role: 'officer' | 'keymaster' = 'officer') =>
  async (args: readonly string[], around: Around = {}): Promise<Run> =>
    devices.as(exchange.agency(code)[role], args, { input: await readFile(example, 'utf8'), ...around });
const [thai, khmer, keymaster] = [as('th-police'), as('kh-immigration'), as('th-police', 'keymaster')];
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
const post = async (from: typeof thai, to: string, ...more: string[]): Promise<string> =>
  String((await answered(from(['alert', 'post', '-', '--to', to, '--json', ...more]))).id);
const opens = async (by: typeof thai, record: string): Promise<boolean> =>
  (await by(['alert', 'open', record, '--basis', 'x'])).exit === 0;
const itemOf = async (record: string): Promise<Item> =>
  (await exchange.desk('th-police').record(record)).items[0] as Item;

const rehead = ['key', 'rehead', '--unit', DESK, '--from', '1', '--to', '2', '--json'];
const own: string[] = [];
let received: string;
let lost: string;
const holders = ['first', 'second', 'third'];
const shares = (): string[] => holders.map((name) => folder('holders', name, 'share.txt'));

describe('a unit’s key comes to its end', () => {
  test('files were sealed to it: own ones, witnessed and direct, and those of others', async () => {
    for (let i = 0; i < 3; i++) own.push(await post(thai, 'kh-immigration'));
    own.push(await post(thai, 'kh-immigration', '--precedence', 'FLASH', '--direct'));
    [received, lost] = [await post(khmer, 'th-police'), await post(khmer, 'th-police')];
  });

  test('the next one is announced, kept under the recovery key, and holds after its notice', async () => {
    const split = ['key', 'recovery', 'split', '--agency', 'th-police', '--threshold', '2', '--shares', '3'];
    const to = shares().flatMap((file) => ['--to', file]);
    const place = ['--recovery', folder('recovery'), '--seal', folder('seal')];
    const { home } = devices;
    const { kept } = await answered(devices.run([...split, ...to, ...place, '--json'], home));
    expect(kept).toEqual([{ unit: DESK, epoch: 1 }]);
    await answered(keymaster(['key', 'rotate', '--unit', DESK, '--out', folder('seal'), '--json']));
    expect((await readdir(folder('recovery'))).sort()).toEqual([`${DESK}.1.age`, `${DESK}.2.age`, 'set.json']);
    await refused(thai(rehead), 'USAGE', 1);
    offset += 25 * HOUR;
    // No gateway is started anew, and what is sealed from now on is sealed to the new key.
    const record = await post(khmer, 'th-police');
    expect(await opens(thai, record)).toBe(true);
    const [, newer] = (await readUnitKeys(folder('seal'))).sort((a, b) => a.epoch - b.epoch);
    const { file } = await fileOf(record);
    expect(await opensWith(await itemOf(record), file, newer!.secretKey)).toBe(true);
  });

  test('the dry run counts what would get new headers, and changes nothing', async () => {
    const before = await Promise.all(own.map(itemOf));
    const dry = await answered(thai([...rehead, '--dry-run']));
    expect(dry).toMatchObject({ own: 4, done: 0, received: 2, failed: [], 'dry-run': true });
    expect(await Promise.all(own.map(itemOf))).toEqual(before);
  });

  test('killed in the middle, the next run goes on with the rest; nobody loses anything', async () => {
    const kill = (text: string): void => {
      if (text.startsWith('2 of 4')) throw new Error('killed');
    };
    expect((await thai(rehead, { onProgress: kill })).exit).not.toBe(0);
    const earlier = async (): Promise<number[]> =>
      (await Promise.all(own.map(itemOf))).map((item) => item.earlier.length).sort();
    expect(await earlier()).toEqual([0, 0, 1, 1]);
    expect(await answered(thai(rehead))).toMatchObject({ own: 2, done: 2, received: 2, failed: [] });
    expect(await earlier()).toEqual([1, 1, 1, 1]);
    expect(await answered(thai(rehead))).toMatchObject({ own: 0, done: 0, received: 2 });
    for (const record of own) {
      expect(await opens(thai, record)).toBe(true);
      expect(await opens(khmer, record)).toBe(true);
      expect((await itemOf(record)).sealed?.mode).toBe(record === own[3] ? 'direct' : 'witnessed');
    }
  });

  test('what others wrote is put under new headers by them alone', async () => {
    await refused(thai(['record', 'rehead', received]), 'NOT_THE_AUTHOR', 5);
    expect((await khmer(['record', 'rehead', received])).exit).toBe(0);
    expect(await opens(thai, received)).toBe(true);
  });

  const destroy = (...more: string[]) =>
    keymaster(['key', 'destroy', '--unit', DESK, '--epoch', '1', '--seal', folder('seal'), ...more]);

  test('whoever destroys it is told what is lost with it, and asked', async () => {
    const dry = await answered(destroy('--dry-run', '--json'));
    expect(dry).toMatchObject({ opens: 1, lost: [lost], destroyed: false, files: [], statement: null });
    await refused(destroy(), 'CONFIRMATION_NEEDED', 1);
    const two = ['key', 'destroy', '--unit', DESK, '--epoch', '2', '--seal', folder('seal'), '--yes'];
    await refused(keymaster(two), 'USAGE', 1);
    await refused(thai(['key', 'destroy', '--unit', DESK, '--epoch', '1', '--seal', 'x', '--yes']), 'ROLE_LACKING', 5);
    const nine = ['key', 'destroy', '--unit', DESK, '--epoch', '9', '--seal', folder('seal'), '--yes'];
    await refused(keymaster(nine), 'UNKNOWN_KEY', 5);
    expect(await readdir(folder('seal'))).toContain(`${DESK}.1.age`);
  });

  test('destroyed, no key that is left opens what only it opened, the recovery key’s copies included', async () => {
    expect(await opens(thai, lost)).toBe(true);
    const done = await answered(destroy('--yes', '--json'));
    expect(done).toMatchObject({ destroyed: true, files: { length: 2 }, lost: [lost] });
    const state = await exchange.agency('la-fiu').ledger.state(publishedKeyKey('th-police', DESK, 'seal', 1));
    expect(state?.destroyed).not.toBeNull();
    expect(await readdir(folder('seal'))).toEqual([`${DESK}.2.age`]);
    // The gateway forgets it too, without being started anew: by the ledger's word.
    await vi.waitFor(async () => expect(await opens(thai, lost)).toBe(false), { timeout: 15_000 });
    const restore = ['key', 'recovery', 'restore', ...shares().slice(1), '--recovery', folder('recovery')];
    await answered(devices.run([...restore, '--out', folder('restored'), '--json'], devices.home));
    const { file } = await fileOf(lost);
    for (const { secretKey } of [
      ...(await readUnitKeys(folder('restored'))),
      ...(await readUnitKeys(folder('seal'))),
    ]) {
      expect(await opensWith(await itemOf(lost), file, secretKey)).toBe(false);
    }
    // Everything else still opens, for its author and for its addressee.
    for (const record of [...own, received]) expect(await opens(thai, record)).toBe(true);
    for (const record of own) expect(await opens(khmer, record)).toBe(true);
    await refused(destroy('--yes'), 'KEY_DESTROYED', 5);
  });
});

async function fileOf(record: string): Promise<{ file: Uint8Array }> {
  const file = await exchange.agency('th-police').ledger.sealed(record);
  if (file === undefined) throw new Error('no such file');
  return { file };
}

/** Whether a unit key opens the readers' layer of a file, or the file itself where there is no other lock. */
async function opensWith(item: Item, file: Uint8Array, secretKey: Uint8Array): Promise<boolean> {
  if (item.sealed?.mode === 'direct') return (await unwrapFileKey(file, secretKey)) !== null;
  return opensReaderLayer({ header: file, record: headOf(item), unitKey: secretKey });
}
