import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { example, openTestExchange, type Run, type TestExchange } from './exchange.test-support.ts';

let exchange: TestExchange;
beforeAll(async () => {
  exchange = await openTestExchange();
});
afterAll(() => exchange.close());

const thai = (...args: string[]) => exchange.as('th-police-officer', args);
const answered = ({ exit, err, json }: Run) => {
  expect([exit, err]).toEqual([0, '']);
  return json[0] ?? {};
};
const refused = ({ exit, err }: Run, code: string, expected: number) => {
  expect(err).toContain(`[${code}]`);
  expect(exit).toBe(expected);
};

test.each([
  [['agency', 'list'], { shape: 'agencies/1', agencies: [{ code: 'th-police', trusted: true }, {}, {}] }],
  [['agency', 'show', 'la-fiu'], { shape: 'agency/1', trusted: true, agency: { code: 'la-fiu', class: 'fiu' } }],
  [
    ['unit', 'list', '--agency', 'la-fiu'],
    { shape: 'units/1', units: [{ code: 'analysis', desk: true }, { code: 'registry' }] },
  ],
  [['officer', 'list', '--agency', 'la-fiu'], { shape: 'officers/1', officers: [{}, {}, {}, {}] }],
  [
    ['key', 'list', '--agency', 'la-fiu'],
    {
      shape: 'keys/1',
      keys: [
        { unit: 'analysis', use: 'seal', epoch: 1, proof: 'proved' },
        { unit: 'analysis', use: 'trustee', epoch: 1, proof: 'proved' },
      ],
    },
  ],
  [
    ['agreement', 'list'],
    { shape: 'agreements/1', agreements: [{ name: 'mekong-trafficking-2026', standing: 'in-force' }] },
  ],
  [['agreement', 'show', 'mekong-trafficking-2026'], { shape: 'agreement/1', standing: 'in-force' }],
])('%s, in words and as JSON', async (args, expected) => {
  expect(answered(await thai(...args, '--json'))).toMatchObject(expected);
  const { exit, out } = await thai(...args);
  expect(exit).toBe(0);
  expect(out.split('\n').length).toBeGreaterThan(2);
});

test('who is not there is told by its code', async () => {
  refused(await thai('agency', 'show', 'xx-nobody'), 'UNKNOWN_AGENCY', 5);
  refused(await thai('agreement', 'show', 'nothing'), 'UNKNOWN_AGREEMENT', 5);
  refused(await thai('alert', 'show', 'a'.repeat(26)), 'UNKNOWN_RECORD', 5);
});

test('a gateway is entered with the key of its certificate, and with that of no other kind', async () => {
  type Entry = Record<'agency' | 'address' | 'steward' | 'cosigner', string> & { tlsKeys: string[] };
  const listed = async () => answered(await thai('gateway', 'list', '--json')).gateways as Entry[];
  const entry = (await listed()).find(({ agency }) => agency === 'la-fiu');
  if (entry === undefined) throw new Error('not entered');
  const { address, steward, cosigner, tlsKeys } = entry;
  expect(tlsKeys).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
  const set = ['gateway', 'set', '--address', address, '--steward', steward, '--cosigner', cosigner, '--json'];
  const identity = (name: string) => ['--identity', exchange.place.agency('la-fiu', 'gateway', name)];
  const by = (...args: string[]) => exchange.as('la-fiu-registrar', [...set, ...args]);
  refused(await by(...identity('tls.chain.pem')), 'INPUT_MALFORMED', 1);
  refused(await by(...identity('ledger.key.pem')), 'INPUT_MALFORMED', 1);
  refused(await by(...identity('nowhere.pem')), 'INPUT_UNREADABLE', 1);
  answered(await by(...identity('ledger.chain.pem')));
  expect((await exchange.as('la-fiu-officer', ['gateway', 'list'])).out).toContain(tlsKeys[0]?.slice(0, 16));
});

