import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type CopyFacts,
  decryptWith,
  digest,
  encryptFor,
  fromBase64,
  fromUtf8,
  generateSealKey,
  parseSealSecretKey,
  publicKeyOf,
  signCopy,
} from '@tocsin/envelope';
import { type Copy, packCopy } from '@tocsin/gateway/screening';
import { labels } from '@tocsin/record';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestAgency } from '../../test/support/agency.ts';
import { fictitiousLicence, fictitiousListing } from '../../test/support/listing.ts';
import type { Officer } from '../../test/support/officer.ts';
import { type ServedExchange, serveExchange } from '../../test/support/served.ts';
import { type Devices, devicesOf } from '../../test/support/tocsin.ts';
import { reportWords } from './audit/pdf/words/words.ts';
import { askCopy, openCopy } from './check/offline-copy.ts';
import { CliError } from './error.ts';
import { silent } from './exchange.test-support.ts';
import { openWithPassphrase } from './passphrase-file.ts';

const day = 86_400_000;
let exchange: ServedExchange;
let devices: Devices;
let officer: Officer;
let record: string;
let offset = 0;

beforeAll(async () => {
  exchange = await serveExchange({ clock: () => Date.now() + offset, roster: true });
  devices = await devicesOf(exchange);
  ({ officer } = exchange.agency('kh-immigration'));
  const documents = [{ type: 'passport', number: 'TH0000001', country: 'TH' }];
  const subject = { ...fictitiousListing.subject, documents };
  const post = await exchange.post({
    kind: 'listing',
    content: { ...fictitiousListing, subject },
    purposes: ['border-control'],
  });
  record = post.id;
  const { ledger } = exchange.agency('kh-immigration');
  const reviewAt = new Date(exchange.clock() + 90 * day).toISOString();
  const confirm = await officer.sign('listing.confirm/1', { record, reviewAt });
  await ledger.submit(confirm.jws, null);
  const other = {
    ...{ kind: 'company' as const, names: [{ text: 'Quiet Harbour Placement Ltd', script: 'Latn' as const }] },
    ...{ registration: '0105500000000', phones: [], address: null },
  };
  const licences = [fictitiousLicence('KH-1', { holder: other }), fictitiousLicence('KH-2', { status: 'suspended' })];
  const set = await officer.sign('licence.set/1', { authority: 'kh-molvt', licences });
  const { block } = await ledger.submit(set.jws, null);
  const screening = exchange.served.get('kh-immigration')?.gateway.screening;
  await screening?.reached(BigInt(block), AbortSignal.timeout(30_000));
  await screening?.registers.read();
}, 60_000);
afterAll(() => exchange?.close());

const run = (...args: string[]) => devices.as(officer, ['check', ...args]);

describe('one paper', () => {
  test('listed: exit 3, the answer first, why, and how to open what is listed', async () => {
    const { exit, out, err } = await run('--passport', 'th ๐๐๐ ๐๐๐๑', '--country', 'th', '--born', '2523');
    expect(err).toBe('');
    expect(exit).toBe(3);
    expect(out.split('\n')[0]).toBe('LISTED');
    expect(out).toContain('certain: the same: Passport number; same year of birth');
    expect(out).toContain('year of birth read as 1980 (Buddhist calendar)');
    expect(out).toContain(`tocsin listing open ${record}`);
    expect(out).not.toMatch(/Sommut|สมมติ/);
  });

  test('is answered in the language of whoever reads it, marked while nobody has reviewed the words', async () => {
    const { out } = await run('--passport', 'TH0000001', '--licence', 'KH-2', '--lang', 'km');
    const { words } = labels.km;
    for (const word of [words.answer.listed, words.grade.identifier, words.licence.suspended])
      expect(out).toContain(word);
    expect(out).toContain(reportWords.km.draft);
    expect((await run('--passport', 'A1', '--lang', 'fr')).err).toContain('[USAGE]');
  });

  test.each([
    ['unknown', ['--passport', 'ZZ0000009'], 0],
    ['licensed', ['--licence', 'kh 1'], 0],
    ['licensed', ['--company', 'Quiet Harbour Placement'], 0],
    ['suspended', ['--company', 'Tuayang Manpower Co., Ltd.'], 4],
    ['suspended', ['--licence', 'KH-2'], 4],
    ['other-holder', ['--licence', 'KH-1', '--registration', '9-9999'], 4],
    ['possible', ['--passport', 'TH0000001', '--born', '1999'], 4],
    ['unknown', ['--licence', 'KH-99'], 4],
  ])('%s', async (answer, args, exit) => {
    const done = await run(...args, '--json');
    expect(done.json).toMatchObject([{ shape: 'check/1', answer }]);
    expect(done.exit).toBe(exit);
  });

  test.each([
    ['nothing', [], 'NOTHING_TO_CHECK'],
    ['a number of emoji', ['--passport', '😀'], 'IDENTIFIER_UNREADABLE'],
    ['a date that is none', ['--passport', 'A1', '--born', '30/2/2523'], 'BIRTH_DATE_UNREADABLE'],
    ['a country that is none', ['--passport', 'A1', '--country', 'Thailand'], 'USAGE'],
    ['a purpose that is none', ['--passport', 'A1', '--purpose', 'curiosity'], 'USAGE'],
    ['a file and a paper', ['--passport', 'A1', '--file', 'x.csv'], 'USAGE'],
  ])('%s is refused: exit 1, nothing told twice', async (_, args, code) => {
    const { exit, err, out } = await run(...args);
    expect(err).toContain(`[${code}]`);
    expect([exit, out]).toEqual([1, '']);
  });

  test('the device keeps the salt and what it commits to, and no word of the paper', async () => {
    const { json } = await run('--passport', 'CANARY00042', '--json');
    const kept = await readFile(join(devices.profile(officer), 'checks.ndjson'), 'utf8');
    expect(kept).toContain(String(json[0]?.commitment));
    expect(kept).not.toContain('CANARY');
  });
});

