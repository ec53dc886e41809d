import { appendFile, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { digest, fromBase64url, fromHex, sha256, toBase64url, utf8 } from '@tocsin/envelope';
import {
  type BlindTable,
  batchRoot,
  blindBatch,
  inputOf,
  isOpening,
  type Kept,
  openElement,
  readTable,
} from '@tocsin/envelope/blind';
import type { Demand } from '@tocsin/record';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askTables, keyInForce, outputsOf } from './blind-asking.ts';
import { listedInFile } from './blind-list.ts';
import { shownBy } from './blind-opening.ts';
import { EvaluatedPart } from './blind-part.ts';
import { openTestExchange, type Run, silent, type TestExchange } from './exchange.test-support.ts';
import { storeKey } from './lease/store-key.ts';
import { chooseProfile } from './profile.ts';
import { act, type Session } from './session.ts';

let exchange: TestExchange;
let table: Uint8Array;
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
    'no key for blind checks was ever dealt\nnext: npx tocsin blind deal   # the keymaster of every trustee, once\n',
  );
  for (const agency of agencies) expect((await keymaster(agency, 'deal')).exit).toBe(0);
  await until('in force');
  expect((await exchange.as('th-police-officer', ['blind', 'status'])).out).toMatch(
    /^ *1 +in force +2 of 3 +3 of 3 +3 of 3$/m,
  );
  const nothing = await keymaster('th-police', 'complain');
  expect([nothing.exit, nothing.err]).toEqual([5, expect.stringContaining('[KEY_EPOCH]')]);
});

test('an owner issues a table, and another agency asks it: found, not found, and refused with another table', async () => {
  const list = join(exchange.folder, 'list.csv');
  await writeFile(
    list,
    'Passport,country,PHONE,says\nTH 0000001,TH,,นายหน้าเถื่อน (สมมติ)\n,,+66 2 000 0000,\u001b[2Ksecond\u202e\n',
  );
  const made = await exchange.as('th-police-officer', ['blind', 'table', '--file', list, '--out', 'th.table']);
  expect([made.exit, made.err]).toEqual([0, '']);
  const ask = (...paper: string[]) =>
    exchange.as('kh-immigration-officer', ['blind', 'check', '--table', 'th-police=th.table', '--json', ...paper]);
  const found = await ask('--passport', 'th-0000001');
  expect(found.json[0]).toMatchObject({ answer: 'possible', grade: 'possible' });
  expect([found.exit, found.json[0]?.found]).toEqual([4, [{ owner: 'th-police', says: 'นายหน้าเถื่อน (สมมติ)' }]]);
  const painted = await exchange.as('kh-immigration-officer', [
    ...['blind', 'check', '--table', 'th-police=th.table', '--phone', '+6620000000'],
  ]);
  expect(painted.out).toContain('th-police  \ufffd[2Ksecond\ufffd\n');
  const again = await exchange.as('th-police-officer', ['blind', 'table', '--file', list, '--out', 'th.table']);
  expect([again.exit, again.err]).toEqual([1, expect.stringContaining('[OUTPUT_EXISTS]')]);
  const missed = await ask('--passport', 'TH0000009');
  expect([missed.exit, missed.json[0]?.found]).toEqual([0, []]);
  const named = await ask('--name', 'สมชาย ใจดี');
  expect([named.exit, named.err]).toEqual([1, expect.stringContaining('[USAGE]')]);
  table = await readFile(join(exchange.folder, 'th.table'));
  await writeFile(join(exchange.folder, 'th.table'), new Uint8Array(100));
  const other = await ask('--passport', 'TH0000001');
  expect([other.exit, other.err]).toEqual([6, expect.stringContaining('[BAD_TABLE]')]);
});

