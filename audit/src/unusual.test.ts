import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Scene } from '../../test/support/audit/scene.ts';
import { Trail, type UnusualQuestion, unusual } from './index.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await Scene.open('2026-11-23T03:30:00.000Z'); // half past ten in Bangkok and Phnom Penh
});
afterEach(() => scene.close());

const found = async (question: UnusualQuestion = {}) => unusual(await scene.trail(), question).findings;
const rulesFound = async (question?: UnusualQuestion) => (await found(question)).map(({ rule }) => rule);

const anyHour = { hours: { from: '00:00', until: '23:59' }, late: 99 };

describe('an officer with many subjects and no case', () => {
  const open = async (records: number, hasCase: boolean) => {
    for (let i = 0; i < records; i++) await scene.opens('kh-immigration', await scene.posts(), { hasCase });
  };

  test('is named with the statements that were counted', async () => {
    await open(5, false);
    const findings = await found({ thresholds: { ...anyHour, subjects: 5 } });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      rule: 'many-subjects-no-case',
      agency: 'kh-immigration',
      officer: scene.exchange.agency('kh-immigration').officer.handle,
      numbers: { records: 5, windowHours: 24 },
    });
    expect(findings[0]?.statements).toHaveLength(5);
  });

  test('is not, with one less, with a case, or over a longer time', async () => {
    await open(5, true);
    await open(2, false);
    scene.wait(25);
    await open(2, false);
    expect(await rulesFound({ thresholds: { ...anyHour, subjects: 5 } })).toEqual([]);
    expect(await rulesFound({ thresholds: { ...anyHour, subjects: 4, windowHours: 48 } })).toEqual([
      'many-subjects-no-case',
    ]);
  });
});

describe('outside duty hours', () => {
  const focalPoint = async (timeZone: string) => {
    const { registrar, officer, ledger } = scene.exchange.agency('kh-immigration');
    const set = await registrar.sign('focal-point.set/1', {
      post: 'night-desk',
      unit: officer.unit,
      holder: officer.handle,
      duties: [{ step: 'acknowledge', duty: 'responsible' }],
      languages: ['km'],
      timeZone,
      until: '2027-06-01T00:00:00.000Z',
      closed: false,
    });
    await ledger.submit(set.jws, null);
  };

  test("counts by the clock of the unit's focal point", async () => {
    await focalPoint('Asia/Phnom_Penh');
    const record = await scene.posts();
    await scene.opens('kh-immigration', record);
    expect(await rulesFound({ thresholds: { outside: 1 } })).toEqual([]);
    scene.wait(16); // half past two in the night
    await scene.opens('kh-immigration', await scene.posts());
    expect(await found({ thresholds: { outside: 1 } })).toMatchObject([
      { rule: 'outside-duty-hours', numbers: { outside: 1, of: 2 } },
    ]);
    expect(await rulesFound({ thresholds: { outside: 1, hours: { from: '22:00', until: '11:00' } } })).toEqual([]);
  });

  test('an urgent record may be opened at any hour', async () => {
    await focalPoint('Asia/Phnom_Penh');
    scene.wait(16);
    await scene.opens('kh-immigration', await scene.posts(['kh-immigration'], 'FLASH'));
    expect(await rulesFound({ thresholds: { outside: 1 } })).toEqual([]);
  });

  test('without a focal point, or in a zone that does not exist, the clock is UTC', async () => {
    await focalPoint('Mars/Olympus');
    await scene.opens('kh-immigration', await scene.posts()); // 03:30 UTC
    expect(await rulesFound({ thresholds: { outside: 1 } })).toEqual(['outside-duty-hours']);
  });
});

describe('refusals in a row', () => {
  test('count failures, with what the own gateway has noted, and end with a good opening', async () => {
    const record = await scene.posts();
    await scene.opens('kh-immigration', record, { outcome: 'failed' });
    await scene.opens('kh-immigration', record, { outcome: 'failed' });
    expect(await rulesFound()).toEqual([]);
    const { handle } = scene.exchange.agency('kh-immigration').officer;
    const about = { agency: 'kh-immigration', officer: handle, at: scene.exchange.now(), code: 'ACCESS_TOO_OLD' };
    const noted = { ...about, access: null };
    const [told] = (await scene.trail()).told('access.request/1');
    const twice = { ...about, access: told?.id ?? '' };
    expect(await rulesFound({ refusals: [twice] })).toEqual([]);
    expect(await found({ refusals: [noted] })).toMatchObject([
      { rule: 'refusals-in-a-row', officer: handle, numbers: { refusals: 3, noted: 1 } },
    ]);
    await scene.opens('kh-immigration', record);
    await scene.opens('kh-immigration', record, { outcome: 'failed' });
    expect(await rulesFound()).toEqual([]);
    expect(await rulesFound({ thresholds: { refusals: 2 } })).toEqual(['refusals-in-a-row']);
  });
});

