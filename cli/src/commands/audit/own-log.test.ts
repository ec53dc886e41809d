import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { example, openTestExchange, run, type TestExchange } from '../../exchange.test-support.ts';

let exchange: TestExchange;
beforeAll(async () => {
  exchange = await openTestExchange();
});
afterAll(() => exchange.close());

const audit = (...args: string[]) => run(exchange.folder, ['audit', 'own-log', ...args]);

test("an auditor sees what the gateway did, others don't", async () => {
  const posted = await run(exchange.folder, [
    ...['alert', 'post', example('02-marriage-broker.json'), '--json', '--as', 'th-police-officer'],
  ]);
  expect(posted.exit).toBe(0);
  expect(await audit('--as', 'th-police-officer')).toMatchObject({
    exit: 5,
    err: expect.stringContaining('[ROLE_LACKING]'),
  });
  const { exit, json } = await audit('--as', 'th-police-auditor', '--json');
  expect(exit).toBe(0);
  expect(json[0]).toMatchObject({ shape: 'own-log/1', agency: 'th-police', faults: [] });
  const entries = json[0]?.entries as { kind: string; item: string | null }[];
  expect(entries.some(({ kind, item }) => kind === 'deposit' && item === posted.json[0]?.id)).toBe(true);
  const told = await audit('--as', 'th-police-auditor', '--limit', '5');
  expect(told.out).toContain('nothing is missing or altered');
  expect(await audit('--as', 'th-police-auditor', '--limit', 'x')).toMatchObject({ exit: 1 });
});

test('an entry that somebody changed or took out is named', async () => {
  const db = new DatabaseSync(exchange.place.agency('th-police', 'gateway', 'data', 'own-log.db'));
  db.exec("UPDATE entry SET body = replace(body, 'deposit', 'release') WHERE kind = 'deposit'");
  db.exec('DELETE FROM entry WHERE place = (SELECT max(place) FROM entry)');
  db.close();
  const { exit, err, json } = await audit('--as', 'th-police-auditor', '--json');
  expect([exit, err]).toEqual([6, expect.stringContaining('[OWN_LOG_ALTERED]')]);
  const faults = json[0]?.faults as { fault: string }[];
  expect(faults.map(({ fault }) => fault).sort()).toEqual(['altered', 'missing']);
});