test('a new unit gets a key, is written to, and reads', async () => {
  const names = ['--name', 'en=Border liaison office', '--name', 'km=ការិយាល័យទំនាក់ទំនង'];
  const unit = ['unit', 'set', 'blo-poipet', '--level', 'post', ...names, '--json'];
  answered(await exchange.as('kh-immigration-registrar', unit));
  const before = await thai('alert', 'post', example('03-fishing-boat.json'), '--to', 'kh-immigration/blo-poipet');
  refused(before, 'NO_SEAL_KEY', 5);
  const seal = exchange.place.agency('kh-immigration', 'gateway', 'seal');
  const publish = ['key', 'publish', '--unit', 'blo-poipet', '--out', seal, '--json'];
  answered(await exchange.as('kh-immigration-keymaster', publish));
  const posted = await thai(
    'alert',
    'post',
    example('03-fishing-boat.json'),
    '--to',
    'kh-immigration/blo-poipet',
    '--json',
  );
  const record = String(answered(posted).id);
  expect((await exchange.as('kh-immigration-officer', ['alert', 'open', record, '--basis', 'x'])).exit).toBe(0);
  answered(await exchange.as('kh-immigration-keymaster', publish));
  const keys = answered(await thai('key', 'list', '--agency', 'kh-immigration', '--json')).keys as {
    unit: string;
    epoch: number;
  }[];
  expect(
    keys
      .filter(({ unit: each }) => each === 'blo-poipet')
      .map(({ epoch }) => epoch)
      .sort(),
  ).toEqual([1, 2]);
});

test('a focal point is named, and found by others', async () => {
  const listed = answered(await thai('officer', 'list', '--agency', 'th-police', '--json'));
  const officers = listed.officers as { handle: string; roles: string[] }[];
  const holder = officers.find(({ roles }) => roles.includes('author'))!.handle;
  const about = ['--unit', 'anti-trafficking', '--holder', holder, '--language', 'th', '--language', 'en'];
  const set = ['focal-point', 'set', 'trafficking', ...about, '--duty', 'acknowledge=responsible', '--json'];
  answered(await exchange.as('th-police-registrar', set));
  const { out } = await exchange.as('kh-immigration-officer', ['focal-point', 'list']);
  expect(out).toMatch(/th-police +trafficking +anti-trafficking +th en/);
  refused(await exchange.as('th-police-registrar', [...set, '--duty', 'acknowledge']), 'USAGE', 1);
});

describe('an agreement from a file to its end', () => {
  const file = fileURLToPath(new URL('../../examples/agreements/labour-inspection-2026.json', import.meta.url));
  const name = 'labour-inspection-2026';
  const lawyer = (agency: string, ...args: string[]) => exchange.as(`${agency}-registrar`, ['agreement', ...args]);
  const inspection = async () => {
    const alert = JSON.parse(await readFile(example('03-fishing-boat.json'), 'utf8')) as object;
    const input = JSON.stringify({ ...alert, purposes: ['labour-inspection'], agreement: name });
    return exchange.as('th-police-officer', ['alert', 'post', '-', '--json'], { input });
  };

  test('proposed, it covers nothing yet', async () => {
    answered(await lawyer('th-police', 'propose', file, '--json'));
    refused(await inspection(), 'AGREEMENT_NOT_IN_FORCE', 5);
  });

  test('a third agency cannot sign it, a party can, once, and sees what it signs', async () => {
    refused(await lawyer('la-fiu', 'sign', name), 'NOT_A_PARTY', 5);
    const signed = await lawyer('kh-immigration', 'sign', name);
    expect(signed.exit).toBe(0);
    expect(signed.err).toMatch(/clause boats-and-factories[\s\S]*at most +TLP:GREEN/);
    refused(await lawyer('kh-immigration', 'sign', name), 'ALREADY_SIGNED', 5);
    answered(await inspection());
  });

  test('when a party has left, it covers nothing any more', async () => {
    expect((await lawyer('kh-immigration', 'withdraw', name)).exit).toBe(0);
    refused(await inspection(), 'AGREEMENT_ENDED', 5);
  });

  test('a file with a field that no agreement has is refused by name', async () => {
    const input = '{"name":"x","partys":[]}';
    const done = await exchange.as('th-police-registrar', ['agreement', 'propose', '-'], { input });
    refused(done, 'INPUT_MALFORMED', 1);
    expect(done.err).toContain('/partys');
  });
});
