import { generateSealKey, unwrapFileKey } from '@tocsin/envelope';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Exchange, openExchange } from '../../fixture/gateway.ts';
import { type UnitKey, UnitKeys } from './unit-keys.ts';

let exchange: Exchange;
let file: Uint8Array;
let right: UnitKey;
const wrong: UnitKey = { unit: 'duty-desk', epoch: 7, secretKey: generateSealKey().secretKey };

const unwrap = async (keys: UnitKeys): Promise<Uint8Array> =>
  (await keys.open((secretKey) => unwrapFileKey(file, secretKey))).opened;

beforeAll(async () => {
  exchange = await openExchange();
  ({ file } = await exchange.draft());
  right = { unit: 'duty-desk', epoch: 1, secretKey: exchange.agency('kh-immigration').sealKey.secretKey };
});
afterAll(() => exchange?.close());

test('any of the keys opens, whatever its epoch', async () => {
  const keys = new UnitKeys(async () => [right, wrong]);
  await keys.load();
  expect(await unwrap(keys)).toHaveLength(16);
});

test('the provider is asked again when none opens: a key may have come since', async () => {
  let asked = 0;
  const keys = new UnitKeys(async () => (asked++ === 0 ? [wrong] : [wrong, right]));
  await keys.load();
  expect(await unwrap(keys)).toHaveLength(16);
  expect(asked).toBe(2);
});

test('none opens: KEY_NOT_HELD', async () => {
  const keys = new UnitKeys(async () => [wrong]);
  await expect(unwrap(keys)).rejects.toMatchObject({ code: 'KEY_NOT_HELD' });
});

test('closing overwrites the copies and leaves the provider’s own alone', async () => {
  const taken: Uint8Array[] = [];
  const from = Uint8Array.from;
  Uint8Array.from = ((bytes: Uint8Array) => {
    const copy = from.call(Uint8Array, bytes);
    taken.push(copy);
    return copy;
  }) as typeof from;
  const keys = new UnitKeys(async () => [right]);
  await keys.load().finally(() => {
    Uint8Array.from = from;
  });
  expect(taken[0]).toEqual(right.secretKey);
  keys.close();
  expect(taken[0]).toEqual(new Uint8Array(32));
  expect(right.secretKey).not.toEqual(new Uint8Array(32));
  await expect(unwrap(keys)).rejects.toMatchObject({ code: 'KEY_NOT_HELD' });
});

test('loading again takes no key away from whoever is opening with it', async () => {
  let asked = 0;
  const keys = new UnitKeys(async () => {
    asked++;
    return [wrong, right];
  });
  await keys.load();
  const opened = Array.from({ length: 20 }, () => Promise.all([unwrap(keys), keys.load()]));
  for (const [fileKey] of await Promise.all(opened)) expect(fileKey).toHaveLength(16);
  expect(asked).toBe(2);
});

test('a key is found by its unit and epoch, if need be by asking again', async () => {
  let asked = 0;
  const keys = new UnitKeys(async () => (asked++ === 0 ? [wrong] : [wrong, right]));
  await keys.load();
  expect((await keys.named('duty-desk', 7)).secretKey).toEqual(wrong.secretKey);
  expect((await keys.named('duty-desk', 1)).secretKey).toEqual(right.secretKey);
  await expect(keys.named('duty-desk', 2)).rejects.toMatchObject({ code: 'KEY_NOT_HELD' });
});
