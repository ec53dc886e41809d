import { createHash } from 'node:crypto';
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

const logOf = (agency: string) => new DatabaseSync(exchange.place.agency(agency, 'gateway', 'data', 'own-log.db'));

test('who rewrites an entry and its leaf, and hides the anchor, is found by the anchors of an export', async () => {
  const { client } = exchange.running.session('th-police', 'auditor');
  // Each look of an auditor is an entry, and 256 entries are anchored.
  for (let looks = 0; looks < 256; looks += 16)
    await Promise.all(Array.from({ length: 16 }, () => client.ownLog({ from: 0, limit: 1 })));
  const anchored = async () => (await audit('--as', 'th-police-auditor')).out.includes('anchored up to');
  await expect.poll(anchored, { timeout: 20_000 }).toBe(true);
  const exported = await run(exchange.folder, ['audit', 'export', 'ledger.ndjson', '--as', 'th-police-auditor']);
  expect(exported.exit).toBe(0);
  const log = logOf('th-police');
  const { body, salt } = log.prepare('SELECT body, salt FROM entry WHERE place = 2').get() ?? {};
  const changed = String(body).replace(/"at":"20../, '"at":"2019');
  expect(changed).not.toBe(body);
  const inner = createHash('sha256')
    .update(salt as Uint8Array)
    .update(changed)
    .digest();
  const leaf = createHash('sha256').update(Buffer.of(0)).update(inner).digest();
  log.prepare('UPDATE entry SET body = ? WHERE place = 2').run(changed);
  log.prepare('UPDATE node SET hash = ? WHERE level = 0 AND place = 2').run(leaf);
  const found = await audit('--as', 'th-police-auditor');
  expect([found.exit, found.out]).toEqual([6, expect.stringContaining('rewritten somewhere from entry 0')]);
  const view = new DatabaseSync(exchange.place.agency('th-police', 'gateway', 'data', 'view-th-police.db'));
  view.exec("DELETE FROM statement WHERE typ = 'log.anchor/1'");
  view.close();
  expect((await audit('--as', 'th-police-auditor')).out).toContain('none of them anchored yet');
  const held = await audit('--as', 'th-police-auditor', '--ledger', 'ledger.ndjson');
  expect([held.exit, held.out]).toEqual([6, expect.stringContaining('rewritten somewhere from entry 0')]);
  log.prepare('UPDATE entry SET body = ? WHERE place = 2').run(String(body));
  log.close();
  expect(await audit('--as', 'th-police-auditor', '--roots', 'roots')).toMatchObject({ exit: 1 });
});

test.each([
  ['escapes that would hide the verdict', (body: string) => body.replace('"deposit"', '"\\u001b[8m\\u202edeposit"')],
  ['no JSON', () => '{'],
  ['JSON of another form', () => '["release"]'],
])('an entry with %s is named, and shows nothing of it', async (_, change) => {
  const log = logOf('th-police');
  const { place, body } = log.prepare("SELECT place, body FROM entry WHERE kind = 'deposit'").get() ?? {};
  log.prepare('UPDATE entry SET body = ? WHERE place = ?').run(change(String(body)), Number(place));
  const { exit, out } = await audit('--as', 'th-police-auditor', '--limit', '9999');
  expect([exit, out]).toEqual([6, expect.stringContaining(`entry ${place} is altered`)]);
  for (const hidden of ['\u001b', '\u202e']) expect(out).not.toContain(hidden);
  log.prepare('UPDATE entry SET body = ? WHERE place = ?').run(String(body), Number(place));
  log.close();
});

test('an entry that somebody changed or took out is named', async () => {
  const db = new DatabaseSync(exchange.place.agency('th-police', 'gateway', 'data', 'own-log.db'));
  db.exec("UPDATE entry SET body = replace(body, 'deposit', 'release') WHERE kind = 'deposit'");
  db.exec('DELETE FROM entry WHERE place = (SELECT max(place) FROM entry)');
  db.close();
  const { exit, err, json } = await audit('--as', 'th-police-auditor', '--json');
  expect([exit, err]).toEqual([6, expect.stringContaining('[OWN_LOG_ALTERED]')]);
  const faults = json[0]?.faults as { fault: string }[];
  expect(faults.map(({ fault }) => fault)).toEqual(expect.arrayContaining(['altered', 'missing']));
});
