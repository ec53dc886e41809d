import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestExchange, type Run, type TestExchange } from './exchange.test-support.ts';

let exchange: TestExchange;
beforeAll(async () => {
  exchange = await openTestExchange();
});
afterAll(() => exchange?.close());

const agencies = ['th-police', 'kh-immigration', 'la-fiu'];
const keymaster = (agency: string, ...args: string[]) => exchange.as(`${agency}-keymaster`, ['blind', ...args]);
const status = () => exchange.as('th-police-officer', ['blind', 'status', '--json']);
const keysIn = ({ json }: Run) => json[0]?.keys as { epoch: number; standing: string; about: string[] }[];

/** Gateways sign by themselves: asked again until the last key stands as wanted, or the test's time is over. */
async function until(wanted: string): Promise<void> {
  while (keysIn(await status()).at(-1)?.standing !== wanted);
}

test('three keymasters deal a key, their gateways sign it, and it is in force', async () => {
  expect((await exchange.as('th-police-officer', ['blind', 'status'])).out).toBe(
    'no key for blind checks was ever dealt\n',
  );
  for (const agency of agencies) expect((await keymaster(agency, 'deal')).exit).toBe(0);
  await until('in force');
  expect((await exchange.as('th-police-officer', ['blind', 'status'])).out).toMatch(
    /^ *1 +in force +2 of 3 +3 of 3 +3 of 3$/m,
  );
  const nothing = await keymaster('th-police', 'complain');
  expect([nothing.exit, nothing.err]).toEqual([5, expect.stringContaining('[KEY_EPOCH]')]);
});

test('who does not deal is complained of, and the epoch after begins anew', async () => {
  expect((await keymaster('th-police', 'deal')).out).toContain('key 2');
  const again = await keymaster('th-police', 'deal');
  expect([again.exit, again.err]).toEqual([5, expect.stringContaining('[ALREADY_SIGNED]')]);
  expect((await keymaster('th-police', 'complain')).out).toContain('kh-immigration, la-fiu');
  const keys = keysIn(await status());
  expect(keys.map(({ standing }) => standing)).toEqual(['in force', 'complained of']);
  expect(keys[1]?.about).toEqual(['kh-immigration', 'la-fiu']);
  expect((await keymaster('la-fiu', 'deal')).out).toContain('key 3');
});

test('an officer who is no keymaster deals nothing', async () => {
  const { exit, err, out } = await exchange.as('th-police-officer', ['blind', 'deal']);
  expect([exit, out]).toEqual([5, '']);
  expect(err).toContain('[ROLE_LACKING]');
});
