import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestExchange, type TestExchange } from './exchange.test-support.ts';

let exchange: TestExchange;
beforeAll(async () => {
  exchange = await openTestExchange();
});
afterAll(() => exchange.close());

const doctor = (...args: string[]) => exchange.as('th-police-officer', ['doctor', ...args]);

test('an exchange that is well', async () => {
  expect(await doctor()).toMatchObject({ exit: 0, out: 'all is well\n', err: '' });
  expect((await doctor('--json')).json).toEqual([{ shape: 'doctor/1', findings: [] }]);
});

test('what does not work, with what mends it and who can: in words, in Thai, as JSON, and exit 2', async () => {
  const suspended = await exchange.as('la-fiu-registrar', ['agreement', 'suspend', 'mekong-trafficking-2026']);
  expect(suspended.err).toBe('');
  const { exit, out, err } = await doctor();
  expect([exit, err]).toEqual([2, expect.stringContaining('[EXCHANGE_UNWELL]')]);
  expect(out).toContain(
    'WRONG  la-fiu suspended the agreement mekong-trafficking-2026: nothing may be sent under it\n',
  );
  expect(out).toContain('       (la-fiu)\n');
  expect(out).toContain('       tocsin agreement propose --help\n');
  expect((await doctor('--lang', 'th')).out).toContain('la-fiu ระงับข้อตกลง mekong-trafficking-2026');
  const { json } = await doctor('--json');
  expect(json[0]?.findings).toMatchObject([
    { code: 'no-agreement', weight: 'wrong', agency: 'th-police' },
    {
      code: 'agreement-suspended',
      weight: 'wrong',
      agency: 'la-fiu',
      who: ['la-fiu'],
      what: 'mekong-trafficking-2026',
    },
  ]);
});

test('a language that the exchange does not speak is refused before anybody is asked', async () => {
  const { exit, out, err } = await doctor('--lang', 'xx');
  expect([exit, out]).toEqual([1, '']);
  expect(err).toContain('--lang is one of en, my, zh');
});
