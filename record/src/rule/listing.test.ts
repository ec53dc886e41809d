import { describe, expect, test } from 'vitest';
import { agree, alertBody, delivered, khmer, lao, officer, registrar, sealed, thai } from '../../fixture/exchange.ts';
import { digestOf } from '../../fixture/ledger.ts';
import { listingBody, proposedLedger } from '../../fixture/listing.ts';
import { verdictOn } from '../../fixture/refusal.ts';
import { listingStanding } from '../listing.ts';
import { agencyKey, recordKey } from '../state.ts';

type World = ReturnType<typeof proposedLedger>;
const standingOf = ({ ledger, record, listing }: World) =>
  listingStanding(listing(), ledger.held<'record'>(recordKey(record)), ledger.now);
const acts = {
  confirm: ({ confirm }) => confirm(khmer),
  contest: ({ contest }) => contest(khmer),
  reply: ({ reply }) => reply(khmer, 'yes'),
  review: ({ review }) => review(khmer),
  delist: ({ delist }) => delist(khmer),
} satisfies Record<string, (world: World) => unknown>;

test('a listing is proposed by one agency, and listed by the word of a second', () => {
  const world = proposedLedger();
  expect(world.listing()).toEqual({
    record: world.record,
    proposedBy: thai,
    status: 'proposed',
    confirmedBy: null,
    reviewAt: null,
    reviews: [],
    heard: 'no',
    contests: [],
    delisted: null,
  });
  expect(standingOf(world)).toBe('proposed');
  world.confirm(khmer);
  const confirmedBy = { agency: khmer, officer: officer(khmer).handle, at: world.ledger.now };
  expect(world.listing()).toMatchObject({ status: 'listed', confirmedBy, reviewAt: world.reviewAt() });
  expect(standingOf(world)).toBe('listed');
});

test('an alert has no listing beside it', () => {
  const { ledger, agreement } = proposedLedger();
  const record = ledger.say('record.post/1', officer(thai), alertBody(ledger, agreement), { delivered });
  expect(ledger.state.has(`listing/${record}`)).toBe(false);
  const reviewAt = '2027-01-01T00:00:00.000Z';
  expect(verdictOn(() => ledger.say('listing.confirm/1', officer(khmer), { record, reviewAt }))).toBe('NOT_A_LISTING');
});

test('a listing opens by the keys of its addressees, so that their gateways can screen by it', () => {
  const { ledger, agreement } = proposedLedger();
  const witnessed = { ...sealed, mode: 'witnessed', roster: 1, t: 2, n: 3, cm: digestOf('commitment') } as const;
  ledger.state.set('roster/1', {
    epoch: 1,
    t: 2,
    trustees: [thai, khmer, lao].map((agency) => ({ agency })),
    superseded: null,
    until: '2028-01-01T00:00:00.000Z',
  });
  const post = (kind: string) =>
    verdictOn(() =>
      ledger.say(
        'record.post/1',
        officer(thai),
        { ...(kind === 'listing' ? listingBody : alertBody)(ledger, agreement), sealed: witnessed },
        { delivered },
      ),
    );
  expect(post('alert')).toBe('lawful');
  expect(post('listing')).toBe('DIRECT_REQUIRED');
});

