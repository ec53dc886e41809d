import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { digest } from '@tocsin/envelope';
import { canonicalBytes, fromUtf8 } from '@tocsin/envelope/verify';
import type { LicenceHolder } from '@tocsin/record';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fictitiousLicence, fictitiousRegister } from '../../../test/support/listing.ts';
import { type Checking, openChecking, passport, salt } from '../../fixture/checking.ts';
import { TestClock } from '../../fixture/gateway.ts';
import { watchedLedger } from '../../fixture/watched-ledger.ts';
import { type CheckQuery, ChecksAnsweredSchema } from '../api/checks.ts';
import { atOnce } from '../screening/turns.ts';

const day = 86_400_000;
let exchange: Checking['exchange'];
let thai: Checking['thai'];
let khmer: Checking['khmer'];
let listed: Checking['listed'];
let say: Checking['say'];
let list: Checking['list'];
let check: Checking['check'];
let auditor: Checking['auditor'];
let another: Checking['another'];
let ownLog: Checking['ownLog'];
let asked: Checking['asked'];
let logged: Checking['logged'];
let close: Checking['close'];
const clock = new TestClock();
beforeAll(async () => {
  const checking = await openChecking(clock, [...fictitiousRegister]);
  ({ exchange, thai, khmer, listed, say, list, check, auditor, another, ownLog, asked, logged, close } = checking);
}, 60_000);
afterAll(() => close?.());

describe('one answer', () => {
  test('listed: by a number of the paper, however it is written, with its reason', async () => {
    const answer = await check({ passport: 'th๐๐๐๐๐๐๑', country: 'TH' });
    expect(answer).toMatchObject({ answer: 'listed', grade: 'identifier' });
    expect(answer.candidates).toEqual([
      {
        record: listed,
        standing: 'listed',
        grade: 'identifier',
        why: [{ code: 'same-identifier', type: 'passport' }],
        wouldDecide: [],
        notTheSame: null,
      },
    ]);
  });

  test("unknown: the same number of another country's passport, and a number that nobody has", async () => {
    for (const query of [{ passport: 'TH0000001', country: 'MM' }, { passport: 'TH0000009' }])
      expect(await check(query)).toMatchObject({ answer: 'unknown', grade: null, candidates: [], fronts: [] });
  });

  test('strong at most where the date of birth speaks against it', async () => {
    const answer = await check({ passport: 'TH0000001', born: '1999-01-01' });
    expect(answer).toMatchObject({ answer: 'possible', grade: 'strong' });
    expect(answer.candidates[0]?.why).toContainEqual({ code: 'birth-years-apart', years: 19 });
  });

  test.each([
    ['licensed', 'ท.123-2566', 'valid'],
    ['expired', 'kh 1', 'expired'],
    ['suspended', 'KH2', 'suspended'],
    ['revoked', 'KH/3', 'banned'],
    ['not-started', 'KH-4', 'not-started'],
    ['licensed', 'KH-5', 'valid'],
  ])('%s: licence %s', async (answer, licence, standing) => {
    const given = await check({ licence });
    expect(given.answer).toBe(answer);
    expect(given.licences.map((one) => one.standing)).toEqual([standing]);
  });

  test('a licence that is in no register is said to be', async () => {
    expect(await check({ licence: 'KH-99' })).toMatchObject({
      answer: 'unknown',
      notes: [{ code: 'licence-in-no-register' }],
    });
  });

  test('other-holder: the licence is registered to another company', async () => {
    const query = { licence: 'KH-2', registration: '0105500009999' };
    expect(await check(query)).toMatchObject({ answer: 'other-holder', licences: [{ holderAgrees: false }] });
    expect(await check({ licence: 'KH-2', registration: '0-1055-00000-000' })).toMatchObject({
      answer: 'suspended',
      licences: [{ holderAgrees: true }],
    });
  });

  test('a date of the Buddhist calendar is read, and said to be', async () => {
    expect(await check({ passport: 'TH0000001', born: '2523' })).toMatchObject({
      answer: 'listed',
      notes: [{ code: 'buddhist-year', read: '1980' }],
    });
  });
});