test('what the device keeps of it opens the batch to an auditor, with the words and not without', async () => {
  const asked = ['blind', 'check', '--table', 'th-police=th.table', '--passport', 'KH 7654321'];
  await writeFile(join(exchange.folder, 'th.table'), table);
  expect((await exchange.as('kh-immigration-officer', asked)).exit).toBe(0);
  const files = await readdir(exchange.folder, { recursive: true });
  const paths = files.filter((name) => name.endsWith('blind-checks.ndjson')).map((name) => join(exchange.folder, name));
  const notes = (await Promise.all(paths.map((path) => readFile(path, 'utf8')))).join('');
  expect(notes).not.toContain('7654321');
  const kept = notes
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { elements: Record<string, string>[] });
  const opens = (number: string) =>
    kept.some(({ elements }) => {
      const batch = elements.map(({ element = '', blind = '', salt = '' }) => {
        const [read, secret, salted] = [element, blind, salt].map(fromBase64url);
        return { element: read, blind: secret, salt: salted, input: inputOf('passport', number) } as Kept;
      });
      return isOpening(openElement(batch, 0), { count: batch.length, root: fromHex(batchRoot(batch)) });
    });
  expect([opens('KH7654321'), opens('KH7654322')]).toEqual([true, false]);
});

describe('a plain check of an agency that keeps an owner’s table', () => {
  const check = (...args: string[]) => exchange.as('kh-immigration-officer', ['check', ...args]);
  const take = (file: string) =>
    exchange.as('kh-immigration-officer', ['blind', 'take', '--table', `th-police=${file}`, '--json']);

  test('takes only the table that its owner put on the ledger', async () => {
    await writeFile(join(exchange.folder, 'false.table'), new Uint8Array(100));
    const refused = await take('false.table');
    expect([refused.exit, refused.err]).toEqual([6, expect.stringContaining('[BAD_TABLE]')]);
    expect(await take('th.table')).toMatchObject({ exit: 0, json: [{ owner: 'th-police', rows: 256, epoch: 1 }] });
  });

  test('asks it by itself: possible, with whose table and nothing that it says', async () => {
    const { exit, json, out } = await check('--passport', 'TH 0000001', '--json');
    const note = { code: 'in-table', owner: 'th-police' };
    expect(json[0]).toMatchObject({ answer: 'possible', grade: 'possible', candidates: [], notes: [note] });
    expect([exit, out.includes('นายหน้า')]).toEqual([4, false]);
    expect((await check('--passport', 'TH 0000001')).out).toContain('in the table of th-police: ask th-police');
    const named = await check('--name', 'ສົມສັກ ໃຈດີ', '--json');
    expect(named.json[0]?.notes).toEqual([{ code: 'table-needs-number', owner: 'th-police' }]);
  });

  test('who is in none is unknown, and both have left the same on the ledger: forms, lengths, and no word', async () => {
    const { exit, json } = await check('--passport', 'TH0000007', '--json');
    expect([exit, json[0]?.answer, json[0]?.notes]).toEqual([0, 'unknown', []]);
    const { client } = exchange.running.session('kh-immigration', 'officer');
    const batches = (await client.batches({ agency: 'kh-immigration' })).slice(0, 3);
    expect(new Set(batches.map((batch) => JSON.stringify(batch).length)).size).toBe(1);
    expect(new Set(batches.map(({ count }) => count))).toEqual(new Set([8]));
    expect(new Set(batches.map(({ root }) => root)).size).toBe(3);
    expect(JSON.stringify(batches)).not.toMatch(/000000[17]/);
  });

  test('rows of a file are asked about together', async () => {
    const agents = Array.from({ length: 70 }, (_, i) => `TH${5000000 + i},+66 2 000 0001\n`);
    await writeFile(join(exchange.folder, 'bus.csv'), `passport,phone\nTH0000001,\n😀,\n${agents.join('')}`);
    const before = await mine();
    const { exit, json } = await check('--file', 'bus.csv', '--json');
    expect([exit, json[0]?.totals]).toEqual([4, { possible: 1, unknown: 70, refused: 1 }]);
    const asked = (await mine()).slice(0, -before.length);
    expect(
      asked.map(({ count }) => count),
      '72 numbers, the agent’s once',
    ).toEqual([8, 64]);
  });

  test('one of whose bytes one was changed on the device is not asked, and that is said', async () => {
    const files = await readdir(exchange.folder, { recursive: true });
    const path = join(exchange.folder, files.find((name) => name.endsWith('blind-tables/th-police.table')) ?? '');
    const whole = await readFile(path);
    const changed = Uint8Array.from(whole);
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    await writeFile(path, changed);
    const { exit, json } = await check('--passport', 'TH0000001', '--json');
    const note = { code: 'table-not-asked', owner: 'th-police', fault: 'BAD_TABLE' };
    expect([exit, json[0]?.answer, json[0]?.notes]).toEqual([4, 'unknown', [note]]);
    await writeFile(path, whole);
    await truncate(join(exchange.folder, 'false.table'), 65 * 1024 * 1024);
    const large = await take('false.table');
    expect([large.exit, large.err]).toEqual([1, expect.stringContaining('[INPUT_UNREADABLE]')]);
    await rm(join(exchange.folder, 'false.table'));
  });

  test('one that is dropped is asked no more', async () => {
    const drop = () => exchange.as('kh-immigration-officer', ['blind', 'drop', 'th-police', '--json']);
    expect(await drop()).toMatchObject({ exit: 0, json: [{ owner: 'th-police' }] });
    const again = await drop();
    expect([again.exit, again.err]).toEqual([1, expect.stringContaining('[USAGE]')]);
    expect((await check('--passport', 'TH0000001', '--json')).json[0]).toMatchObject({ answer: 'unknown', notes: [] });
    expect((await take('th.table')).exit).toBe(0);
  });

  const mine = () =>
    exchange.running.session('kh-immigration', 'officer').client.batches({ agency: 'kh-immigration', limit: 500 });
});