describe('a file', () => {
  const heading = 'Seat,Passport,Country,Born,Licence';
  const file = async (name: string, content: string | Uint8Array): Promise<string> => {
    await writeFile(join(devices.home, name), content);
    return name;
  };

  test('is answered row by row, written as CSV and as a spreadsheet, and leaves by the gravest answer', async () => {
    const rows = ['1A,TH0000001,TH,2523-01-01,', '1B,ZZ0000009,,,KH-1', '=1+1,,,,KH-2', '1D,😀,,,', '1E,,,,'];
    const name = await file('bus.csv', `${heading}\n${rows.join('\n')}\n`);
    const { exit, json, err } = await run('--file', name, '--out', 'answers.csv', '--json');
    expect([exit, err]).toEqual([3, 'not looked at: column Seat\n']);
    expect(json[0]).toMatchObject({
      shape: 'checks/1',
      totals: { listed: 1, licensed: 1, suspended: 1, refused: 2 },
      rows: [
        { row: 2, answer: 'listed' },
        { row: 3, answer: 'licensed' },
        { row: 4, answer: 'suspended' },
        { row: 5, answer: 'refused', code: 'IDENTIFIER_UNREADABLE', field: 'passport' },
        { row: 6, answer: 'refused', code: 'NOTHING_TO_CHECK' },
      ],
    });
    const written = await readFile(join(devices.home, 'answers.csv'), 'utf8');
    expect(written.split('\r\n')[1]).toContain(`1A,TH0000001,TH,2523-01-01,,listed,identifier,${record}`);
    expect(written).toContain("'=1+1");
    expect((await run('--file', name, '--out', 'answers.csv')).err).toContain('[OUTPUT_EXISTS]');
    expect((await run('--file', name, '--out', 'answers.xlsx')).exit).toBe(3);
    const sheet = await readFile(join(devices.home, 'answers.xlsx'));
    expect(sheet.subarray(0, 2).toString()).toBe('PK');
    const { out } = await run('--file', name);
    expect(out).toContain('5 rows: 1 listed, 1 licensed, 1 suspended, 2 refused');
    expect(out).toContain('licensed: row 3\n');
  });

  test('tells of every row, also of one that asks for a look though nothing was found, counted as a spreadsheet does', async () => {
    const rows = ['TH0000007,', '', 'TH0000008,', ',XX-404', 'TH0000009,'];
    const name = await file('gaps.csv', `Passport,Licence\n${rows.join('\n')}\n\n`);
    const { exit, out } = await run('--file', name);
    expect(exit).toBe(4);
    expect(out).toMatch(/^5 +unknown .*register/m);
    expect(out).toContain('unknown: row 2, 4, 6\n');
  });

  test.each<[string, string | Uint8Array, RegExp]>([
    ['nothing', '', /the file is empty/],
    ['no column that is known', 'a;b;c\n1;2;3\n', /none of the columns that are known: name, company, born/],
    ['a column twice', 'passport,passport\nA1,A2\n', /column passport stands twice/],
    ['quotes that do not close', 'passport\n"A1\n', /line \d+: a cell in quotation marks does not end/],
    ['a heading that is not UTF-8', Buffer.from([0xff, 0xfe, 0x2c, 0x70, 0x0a]), /its heading is not UTF-8/],
  ])('%s is refused as a whole, in words of tables', async (_, content, told) => {
    const { exit, err } = await run('--file', await file('bad.csv', content));
    expect(err).toContain('[CSV_MALFORMED]');
    expect(err).toMatch(told);
    expect(err).toContain('save it as CSV UTF-8');
    expect(err).not.toMatch(/JSON|alert/);
    expect(exit).toBe(1);
  });

  test('one that no list of people has the size of is refused before it is read', async () => {
    const name = await file('large.csv', 'passport\nA1\n');
    await truncate(join(devices.home, 'large.csv'), 600 * 1024 * 1024);
    const { exit, err } = await run('--file', name);
    expect([exit, err]).toEqual([1, expect.stringContaining('[INPUT_UNREADABLE]')]);
    await rm(join(devices.home, 'large.csv'));
  });

  test('whoever was not checked stays in the answers as given, with all that is wrong, and is counted at the end', async () => {
    const rows = [
      'มาลี,TH0000007,TH,,',
      'Mali,TH0000008',
      'Dara,😀,KH,30/2/1990,',
      'Bopha,KH1,Cambodia,,,x,y',
      'Sok,,,2533-01-01,',
    ];
    const name = await file('lost.csv', `Name,Passport,Country,Born,Licence\n${rows.join('\n')}\n`);
    const { exit, out } = await run('--file', name, '--out', 'lost-answers.csv');
    expect(exit).toBe(1);
    expect(out).toMatch(/\n3 people were NOT checked: put rows 3-5 right and run again\n$/);
    const written = (await readFile(join(devices.home, 'lost-answers.csv'), 'utf8')).split('\r\n');
    expect(written[0]).toContain('Name,Passport,Country,Born,Licence,,,answer,');
    expect(written[2]).toContain('Mali,TH0000008,,,,,,refused,');
    expect(written[3]).toMatch(
      /Dara,😀,KH,30\/2\/1990,,,,refused,.*Passport number: .*IDENTIFIER_UNREADABLE.*irth: .*BIRTH_DATE_UNREADABLE/,
    );
    expect(written[4]).toContain('Bopha,KH1,Cambodia,,,x,y,refused,');
  });

  test('a row that is broken costs none of the others; without findings it leaves by exit 1', async () => {
    const bytes = Buffer.concat([
      Buffer.from('passport;born\nA'),
      Buffer.from([0xff]),
      Buffer.from(';1980\nZZ9;1980\nZZ9\n'),
    ]);
    const { exit, json } = await run('--file', await file('broken.csv', bytes), '--json');
    expect(json[0]).toMatchObject({
      totals: { refused: 2, unknown: 1 },
      rows: [{ field: 'row is not UTF-8' }, { answer: 'unknown' }, { field: 'row has 1 cell, the heading 2' }],
    });
    expect(exit).toBe(1);
  });
});