describe('a business by its name', () => {
  const company = { companies: ['Tuayang Manpower Co., Ltd.'] };
  const own = { companies: ['บริษัท ตัวอย่างจัดหางาน'] };
  const read = () => khmer.gateway.screening.registers.read();

  test('is looked for in the registers, which are read with the first question, and as they stand with each', async () => {
    await check(own);
    await read();
    const given = await check(own);
    expect(given.notes).toEqual([{ code: 'found-by-name' }]);
    expect(given.licences).toHaveLength(5);
    expect(new Set((await check(company)).licences.map(({ foundBy }) => foundBy))).toEqual(new Set(['name']));
    const names = [{ text: 'ບໍລິສັດ ບຸນມີ ສີສະຫວາດ ຈຳກັດ', script: 'Laoo' as const }];
    const holder = { ...fictitiousLicence('x').holder, names } as LicenceHolder;
    const lao = { companies: ['Bounmy Sisavath Company Limited'] };
    for (const [status, answer] of [
      ['valid', 'licensed'],
      ['suspended', 'suspended'],
    ] as const) {
      const licences = [fictitiousLicence('LA-1', { holder, status })];
      await say(khmer, 'licence.set/1', { authority: 'kh-molvt', licences });
      await read();
      expect(await check(lao)).toMatchObject({ answer, licences: [{ number: 'LA1', standing: status }] });
    }
  });

  test('while they are being read, an answer says so', async () => {
    const { registers } = khmer.gateway.screening;
    const reading = registers.read();
    expect(atOnce(registers.named([]))).toMatchObject({ complete: false });
    await reading;
    expect(atOnce(registers.named([]))).toMatchObject({ complete: true });
  });
});

describe('how a listing counts', () => {
  test.each([
    ['not confirmed', { confirm: false }, 'unsettled', 'proposed'],
    ['past its review', { days: 1 }, 'under-review', 'under-review'],
  ])('%s', async (name, order, answer, standing) => {
    const number = name === 'not confirmed' ? 'AA0000002' : 'AA0000003';
    await list(passport(number), order);
    clock.forward(2 * day);
    expect(await check({ passport: number })).toMatchObject({
      answer,
      candidates: [{ standing, grade: 'identifier' }],
    });
  });

  test('contested, then ended: within a second of its block, with no answer in between that is wrong', async () => {
    const record = await list(passport('AA0000004'));
    expect((await check({ passport: 'AA0000004' })).answer).toBe('listed');
    await say(khmer, 'listing.contest/1', { record, reason: 'is-a-victim' });
    expect(await check({ passport: 'AA0000004' })).toMatchObject({
      answer: 'unsettled',
      candidates: [{ standing: 'contested' }],
    });
    await say(thai, 'listing.delist/1', { record, reason: 'wrong-person' });
    expect(await check({ passport: 'AA0000004' })).toMatchObject({ answer: 'unknown', candidates: [] });
    expect(khmer.gateway.screening.screen.has(record)).toBe(false);
  });

  test('for another purpose than it was shared for it is not told, but that there is one', async () => {
    await list(passport('AA0000005'), { purposes: ['prosecution'] });
    expect(await check({ passport: 'AA0000005' })).toMatchObject({
      answer: 'unknown',
      candidates: [],
      notes: [{ code: 'other-purpose' }],
    });
    expect((await check({ passport: 'AA0000005' }, 'prosecution')).answer).toBe('listed');
  });
});