describe('a liar', () => {
  const phone = inputOf('phone', '+66000000000');
  const ask = async (lie: Partial<Session['client']>) => {
    const session = exchange.running.session('th-police', 'officer');
    const key = keyInForce((await session.client.blind()).keys);
    const lied = { ...session, client: { ...session.client, ...lie } };
    return outputsOf(lied, { key, purpose: 'border-control' }, [phone]);
  };

  test('a gateway that repeats what it answered to another batch, or leaves trustees out, is not believed', async () => {
    const { client } = exchange.running.session('th-police', 'officer');
    let first: Awaited<ReturnType<typeof client.evaluations>> | undefined;
    const [output] = (
      await ask({
        evaluations: async (id, elements) => {
          first = await client.evaluations(id, elements);
          return first;
        },
      })
    ).outputs;
    const before = first as NonNullable<typeof first>;
    await expect(ask({ evaluations: async () => before })).rejects.toMatchObject({ code: 'BAD_EVALUATION' });
    const alone: typeof client.evaluations = async (id, elements) => {
      const { answers } = await client.evaluations(id, elements);
      return { answers: [0, 0].flatMap((i) => answers[i] ?? []), silent: [] };
    };
    await expect(ask({ evaluations: alone })).rejects.toMatchObject({ code: 'TOO_FEW_EVALUATIONS' });
    expect((await ask({})).outputs).toEqual([output]);
  });

  test('a table under a key that the ledger does not know costs the others nothing', async () => {
    const session = exchange.running.session('th-police', 'officer');
    const key = keyInForce((await session.client.blind()).keys);
    const [read, other] = ['th-police', 'la-fiu'].map((owner) => readTable(owner, table));
    const tables = [
      { table: other as BlindTable, key: { ...key, epoch: 9 } },
      { table: read as BlindTable, key },
    ];
    const { batches, said } = await askTables(session, { purpose: 'border-control', tables }, [
      inputOf('passport', 'TH0000001'),
    ]);
    expect([batches.length, said]).toEqual([
      1,
      [
        { owner: 'la-fiu', fault: expect.objectContaining({ code: 'UNKNOWN_KEY' }) },
        { owner: 'th-police', texts: [['นายหน้าเถื่อน (สมมติ)']] },
      ],
    ]);
  });
});

