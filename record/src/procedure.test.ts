import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refusalOf, verdictOn } from '../fixture/refusal.ts';
import { alert } from './kind/alert.ts';
import { advance, type Progress } from './procedure.ts';

const { procedure } = alert;
const now = '2026-11-23T08:00:00.000Z';
const later = '2026-11-23T09:00:00.000Z';
const record = (state: string, own: string): Progress => ({
  author: 'th-police',
  state,
  progress: { 'kh-immigration': { state: own, at: null }, 'la-fiu': { state: 'awaiting', at: null } },
});
const actors = { author: 'th-police', addressee: 'kh-immigration', stranger: 'vn-labour' } as const;

/** What each step by each actor leads to, in an open record: by the addressee's own progress. */
const open: Readonly<Record<string, Readonly<Record<keyof typeof actors, readonly [string, string, string]>>>> = {
  // when awaiting, acknowledged, answered
  acknowledge: {
    author: ['NOT_ADDRESSED', 'NOT_ADDRESSED', 'NOT_ADDRESSED'],
    addressee: ['acknowledged', 'ALREADY_ACKNOWLEDGED', 'ALREADY_ACKNOWLEDGED'],
    stranger: ['NOT_ADDRESSED', 'NOT_ADDRESSED', 'NOT_ADDRESSED'],
  },
  'follow-up': {
    author: ['awaiting', 'acknowledged', 'answered'],
    addressee: ['NOT_ACKNOWLEDGED', 'answered', 'answered'],
    stranger: ['NOT_ADDRESSED', 'NOT_ADDRESSED', 'NOT_ADDRESSED'],
  },
  withdraw: {
    author: ['withdrawn', 'withdrawn', 'withdrawn'],
    addressee: ['NOT_THE_AUTHOR', 'NOT_THE_AUTHOR', 'NOT_THE_AUTHOR'],
    stranger: ['NOT_ADDRESSED', 'NOT_ADDRESSED', 'NOT_ADDRESSED'],
  },
  close: {
    author: ['closed', 'closed', 'closed'],
    addressee: ['NOT_THE_AUTHOR', 'NOT_THE_AUTHOR', 'NOT_THE_AUTHOR'],
    stranger: ['NOT_ADDRESSED', 'NOT_ADDRESSED', 'NOT_ADDRESSED'],
  },
};
const progresses = ['awaiting', 'acknowledged', 'answered'] as const;

test('the table below has every step', () => expect(Object.keys(open)).toEqual(Object.keys(procedure.steps)));

describe.each(Object.entries(open))('%s', (step, byActor) => {
  describe.each(Object.entries(byActor))('by %s', (actor, outcomes) => {
    const agency = actors[actor as keyof typeof actors];

    test.each(progresses.map((own, i) => [own, outcomes[i] ?? ''] as const))('while %s: %s', (own, outcome) => {
      const before = record('open', own);
      const refusal = refusalOf(() => advance(procedure, before, step, agency, now));
      if (refusal !== undefined) return expect(refusal.code).toBe(outcome);
      const after = advance(procedure, before, step, agency, now);
      const mine = after.progress['kh-immigration']?.state;
      expect(after.state === 'open' ? mine : after.state).toBe(outcome);
      expect(after.progress['la-fiu'], "others' progress is theirs").toBe(before.progress['la-fiu']);
      expect(before, 'the record before is not touched').toEqual(record('open', own));
    });

    test.each([
      ['closed', 'RECORD_CLOSED'],
      ['withdrawn', 'RECORD_WITHDRAWN'],
      ['a state nobody knows', 'RECORD_CLOSED'],
    ])('once %s', (state, code) => {
      const standing = outcomes.find((outcome) => ['NOT_ADDRESSED', 'NOT_THE_AUTHOR'].includes(outcome));
      for (const own of progresses)
        expect(verdictOn(() => advance(procedure, record(state, own), step, agency, now))).toBe(standing ?? code);
    });
  });
});

test('a step notes the ledger time at which it was taken', () => {
  const acknowledged = advance(procedure, record('open', 'awaiting'), 'acknowledge', 'kh-immigration', now);
  expect(acknowledged.progress['kh-immigration']).toEqual({ state: 'acknowledged', at: now });
  const answered = advance(procedure, acknowledged, 'follow-up', 'kh-immigration', later);
  expect(answered.progress['kh-immigration']).toEqual({ state: 'answered', at: later });
});

test('names of the prototype are no addressees', () => {
  for (const name of ['__proto__', 'constructor', 'toString'])
    expect(verdictOn(() => advance(procedure, record('open', 'awaiting'), 'acknowledge', name, now))).toBe(
      'NOT_ADDRESSED',
    );
});

test('a step that the table lacks is our bug, not a refusal', () => {
  expect(() => advance(procedure, record('open', 'awaiting'), 'reopen', 'th-police', now)).toThrow('no step reopen');
});

const moves = fc.array(
  fc.tuple(fc.constantFrom(...Object.keys(open)), fc.constantFrom(...Object.values(actors), 'la-fiu')),
);

test('no sequence of steps leaves the table, acknowledges twice or changes what has ended', () => {
  fc.assert(
    fc.property(moves, (sequence) => {
      let here: Progress = record('open', 'awaiting');
      const acknowledged = new Set<string>();
      for (const [step, agency] of sequence) {
        const before = structuredClone(here);
        const refused = refusalOf(() => (here = advance(procedure, here, step, agency, now))) !== undefined;
        if (refused || procedure.ended.includes(before.state)) expect(here).toEqual(before);
        if (refused) continue;
        if (step === 'acknowledge') expect(acknowledged.has(agency)).toBe(false);
        if (step === 'acknowledge') acknowledged.add(agency);
        expect(['open', ...procedure.ended]).toContain(here.state);
        for (const { state } of Object.values(here.progress)) expect(progresses).toContain(state);
        expect(Object.keys(here.progress)).toEqual(Object.keys(before.progress));
      }
    }),
  );
});