describe('without a line', () => {
  const copy = (...args: string[]) => devices.as(officer, ['check', 'offline-copy', '--out', 'post.age', ...args]);

  test('a copy answers on the device, notes each check before it does, and is told when the line is up', async () => {
    const taken = await copy('--expires', '12h', '--json');
    expect(taken.json).toMatchObject([{ shape: 'offline-copy/1', listings: 1, licences: 2 }]);
    expect((await copy('--expires', '12h')).err).toContain('[OUTPUT_EXISTS]');
    expect(await readFile(join(devices.home, 'post.age'), 'latin1')).not.toMatch(/TH0000001|Sommut/);
    await devices.line(officer, false);
    const done = await run('--offline', 'post.age', '--passport', 'TH0000001', '--json');
    const { out } = await run('--offline', 'post.age', '--passport', 'ZZ0000009');
    await writeFile(join(devices.home, 'bus.csv'), 'passport\nZZ0000010\nZZ0000011\nZZ0000012\n');
    await run('--offline', 'post.age', '--file', 'bus.csv');
    expect(out).toMatch(/ANSWERED FROM A COPY OF \d{4}-\d\d-\d\d \d\d:\d\dZ, GOOD UNTIL \d{4}/);
    await devices.line(officer, true);
    expect([done.exit, done.err]).toEqual([3, '']);
    const held = { copy: { made: expect.any(String), expires: expect.any(String) } };
    expect(done.json).toMatchObject([{ shape: 'check/1', answer: 'listed', candidates: [{ record }], 'as-of': held }]);
    expect((await run('account', '--json')).json).toEqual([{ shape: 'checks-accounted/1', accounted: 5 }]);
    expect((await run('account')).out).toBe('nothing to account for\n');
    const kept = await readFile(join(devices.profile(officer), 'checks.ndjson'), 'utf8');
    expect(kept).toContain(String(done.json[0]?.commitment));
  });

  test.each([
    ['more hours than may be', ['--expires', '73h'], 'USAGE'],
    ['no hours', ['--expires', 'tomorrow'], 'USAGE'],
  ])('%s is refused', async (_, args, code) => expect((await copy(...args)).err).toContain(`[${code}]`));

  const hour = 3_600_000;
  const place = (name: string) => join(devices.home, name);
  let secretKey: Uint8Array;
  const deviceKey = async (): Promise<Uint8Array> => {
    const words = (await readFile(place('passphrase'), 'utf8')).trim();
    const key = await openWithPassphrase(await readFile(join(devices.profile(officer), 'leases', 'key.age')), words);
    return parseSealSecretKey(key.trim());
  };
  /** As the command does, with the key unlocked once: the answer, or the code of the refusal. */
  const ask = async (name = 'post.age'): Promise<string> => {
    const clock = () => new Date(exchange.clock());
    const profile = { agency: 'kh-immigration', folder: devices.profile(officer), roots: place('roots') };
    secretKey ??= await deviceKey();
    try {
      const copy = await openCopy({ ...silent(devices.home), clock }, name, { profile, secretKey });
      const { answers } = await askCopy(copy, clock(), [{ passport: 'ZZ0000009' }]);
      return answers[0]?.answer ?? 'no answer';
    } catch (error) {
      if (error instanceof CliError) return error.code;
      throw error;
    }
  };

  test('only what the own gateway signed for this device answers', async () => {
    const whole = await readFile(place('post.age'));
    const line = whole.indexOf(10) + 1;
    secretKey ??= await deviceKey();
    const device = publicKeyOf(secretKey);
    const at = (hours: number) => new Date(exchange.clock() + hours * hour).toISOString();
    const about = { purpose: 'border-control', made: at(0), expires: at(1) };
    // An emptier list, sealed to the device's public key as anybody can.
    const empty = {
      version: 2,
      country: 'KH',
      block: '1',
      unopened: 0,
      stale: false,
      withheld: 0,
      listings: [],
      licences: [],
    };
    const forged = (agency: string, signs: string, to = device, inside: object = {}) =>
      copyBy(
        exchange.agency(signs),
        to,
        { ...empty, countries: {}, agency, ...about, ...inside },
        { agency, ...about },
      );
    const own = 'kh-immigration';
    const files: [string, Uint8Array, string][] = [
      ['a byte of it changed', whole.with(whole.length - 1, (whole.at(-1) ?? 0) ^ 1), 'OFFLINE_COPY_UNPROVED'],
      ['without its signature', whole.subarray(line), 'OFFLINE_COPY_UNPROVED'],
      ["another agency's", await forged('th-police', 'th-police'), 'OFFLINE_COPY_UNPROVED'],
      ["another's in our name", await forged(own, 'th-police'), 'OFFLINE_COPY_UNPROVED'],
      ["another device's", await forged(own, own, generateSealKey().publicKey), 'OFFLINE_COPY_UNPROVED'],
      ['that says another time inside', await forged(own, own, device, { expires: at(9) }), 'OFFLINE_COPY_DAMAGED'],
      ['our own', await forged(own, own), 'unknown'],
    ];
    for (const [what, file, told] of files) {
      await writeFile(place('other.age'), file);
      expect(await ask('other.age'), what).toBe(told);
    }
  });

  test('a clock that is set back, before the copy or before what this device has seen, brings nothing back', async () => {
    const note = join(devices.profile(officer), 'offline-time.json');
    offset = -hour;
    expect(await ask()).toBe('CLOCK_SET_BACK');
    offset = 0;
    const before = await readFile(note, 'utf8');
    offset = 2 * hour;
    expect(await ask()).toBe('unknown');
    offset = hour;
    expect(await ask()).toBe('CLOCK_SET_BACK');
    const kept = await readFile(note, 'utf8');
    // An earlier note is held against the checks that wait to be accounted for; none, or another's, is not taken.
    for (const text of [before, '', kept.replace(/20[0-9]{2}/, '2020')]) {
      await writeFile(note, text);
      expect(await ask()).toBe('CLOCK_SET_BACK');
    }
    await writeFile(note, kept);
    offset = 2 * hour;
    expect(await ask()).toBe('unknown');
    offset = 0;
    const next = ['check', 'offline-copy', '--out', 'next.age', '--expires', '12h'];
    expect((await devices.as(officer, next)).exit).toBe(0);
    expect(await ask('next.age')).toBe('unknown');
  });

  test('a copy is good until the next for its purpose is taken', async () => {
    expect(await ask()).toBe('OFFLINE_COPY_EXPIRED');
    expect((await readFile(place('post.age'))).length).toBeGreaterThan(0);
  });

  test('one that is over is destroyed, and stays over for a clock that is set back to its time', async () => {
    offset = 11 * hour;
    expect(await ask('next.age')).toBe('unknown');
    const whole = await readFile(place('next.age'));
    offset = 13 * hour;
    expect(await ask('next.age')).toBe('OFFLINE_COPY_EXPIRED');
    expect(await ask('next.age')).toBe('INPUT_UNREADABLE');
    await writeFile(place('next.age'), whole);
    // Nobody asked after the eleventh hour, but the device was told that it was the thirteenth.
    offset = 11.5 * hour;
    expect(await ask('next.age')).toBe('CLOCK_SET_BACK');
    offset = 0;
  });

  test('what commits to a check is opened by the key of the device alone', async () => {
    const lines = (await readFile(join(devices.profile(officer), 'checks-offline.ndjson'), 'utf8')).split('\n');
    const noted = lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Record<string, string>);
    expect(noted.length).toBeGreaterThan(0);
    for (const { salt = '', commitment } of noted) {
      const opened = fromUtf8(await decryptWith(secretKey, fromBase64(salt)));
      expect(digest(`${opened}.[{"passport":"ZZ0000009"}]`)).toBe(commitment);
    }
  });

  test('a line in the queue that is no check keeps none of the others from being accounted for', async () => {
    const queue = join(devices.profile(officer), 'checks-offline.ndjson');
    const before = await readFile(queue, 'utf8');
    const waiting = before.split('\n').filter((one) => one !== '').length;
    // As a run leaves it that was cut off while it told them.
    await writeFile(
      join(devices.profile(officer), 'checks-offline.telling'),
      `{"at":"soon"}\nnull\n${before}{}\n{"purpose"`,
    );
    await rm(queue);
    expect((await run('account', '--json')).json).toEqual([{ shape: 'checks-accounted/1', accounted: waiting }]);
    expect(waiting).toBeGreaterThan(0);
  });
});