describe('an auditor', () => {
  const officer = (...args: string[]) => exchange.as('th-police-officer', ['blind', ...args]);
  const auditor = (...args: string[]) => exchange.as('th-police-auditor', ['blind', ...args]);
  let batch = '';

  test('sees who asked, and demands to see what; nobody opens unasked, and no reader demands', async () => {
    const asked = await officer('check', '--table', 'th-police=th.table', '--passport', 'KH 7654321', '--json');
    [batch = ''] = (asked.json[0]?.batches ?? []) as string[];
    const listed = await auditor('batches', '--of', 'th-police', '--json');
    expect(((listed.json[0]?.batches ?? []) as { id: string }[])[0]).toMatchObject({
      id: batch,
      count: 8,
      demands: [],
    });
    const early = await officer('open', batch, '--passport', 'KH 7654321', '--out', 'early.json');
    expect([early.exit, early.err]).toEqual([5, expect.stringContaining('[NOT_DEMANDED]')]);
    const reader = await officer('demand', batch);
    expect([reader.exit, reader.err]).toEqual([5, expect.stringContaining('[ROLE_LACKING]')]);
    const beyond = await auditor('demand', batch, '--place', '8');
    expect([beyond.exit, beyond.err]).toEqual([1, expect.stringContaining('[USAGE]')]);
    for (const odd of ['../accesses', 'ก', 'a'.repeat(300)]) {
      const refused = await auditor('demand', odd);
      expect([odd, refused.exit, refused.err]).toEqual([odd, 1, expect.stringContaining('[USAGE]')]);
    }
    const none = await auditor('demand', 'a'.repeat(26));
    expect([none.exit, none.err]).toEqual([5, expect.stringContaining('[UNKNOWN_BATCH]')]);
    expect((await auditor('demand', batch)).exit).toBe(0);
    expect((await officer('batches', '--demanded')).out).toContain(batch);
  });

  test('is shown what was asked by its words, and by no others', async () => {
    const other = await officer('open', batch, '--passport', 'KH 7654322', '--out', 'opening.json');
    expect([other.exit, other.err]).toEqual([1, expect.stringContaining('[OPENING_INCOMPLETE]')]);
    const elsewhere = await exchange.as('kh-immigration-officer', ['blind', 'open', batch, '--out', 'opening.json']);
    expect([elsewhere.exit, elsewhere.err]).toEqual([5, expect.stringContaining('[BATCH_NOT_KEPT]')]);
    const opened = await officer('open', batch, '--passport', 'kh-7654321', '--out', 'opening.json');
    expect([opened.exit, opened.err]).toEqual([0, '']);
    const { exit, json } = await auditor('verify', batch, '--file', 'opening.json', '--json');
    const [first, ...rest] = (json[0]?.shown ?? []) as { place: number; asked: string | null }[];
    expect([exit, first]).toEqual([0, { place: 0, asked: 'passport:KH7654321' }]);
    expect(rest.map(({ asked }) => asked)).toEqual(new Array(7).fill(null));
    expect((await officer('batches', '--demanded')).out, 'nobody waits any more').toBe('none\n');
  });

  test('is not taken in by another file than the ledger names', async () => {
    const text = await readFile(join(exchange.folder, 'opening.json'), 'utf8');
    for (const lie of [text.replace('"index":0', '"index":1'), '{}', '']) {
      await writeFile(join(exchange.folder, 'lie.json'), lie);
      const { exit, err } = await auditor('verify', batch, '--file', 'lie.json');
      expect([exit, err]).toEqual([6, expect.stringContaining('[OPENING_FALSE]')]);
    }
  });

  test('nor by a false one whose hash the asker did put on the ledger', async () => {
    const named = await exchange.running.session('th-police', 'auditor').client.batch(batch);
    const demanded = named.demands[0] as Demand;
    const text = await readFile(join(exchange.folder, 'opening.json'), 'utf8');
    const file = JSON.parse(text) as { opened: { input: string }[] };
    const lies = [
      { ...file, opened: file.opened.slice(1) },
      { ...file, opened: file.opened.map((one) => ({ ...one, input: toBase64url(inputOf('passport', 'KH1')) })) },
      { ...file, batch: 'a'.repeat(26) },
    ].map((lie) => utf8(JSON.stringify(lie)));
    for (const bytes of lies) {
      const demand = { ...demanded, opened: { by: named.officer, hash: digest(bytes), at: named.at } };
      await expect(shownBy(named, demand, bytes)).rejects.toMatchObject({ code: 'OPENING_FALSE' });
    }
    const other = await officer('verify', batch, '--file', 'opening.json');
    expect([other.exit, other.err], 'who demanded nothing').toEqual([5, expect.stringContaining('[NOT_DEMANDED]')]);
    const helped = await officer('verify', batch, '--file', 'opening.json', '--by', demanded.by);
    expect([helped.exit, helped.err]).toEqual([0, '']);
  });
});