test('whoever asks for keys with no access at all is named by what the gateway noted alone', async () => {
  const refusal = { agency: 'th-police', officer: 'a'.repeat(26), access: null, code: 'UNKNOWN_ACCESS' };
  const refusals = [1, 2, 3].map((minute) => ({ ...refusal, at: `2026-11-23T03:3${minute}:00.000Z` }));
  expect(await found({ refusals })).toMatchObject([
    { rule: 'refusals-in-a-row', officer: refusal.officer, numbers: { refusals: 3, noted: 3 }, statements: [] },
  ]);
});

describe('a trustee’s own log', () => {
  /** The ledger as it would be had the officer's receipt named these trustees. */
  const trailNaming = async (access: string, released: string[]) =>
    Trail.of(
      (await scene.blocks()).map((block) => ({
        ...block,
        transactions: block.transactions.map((one) => ({ ...one, writes: one.writes.map(named(access, released)) })),
      })),
    );
  const named = (access: string, released: string[]) => (write: { readonly key: string; readonly value: string }) =>
    write.key === `access/${access}` && write.value.includes('"outcome"')
      ? { ...write, value: write.value.replace('"released":[]', `"released":${JSON.stringify(released)}`) }
      : write;

  test('names the officer whose receipt it knows nothing of, and none whose share it released', async () => {
    const access = await scene.opens('kh-immigration', await scene.posts());
    const trail = await trailNaming(access, ['la-fiu', 'th-police']);
    const release = { access, agency: 'kh-immigration', at: scene.exchange.now() };
    const ask = (releases: (typeof release)[]) =>
      unusual(trail, { released: { trustee: 'la-fiu', releases } }).findings;
    expect(ask([])).toMatchObject([
      {
        rule: 'receipt-not-released',
        officer: scene.exchange.agency('kh-immigration').officer.handle,
        statements: [access],
      },
    ]);
    expect(ask([release])).toEqual([]);
    expect(unusual(trail, { released: { trustee: 'vn-labour', releases: [] } }).findings).toEqual([]);
  });

  test('names the agency for whose gateway was released what nobody had asked for', async () => {
    await scene.opens('kh-immigration', await scene.posts());
    const at = scene.exchange.now();
    const made = { access: 'z'.repeat(26), agency: 'kh-immigration', at };
    const later = { ...made, at: '2027-01-01T00:00:00.000Z' };
    expect(await found({ released: { trustee: 'la-fiu', releases: [made, later] } })).toMatchObject([
      { rule: 'released-not-asked', agency: 'kh-immigration', numbers: { releases: 1 }, since: at },
    ]);
  });
});

describe('what never came', () => {
  test('receipts', async () => {
    const record = await scene.posts();
    for (let i = 0; i < 3; i++) await scene.opens('kh-immigration', record, { outcome: null });
    scene.wait(1);
    await scene.posts(['la-fiu']);
    expect(await found({ thresholds: { receipts: 3 } })).toMatchObject([
      { rule: 'no-receipts', numbers: { missing: 3, of: 3 } },
    ]);
    expect(await rulesFound({ thresholds: { receipts: 4 } })).toEqual([]);
  });

  test('acknowledgements of an agency that makes none; one that makes some is late, not silent', async () => {
    const records = [];
    for (let i = 0; i < 3; i++) records.push(await scene.posts(['kh-immigration', 'la-fiu']));
    await scene.acknowledges('la-fiu', records[0] ?? '');
    scene.wait(30);
    await scene.posts(['kh-immigration']);
    expect(await found()).toMatchObject([
      {
        rule: 'never-acknowledges',
        agency: 'kh-immigration',
        officer: null,
        numbers: { late: 3, acknowledged: 0 },
        statements: records,
      },
    ]);
    expect(await rulesFound({ agency: 'la-fiu' })).toEqual([]);
    expect(await rulesFound({ until: '2026-11-23T00:00:00.000Z' })).toEqual([]);
  });
});