describe('what cannot be read', () => {
  test.each<[string, CheckQuery, string, string]>([
    ['nothing', {}, 'NOTHING_TO_CHECK', ''],
    ['a passport of emoji', { passport: '😀😀😀' }, 'IDENTIFIER_UNREADABLE', 'passport'],
    ['a number written backwards', { passport: '\u202e1000000HT' }, 'IDENTIFIER_UNREADABLE', 'passport'],
    ['half a character', { licence: 'KH-\ud83d1' }, 'IDENTIFIER_UNREADABLE', 'licence'],
    ['ten thousand digits', { phone: '1'.repeat(10_000) }, 'IDENTIFIER_UNREADABLE', 'phone'],
    ['a date that is none', { passport: 'A1', born: '2523-02-30' }, 'BIRTH_DATE_UNREADABLE', 'born'],
  ])('%s is refused by a code and the field; the others are answered', async (_, query, code, field) => {
    const queries = [query, { passport: 'TH0000001' }];
    const { answers } = await khmer.client().check({ purpose: 'border-control', salt, queries });
    expect(answers[0]).toEqual({ answer: 'refused', code, field });
    expect(answers[1]).toMatchObject({ answer: 'listed' });
  });

  test.each([
    ['no query', { queries: [] }],
    ['501 queries', { queries: Array.from({ length: 501 }, () => ({ passport: 'A1' })) }],
    ['a field nobody knows', { queries: [{ nickname: 'x' }] }],
    ['no purpose', { purpose: 'curiosity' }],
    ['no salt', { salt: 'c2FsdA' }],
  ])('%s', async (_, change) => {
    const body = { purpose: 'border-control', salt, queries: [{ passport: 'A1' }], ...change };
    await expect(khmer.client().check(body as never)).rejects.toMatchObject({ code: 'MALFORMED_REQUEST' });
  });
});

describe('accounted for, and told to nobody', () => {
  const canary = { passport: 'CANARY00042', social: '@canary.of.the.mine', licence: 'CANARY-77' };

  test('each request stands in the own log, with a commitment to what was asked, before it is answered', async () => {
    const queries = [canary, { passport: 'TH0000001' }];
    const before = khmer.gateway.view.checkpoint?.number;
    const given = await khmer.client().check({ purpose: 'labour-inspection', salt, queries });
    expect([...Compile(ChecksAnsweredSchema).Errors(given)]).toEqual([]);
    expect(given.commitment).toBe(digest(`${salt}.${fromUtf8(canonicalBytes(queries))}`));
    const { officer } = exchange.agency('kh-immigration');
    const entries = await ownLog();
    expect(entries.at(-1)).toMatchObject({
      kind: 'check',
      officer: officer.handle,
      check: { purpose: 'labour-inspection', count: 2, commitment: given.commitment, block: String(before) },
    });
  });

  test('nobody is asked: neither the own peer nor any other', async () => {
    asked.length = 0;
    await check(canary);
    expect(asked).toEqual([]);
  });

  test('nothing of it is in logs, figures, refusals, or in any file of the gateway', async () => {
    await check(canary);
    const refused = khmer
      .client()
      .check({ purpose: 'border-control', salt, queries: [{ ...canary, odd: 1 } as never] });
    const told = await refused.then(String, (error: Error) => `${error.message} ${JSON.stringify(error)}`);
    const { body: figures } = await khmer.gateway.app.inject({ url: '/metrics', headers: { host: 'gateway.test' } });
    const files = (await readdir(khmer.folder, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
    const contents = await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'latin1')));
    const everything = [logged.join(''), told, figures, ...contents].join('\n').toLowerCase();
    expect(everything.length).toBeGreaterThan(10_000);
    for (const word of ['canary', 'th0000001', 'sommut']) expect(everything).not.toContain(word);
  });

  test('whoever may not open may not check', async () => {
    await expect(
      khmer.client(await auditor()).check({ purpose: 'border-control', salt, queries: [canary] }),
    ).rejects.toMatchObject({ code: 'ROLE_LACKING' });
  });
});

describe('not the same person', () => {
  const twin = { passport: 'TH0000001', born: '1999-01-01', names: ['Somebody Else'] };
  const decide = (query: CheckQuery, reason: string | null, record = listed) =>
    khmer.client().decide({ record, query, reason });

  test('what was decided is shown the next time, and asks for no second look; it can be taken back', async () => {
    expect(await check(twin)).toMatchObject({ answer: 'possible', candidates: [{ notTheSame: null }] });
    expect(await decide(twin, 'other father')).toBe(true);
    const { handle } = exchange.agency('kh-immigration').officer;
    expect(await check(twin)).toMatchObject({
      answer: 'not-the-same',
      candidates: [{ record: listed, notTheSame: { by: handle, reason: 'other father' } }],
    });
    expect((await check({ passport: 'TH0000001' })).answer).toBe('listed');
    const told = (await ownLog()).find(({ code }) => code === 'not-the-same');
    expect(told).toMatchObject({ kind: 'check', officer: handle, item: listed });
    expect([await decide(twin, null), await decide(twin, null)]).toEqual([true, false]);
    expect((await check(twin)).answer).toBe('possible');
  });

  test.each([
    ['of somebody who cannot be told apart', { names: ['Somchai'], born: '1980' }, undefined, 'DECISION_UNSURE'],
    ['of a listing that is not held', { passport: 'A1' }, 'a'.repeat(26), 'UNKNOWN_RECORD'],
    ['of what cannot be read', { passport: '😀' }, undefined, 'MALFORMED_REQUEST'],
  ])('%s is refused', async (_, query, record, code) => {
    await expect(decide(query, 'no', record ?? listed)).rejects.toMatchObject({ code });
  });
});