test('once an officer has asked for the day, the next is refused, and a check says that the table was not asked', async () => {
  const session = exchange.running.session('kh-immigration', 'officer');
  const { client } = session;
  const mine = (await client.batches({ agency: 'kh-immigration', limit: 500 })).map(({ count }) => count);
  let used = mine.reduce((sum, count) => sum + count, 0);
  for (; used + 64 <= 800; used += 64) await commit(64);
  for (; used + 8 <= 800; used += 8) await commit(8);
  await expect(commit(8)).rejects.toMatchObject({ code: 'QUOTA_EXCEEDED' });
  const asked = ['check', '--passport', 'TH0000001', '--json'];
  const { exit, json } = await exchange.as('kh-immigration-officer', asked);
  const note = { code: 'table-not-asked', owner: 'th-police', fault: 'QUOTA_EXCEEDED' };
  expect([exit, json[0]?.answer, json[0]?.notes]).toEqual([4, 'unknown', [note]]);

  function commit(count: number) {
    const root = batchRoot(blindBatch(new Array(count).fill(inputOf('phone', '+66000000000'))));
    return act(session, 'check.batch/1', { epoch: 1, purpose: 'border-control', count, root });
  }
});

test('a table whose making was killed goes on where it stood', async () => {
  const session = exchange.running.session('th-police', 'officer');
  const rows = Array.from({ length: 70 }, (_, i) => `TH${7000000 + i},number ${i}\n`);
  const list = `passport,says\n${rows.join('')}`;
  await writeFile(join(exchange.folder, 'long.csv'), list);
  const inputs = (await listedInFile(session, utf8(list))).map(({ input }) => input);
  const path = join(exchange.folder, 'long.table');
  let calls = 0;
  const evaluations: Session['client']['evaluations'] = async (id, elements) => {
    if (calls++ > 0) throw new Error('killed');
    return session.client.evaluations(id, elements);
  };
  const key = keyInForce((await session.client.blind()).keys);
  const terminal = silent(exchange.folder);
  const profile = await chooseProfile(terminal, 'th-police-officer');
  const device = await storeKey(terminal, profile, { passphraseFile: undefined, make: true });
  const killed = new EvaluatedPart(path, device).outputs(
    { ...session, client: { ...session.client, evaluations } },
    { key, purpose: 'border-control' },
    inputs,
    () => undefined,
  );
  await expect(killed).rejects.toThrow('killed');
  const part = await readFile(`${path}.part`, 'utf8');
  for (const input of inputs)
    for (const hash of [toBase64url(sha256(input)), digest(input)])
      expect(part, 'nobody finds a number by trying them all').not.toContain(hash);
  await appendFile(`${path}.part`, `${part.slice(0, -40)}\nnot of this file`);
  await writeFile(path, 'written, but not named on the ledger');
  const own = async () => (await session.client.batches({ agency: 'th-police', limit: 500 })).map(({ count }) => count);
  const before = (await own()).length;
  const made = await exchange.as('th-police-officer', ['blind', 'table', '--file', 'long.csv', '--out', 'long.table']);
  expect([made.exit, made.err]).toEqual([0, '']);
  expect((await own()).slice(0, -before), 'six of seventy were left').toEqual([8]);
  expect((await readdir(exchange.folder)).filter((name) => name.startsWith('long'))).toEqual([
    'long.csv',
    'long.table',
  ]);
  for (const place of [0, 63, 64, 69]) {
    const { json } = await exchange.as('th-police-officer', [
      ...['blind', 'check', '--table', 'th-police=long.table', '--json', '--passport', `TH ${7000000 + place}`],
    ]);
    expect(json[0]?.found).toEqual([{ owner: 'th-police', says: `number ${place}` }]);
  }
});