describe('confirming', () => {
  test('is for another agency that the listing was sent to', () => {
    const world = proposedLedger();
    expect(verdictOn(() => world.confirm(thai))).toBe('SELF_CONFIRMATION');
    const { ledger, agreement } = world;
    const alone = ledger.say(
      'record.post/1',
      officer(thai),
      { ...listingBody(ledger, agreement), to: [khmer] },
      { delivered },
    );
    const confirm = () => ledger.say('listing.confirm/1', officer(lao), { record: alone, reviewAt: world.reviewAt() });
    expect(verdictOn(confirm)).toBe('NOT_ADDRESSED');
    expect(standingOf(world)).toBe('proposed');
  });

  test('is not for the same body under another code: one root, one authority', () => {
    const { ledger, confirm } = proposedLedger();
    const key = agencyKey(khmer);
    ledger.state.set(key, { ...ledger.held<'agency'>(key), root: `root-of-${thai}` });
    expect(verdictOn(() => confirm(khmer))).toBe('SELF_CONFIRMATION');
    expect(verdictOn(() => confirm(lao))).toBe('lawful');
  });

  test('happens once', () => {
    const { confirm } = proposedLedger();
    confirm(khmer);
    expect(verdictOn(() => confirm(lao))).toBe('LISTING_CONFIRMED');
    expect(verdictOn(() => confirm(khmer))).toBe('LISTING_CONFIRMED');
  });

  test.each([
    ['in a year', '2027-11-23T08:00:00.000Z', 'lawful'],
    ["five minutes more, for the officer's clock", '2027-11-23T08:05:00.000Z', 'lawful'],
    ['a millisecond more', '2027-11-23T08:05:00.001Z', 'REVIEW_DATE'],
    ['now', '2026-11-23T08:00:00.000Z', 'REVIEW_DATE'],
    ['in the past', '2026-11-22T08:00:00.000Z', 'REVIEW_DATE'],
  ])('with a review %s', (_, reviewAt, verdict) => {
    const { ledger, record, confirm, review } = proposedLedger();
    expect(verdictOn(() => ledger.say('listing.confirm/1', officer(khmer), { record, reviewAt }))).toBe(verdict);
    if (verdict !== 'lawful') confirm(khmer);
    expect(verdictOn(() => review(thai, { reviewAt }))).toBe(verdict);
  });

  test('and reviewing need the agreement, contesting, replying and ending do not', () => {
    const world = proposedLedger();
    const { ledger, agreement, confirm, contest, reply, review, delist } = world;
    ledger.say('agreement.suspend/1', officer(lao), { agreement });
    expect(verdictOn(() => confirm(khmer))).toBe('AGREEMENT_SUSPENDED');
    ledger.say('agreement.resume/1', officer(lao), { agreement });
    confirm(khmer);
    ledger.say('agreement.withdraw/1', officer(khmer), { agreement });
    expect(verdictOn(() => review(khmer))).toBe('NOT_A_PARTY');
    ledger.say('agreement.withdraw/1', officer(lao), { agreement });
    expect(verdictOn(() => review(thai))).toBe('AGREEMENT_ENDED');
    for (const act of [() => contest(lao), () => reply(lao, 'not-possible'), () => delist(khmer)])
      expect(verdictOn(act)).toBe('lawful');
  });

  test('under an agreement that nobody knows any more is refused', () => {
    const { ledger, agreement, confirm } = proposedLedger();
    ledger.state.delete(`agreement/${agreement}`);
    expect(verdictOn(() => confirm(khmer))).toBe('UNKNOWN_AGREEMENT');
  });
});

describe('a contested listing', () => {
  test('says so until the confirmer has reviewed it', () => {
    const world = proposedLedger();
    const { confirm, contest, review, listing } = world;
    confirm(khmer);
    const id = contest(lao);
    expect(standingOf(world)).toBe('contested');
    expect(listing().contests).toMatchObject([{ id, agency: lao, reason: 'identity-mistaken', settled: null }]);
    review(thai);
    expect(standingOf(world), 'a review for another reason leaves it open').toBe('contested');
    expect(verdictOn(() => review(thai, { reason: 'contest-rejected' }))).toBe('SELF_CONFIRMATION');
    review(khmer, { reason: 'contest-rejected' });
    expect(standingOf(world)).toBe('listed');
    expect(listing().contests).toMatchObject([{ id, settled: world.ledger.now }]);
    expect(verdictOn(() => review(khmer, { reason: 'contest-rejected' }))).toBe('MALFORMED_STATEMENT');
  });

  test('is not confirmed out of it: a confirmation leaves the contest open', () => {
    const world = proposedLedger();
    world.contest(lao);
    expect(standingOf(world)).toBe('contested');
    world.confirm(khmer);
    expect(standingOf(world)).toBe('contested');
  });

  test('keeps sixteen contests', () => {
    const { contest } = proposedLedger();
    for (let i = 0; i < 16; i++) contest(lao);
    expect(verdictOn(() => contest(khmer))).toBe('LIMIT_REACHED');
  });
});

