import { digest } from '@tocsin/envelope';
import { writeTable } from '@tocsin/envelope/blind';
import { BLIND_GRACE_HOURS, type BlindKey, type Instant } from '@tocsin/record';
import { expect, test } from 'vitest';
import { tableOf } from './blind-tables.ts';

const output = new Uint8Array(64).fill(7);
const bytes = writeTable('th-police', [{ output, text: 'နာမည် (မှန်းဆ)' }]);
const since = '2026-11-27T08:00:00.000Z';
const key = (epoch: number, superseded: Instant | null): BlindKey => ({
  ...{ epoch, roster: 1, t: 2, trustees: ['th-police', 'kh-immigration', 'la-fiu'], dealt: [], signed: [] },
  ...{ key: null, shares: null, complaint: null, since, superseded },
});
const issued = { agency: 'th-police', epoch: 1, rows: 256, hash: digest(bytes), at: since };
const renewed = [key(1, since), key(2, null)];
const read = (at: number, owner = 'th-police') => {
  const now = new Date(Date.parse(since) + at).toISOString();
  return tableOf(owner, bytes, { keys: renewed, tables: [issued], now });
};
const grace = BLIND_GRACE_HOURS * 3_600_000;

test('for a day after the next key a table is asked under the one that it was made under', async () => {
  const { table, key: under } = await read(grace - 1);
  expect([under.epoch, table.lookUp(output)]).toEqual([1, ['နာမည် (မှန်းဆ)']]);
  await expect(read(grace)).rejects.toMatchObject({ code: 'BLIND_KEY_NOT_IN_FORCE' });
});

test("one owner's table is not another's, and none that the ledger does not name is read", async () => {
  await expect(read(0, 'la-fiu')).rejects.toMatchObject({ code: 'BAD_TABLE' });
  const none = { keys: renewed, tables: [], now: since };
  await expect(tableOf('th-police', bytes, none)).rejects.toMatchObject({ code: 'BAD_TABLE' });
  const other = { ...issued, agency: 'la-fiu' };
  const { table } = await tableOf('la-fiu', bytes, { ...none, tables: [other] });
  expect(table.lookUp(output), 'copied by another owner it says nothing').toEqual([]);
});
