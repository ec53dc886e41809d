import { decryptWith, digest, generateSealKey, toBase64url, verifyCopy } from '@tocsin/envelope';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fictitiousRegister } from '../../../test/support/listing.ts';
import type { Officer } from '../../../test/support/officer.ts';
import { type Checking, openChecking, passport, salt } from '../../fixture/checking.ts';
import { TestClock } from '../../fixture/gateway.ts';
import type { CheckQuery, GivenAnswer } from '../api/checks.ts';
import { MOST_COPIES } from '../screening/copies.ts';
import { answerOrRefusal, sourcesIn, unpackCopy } from '../screening/door.ts';

let exchange: Checking['exchange'];
let thai: Checking['thai'];
let khmer: Checking['khmer'];
let listed: Checking['listed'];
let list: Checking['list'];
let check: Checking['check'];
let another: Checking['another'];
let ownLog: Checking['ownLog'];
let close: Checking['close'];
const clock = new TestClock();
beforeAll(async () => {
  ({ exchange, thai, khmer, listed, list, check, another, ownLog, close } = await openChecking(clock, [
    ...fictitiousRegister,
  ]));
  await list(passport('AA0000005'), { purposes: ['prosecution'] });
}, 60_000);
afterAll(() => close?.());

describe('an offline copy', () => {
  const { publicKey, secretKey } = generateSealKey();
  const take = async (officer?: Officer, hours = 12) => {
    const order = { purpose: 'border-control', hours, key: toBase64url(publicKey) } as const;
    const given = await khmer.client(officer).offlineCopy(order);
    const { code, root } = exchange.agency('kh-immigration');
    const trust = { agency: code, root, crls: [], at: new Date(clock.now()) };
    const { facts, sealed } = await verifyCopy(given.file, trust);
    await expect(decryptWith(generateSealKey().secretKey, sealed)).rejects.toMatchObject({ code: 'NOT_FOR_ME' });
    return { given, facts, copy: await unpackCopy(await decryptWith(secretKey, sealed)) };
  };

  test('answers as the gateway does, signed by it for the device that it is sealed to, and is accounted for', async () => {
    const { given, facts, copy } = await take();
    expect(copy.listings).toHaveLength(given.listings);
    const { agency, purpose, made, expires } = copy;
    expect(facts).toEqual({ agency, purpose, made, expires, device: digest(publicKey) });
    const queries: CheckQuery[] = [{ passport: 'TH0000001' }, { licence: 'KH-2' }, { passport: 'AA0000005' }, {}];
    const { answers } = await khmer.client().check({ purpose: 'border-control', salt, queries });
    const sources = sourcesIn(copy)(new Date(clock.now()).toISOString());
    const offline = queries.map((query) => answerOrRefusal(sources, query));
    // That there is one for other purposes is not in a copy for this one.
    expect(offline.map(({ answer }) => answer)).toEqual(answers.map(({ answer }) => answer));
    expect(offline[0]).toMatchObject({ candidates: (answers[0] as GivenAnswer).candidates });
    const check = { purpose: 'border-control', count: given.listings, commitment: digest(given.file) };
    expect((await ownLog()).find(({ code }) => code === 'offline-copy')).toMatchObject({
      check: { ...check, device: digest(publicKey) },
    });
  });

  test('a listing in it counts as long as it would, and no longer', async () => {
    const { copy } = await take(undefined, 72);
    const { reviewAt = null, until = '' } = copy.listings.find(({ record }) => record === listed) ?? {};
    const at = (instant: string, ms: number) => {
      const sources = sourcesIn(copy)(new Date(Date.parse(instant) + ms).toISOString());
      return answerOrRefusal(sources, { passport: 'TH0000001' }).answer;
    };
    const times = [at(reviewAt ?? '', -1), at(reviewAt ?? '', 0), at(until, -1), at(until, 0)];
    expect(times).toEqual(['listed', 'under-review', 'under-review', 'unknown']);
  });

  test('holds nothing that is for named recipients, not to be passed on or restricted in words: those are counted', async () => {
    const before = (await take()).copy.withheld;
    const red = await list(passport('TH0000901'), { tlp: 'RED' });
    const [h2, h3] = [
      await list(passport('TH0000902'), { codes: ['H2'] }),
      await list(passport('TH0000903'), { codes: ['H3'] }),
    ];
    const strict = await list(passport('TH0000904'), { tlp: 'AMBER+STRICT' });
    const { given, copy } = await take();
    const records = copy.listings.map(({ record }) => record);
    expect(records).toContain(strict);
    for (const record of [red, h2, h3]) expect(records).not.toContain(record);
    expect([given.withheld, copy.withheld]).toEqual([before + 3, before + 3]);
    expect((await check({ passport: 'TH0000901' })).answer).toBe('listed');
    expect(
      answerOrRefusal(sourcesIn(copy)(new Date(clock.now()).toISOString()), { passport: 'TH0000901' }).answer,
    ).toBe('unknown');
  });

  test('is given to an officer so many times within a day, however many ask at once, and noted where it is not', async () => {
    const officer = await another(['reader']);
    const asked = await Promise.allSettled(Array.from({ length: MOST_COPIES + 2 }, () => take(officer)));
    const refused = asked.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(refused).toHaveLength(2);
    for (const reason of refused) expect(reason).toMatchObject({ code: 'TOO_MANY_COPIES', status: 429 });
    const notes = (await ownLog('refusal')).filter(({ code }) => code === 'TOO_MANY_COPIES');
    expect(notes).toMatchObject([{ officer: officer.handle }]);
    expect((await take(await another(['reader']))).given.listings).toBeGreaterThan(0);
  });

  test('does not outlive the registration of whom it is given to', async () => {
    const until = new Date(clock.now() + 2 * 3_600_000).toISOString();
    const { copy, given } = await take(await another(['reader'], until));
    expect([copy.expires, given.expires]).toEqual([until, until]);
  });

  test('is not given by a gateway that could not sign it', async () => {
    const order = { purpose: 'border-control', hours: 12, key: toBase64url(publicKey) } as const;
    await expect(thai.client().offlineCopy(order)).rejects.toMatchObject({ code: 'NOT_WITNESSING' });
  });

  test('what was checked with it is told to the own log', async () => {
    const at = new Date(clock.now()).toISOString();
    const told = { at, purpose: 'border-control' as const, count: 3, commitment: digest('x'), block: '7' };
    expect(await khmer.client().accountChecks([told, told])).toBe(2);
    const { at: asked, ...check } = told;
    expect((await ownLog()).filter(({ code }) => code === 'offline')).toMatchObject([
      { check: { ...check, asked } },
      {},
    ]);
  });
});