describe('reviewing', () => {
  test('keeps a confirmed listing; past its date it is under review, and never told as listed', () => {
    const world = proposedLedger();
    const { confirm, review, wait, listing } = world;
    expect(verdictOn(() => review(thai))).toBe('LISTING_NOT_CONFIRMED');
    confirm(khmer);
    wait(20 * 24 - 1);
    expect(standingOf(world)).toBe('listed');
    wait(1);
    expect(standingOf(world)).toBe('under-review');
    review(khmer);
    expect(standingOf(world)).toBe('listed');
    expect(listing().reviews).toEqual([
      { agency: khmer, officer: officer(khmer).handle, at: world.ledger.now, reason: 'still-grounded' },
    ]);
  });

  test('is for the two that stand for it', () => {
    const { confirm, review } = proposedLedger();
    confirm(khmer);
    expect(verdictOn(() => review(lao))).toBe('NOT_YOUR_LISTING');
    for (const by of [thai, khmer]) expect(verdictOn(() => review(by))).toBe('lawful');
  });

  test('remembers the last sixteen', () => {
    const { confirm, review, listing } = proposedLedger();
    confirm(khmer);
    for (let i = 0; i < 17; i++) review(thai);
    expect(listing().reviews).toHaveLength(16);
  });
});

test('the right of reply is noted, and what was heard stays heard', () => {
  const { reply, listing } = proposedLedger();
  reply(lao, 'not-possible');
  expect(listing().heard).toBe('not-possible');
  reply(khmer, 'yes');
  expect(listing().heard).toBe('yes');
  expect(verdictOn(() => reply(lao, 'not-possible'))).toBe('ALREADY_HEARD');
  expect(verdictOn(() => reply(thai, 'yes'))).toBe('lawful');
});

describe('ending', () => {
  test('by either of the two that stand for it, closes its record', () => {
    for (const by of [thai, khmer]) {
      const world = proposedLedger();
      const { ledger, record, confirm, delist, listing } = world;
      expect(
        verdictOn(() => delist(khmer)),
        'before it confirmed',
      ).toBe('NOT_YOUR_LISTING');
      confirm(khmer);
      expect(verdictOn(() => delist(lao))).toBe('NOT_YOUR_LISTING');
      delist(by);
      expect(listing()).toMatchObject({ status: 'delisted', delisted: { agency: by, reason: 'wrong-person' } });
      const ended = { state: 'closed', ended: { at: ledger.now, reason: 'wrong-person' } };
      expect(ledger.held<'record'>(recordKey(record))).toMatchObject(ended);
      expect(standingOf(world)).toBe('delisted');
    }
  });

  test.each(Object.entries(acts))('then nothing more: %s', (_, act) => {
    const world = proposedLedger();
    world.confirm(lao);
    world.delist(thai);
    expect(verdictOn(() => act(world))).toBe('DELISTED');
  });
});

describe.each(Object.entries(acts))('%s', (name, act) => {
  test('of a record that was withdrawn, closed, purged or is past its retention is refused', () => {
    const after = (change: (world: World) => unknown) => {
      const world = proposedLedger();
      if (name !== 'confirm') world.confirm(khmer);
      change(world);
      expect(standingOf(world)).toBe('delisted');
      return verdictOn(() => act(world));
    };
    const say = 'source-withdrawn';
    expect(after(({ ledger, record }) => ledger.say('record.withdraw/1', officer(thai), { record, reason: say }))).toBe(
      'RECORD_WITHDRAWN',
    );
    expect(
      after(({ ledger, record }) => ledger.say('record.close/1', officer(thai), { record, reason: 'superseded' })),
    ).toBe('RECORD_CLOSED');
    expect(
      after(({ ledger, record }) => ledger.say('record.purge/1', officer(thai), { record, reason: 'court-order' })),
    ).toBe('RECORD_PURGED');
    expect(
      after(({ ledger, record }) => {
        const key = recordKey(record);
        ledger.state.set(key, { ...ledger.held<'record'>(key), retain: ledger.now });
      }),
    ).toBe('RECORD_EXPIRED');
  });

  test('of a record that nobody knows, or by somebody it was not sent to, is refused', () => {
    const world = proposedLedger();
    const { ledger, record } = world;
    const key = recordKey(record);
    const head = ledger.held<'record'>(key);
    ledger.state.set(key, { ...head, to: [lao] });
    expect(verdictOn(() => act(world))).toBe('NOT_ADDRESSED');
    ledger.state.delete(key);
    expect(verdictOn(() => act(world))).toBe('UNKNOWN_RECORD');
  });
});

test('an agreement without listings covers none', () => {
  const { ledger } = proposedLedger();
  const other = agree(ledger);
  const post = () => ledger.say('record.post/1', officer(thai), listingBody(ledger, other), { delivered });
  expect(verdictOn(post)).toBe('KIND_NOT_COVERED');
  expect(
    verdictOn(() => ledger.say('listing.confirm/1', registrar(khmer), { record: other, reviewAt: ledger.now })),
  ).toBe('ROLE_LACKING');
});