describe('the numbers of own listings, for a table of blind checks', () => {
  const asked = { purpose: 'border-control', salt } as const;

  test('are those of listings that the agency proposed and that count, told to readers and noted', async () => {
    const proposed = await list(passport('TH0000801'), { confirm: false });
    const red = await list(passport('TH0000802'), { tlp: 'RED' });
    const addressees = await list(passport('TH0000803'), { codes: ['H1'] });
    const restricted = await list(passport('TH0000804'), { tlp: 'GREEN', codes: ['H0', 'H2'] });
    const community = await list(passport('TH0000805'), { tlp: 'GREEN', codes: [] });
    const { listings, kept, commitment } = await thai.client().ownNumbers(asked);
    expect(kept).toBe(3);
    expect(listings.find(({ record }) => record === community)?.numbers).toContain('passport:TH0000805');
    expect(listings.find(({ record }) => record === listed)).toEqual({
      record: listed,
      reviewAt: expect.any(String),
      numbers: expect.arrayContaining(['passport:TH0000001', 'phone:+15550100123']),
    });
    expect(listings.flatMap(({ numbers }) => numbers).filter((one) => /^(licence|address):/.test(one))).toEqual([]);
    for (const left of [proposed, red, addressees, restricted])
      expect(listings.map(({ record }) => record)).not.toContain(left);
    expect(commitment).toBe(digest(`${salt}.${JSON.stringify(listings)}`));
    expect((await khmer.client().ownNumbers(asked)).listings, 'who confirmed hands out nothing').toEqual([]);
    const noted = (await ownLog()).find(({ code }) => code === 'own-numbers');
    expect(noted).toMatchObject({ kind: 'check', check: { purpose: 'border-control', count: 0 } });
  });

  test('are told to nobody who does not both open and write', async () => {
    for (const roles of [['auditor'], ['reader'], ['author']] as const) {
      const refused = khmer.client(await another([...roles])).ownNumbers(asked);
      await expect(refused, roles[0]).rejects.toMatchObject({ code: 'ROLE_LACKING' });
    }
    await expect(thai.client().ownNumbers({ ...asked, salt: 'short' })).rejects.toMatchObject({
      code: 'MALFORMED_REQUEST',
    });
  });
});

test('a gateway that starts again answers from its sealed snapshot: no file is opened twice', async () => {
  await khmer.gateway.screening.stop();
  asked.length = 0;
  const { ledger } = exchange.agency('kh-immigration');
  const unitKeys = [{ unit: 'duty-desk', epoch: 1, secretKey: exchange.agency('kh-immigration').sealKey.secretKey }];
  const { Screening } = await import('../screening/screening.ts');
  const { UnitKeys } = await import('../keys/unit-keys.ts');
  const keys = new UnitKeys(async () => unitKeys);
  await keys.load();
  const { view, follower } = khmer.gateway;
  const around = { agency: 'kh-immigration', ledger: watchedLedger(ledger, asked), view, follower, keys, roots: null };
  const again = new Screening({ ...around, folder: khmer.folder, clock: () => new Date(clock.now()) });
  again.start();
  await again.reached(view.checkpoint?.number ?? 0n, AbortSignal.timeout(20_000));
  expect(again.screen.has(listed)).toBe(true);
  expect(again.screen.size).toBe(khmer.gateway.screening.screen.size);
  expect(asked).toEqual(['height']);
  await again.stop();
});