/** A copy as the gateway of an agency makes it. */
async function copyBy({ steward }: TestAgency, to: Uint8Array, copy: object, facts: Omit<CopyFacts, 'device'>) {
  const sealed = encryptFor(to, await packCopy(copy as Copy));
  return signCopy(sealed, { ...facts, device: digest(to) }, steward.signer, steward.chain);
}

test('not the same: decided once, shown the next time, and taken back', async () => {
  const twin = ['--passport', 'TH0000001', '--born', '1999-01-01'];
  const decide = (...more: string[]) => run('not-same', record, ...twin, ...more);
  expect((await decide('--reason', 'other father')).out).toBe('remembered: not the same\n');
  const { exit, out } = await run(...twin);
  expect([exit, out.split('\n')[0]]).toEqual([0, 'Not the one who is listed, as was decided before']);
  expect(out).toContain('not the same');
  await writeFile(join(devices.home, 'twin.csv'), 'passport,born\nTH0000001,1999-01-01\n');
  expect((await run('--file', 'twin.csv', '--out', 'twin-answers.csv')).exit).toBe(0);
  expect(await readFile(join(devices.home, 'twin-answers.csv'), 'utf8')).toMatch(/Decided before.*other father/);
  expect((await decide('--undo')).exit).toBe(0);
  expect((await run(...twin)).exit).toBe(4);
  expect((await decide()).err).toContain('[USAGE]');
});