test('a table of whom the own agency has listed answers which listing it is, by their own numbers alone', async () => {
  const thai = (...args: string[]) => exchange.as('th-police-officer', args);
  const make = () => thai('blind', 'table', '--listings', '--out', 'own.table');
  const none = await make();
  expect([none.exit, none.err]).toEqual([5, expect.stringContaining('[NOTHING_LISTED]')]);
  const lent = fileURLToPath(new URL('../../examples/listings/01-lent-licence.json', import.meta.url));
  const record = String((await thai('listing', 'propose', lent, '--json')).json[0]?.id);
  expect((await make()).err, 'proposed is not listed').toContain('[NOTHING_LISTED]');
  const confirmed = await exchange.as('kh-immigration-officer', ['listing', 'confirm', record, '--review-in', '90']);
  expect(confirmed.exit).toBe(0);
  const made = await make();
  expect([made.exit, made.err]).toEqual([0, '']);
  expect(made.out).toContain('table of 3 numbers issued');
  const ask = async (...paper: string[]) =>
    (await thai('blind', 'check', '--table', 'th-police=own.table', '--json', ...paper)).json[0]?.found;
  const says = expect.stringMatching(new RegExp(`^listing ${record}, counts until 20\\d\\d-\\d\\d-\\d\\d$`));
  expect(await ask('--passport', 'xx-0000000')).toEqual([{ owner: 'th-police', says }]);
  expect(await ask('--social', 'Line:example_jobs_abroad')).toEqual([{ owner: 'th-police', says }]);
  expect(await ask('--licence', 'ท. 123/2566'), 'whose it is may be honest').toEqual([]);
  const both = await thai('blind', 'table', '--listings', '--file', 'list.csv', '--out', 'both.table');
  expect([both.exit, both.err]).toEqual([1, expect.stringContaining('[USAGE]')]);
});

test('a list with a row that cannot be read makes no table', async () => {
  const bad = async (text: string) => {
    const list = join(exchange.folder, 'bad.csv');
    await writeFile(list, text);
    const { exit, err } = await exchange.as('th-police-officer', [
      'blind',
      'table',
      '--file',
      list,
      '--out',
      'bad.table',
    ]);
    return [exit, err.match(/\[([A-Z_]+)\]/)?.[1]];
  };
  expect(await bad('passport\nTH0000001\n')).toEqual([1, 'CSV_MALFORMED']);
  expect(await bad('passport,Passport,says\nTH0000001,TH0000002,x\n')).toEqual([1, 'CSV_MALFORMED']);
  expect(await bad('passport,says\nTH0000001,\n')).toEqual([1, 'INPUT_MALFORMED']);
  expect(await bad(`passport,says\nTH0000001,${'ก'.repeat(40)}\n`)).toEqual([1, 'INPUT_MALFORMED']);
  expect(await bad('passport,says\n,x\n')).toEqual([1, 'USAGE']);
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
