import { expect, test } from 'vitest';
import { copyOf } from '../../fixture/copy.ts';
import type { CheckQuery } from '../api/checks.ts';
import { answering, answerOrRefusal } from './asking.ts';
import { sourcesIn } from './copy.ts';
import type { Subject } from './subject.ts';
import { type Steps, Turns } from './turns.ts';

const now = '2026-11-27T00:00:00.000Z';
const until = '2099-01-01T00:00:00.000Z';
/** As long as names may be, and all alike: the most work that anybody can ask for. */
const long = (nth: number): string =>
  Array.from({ length: 8 }, (_, i) =>
    'สมชายใจดีศักดิ์สิทธิ์ศรีสุข'
      .slice((nth * 7 + i) % 11)
      .padEnd(36, ['ชัย', 'ดี', 'พร'][nth % 3])
      .slice(0, 36),
  ).join(' ');

const listings = Array.from({ length: 12 }, (_, nth) => {
  const subject: Subject = {
    part: 'subject',
    kind: 'person',
    names: [{ text: long(nth), kind: 'person' }],
    born: null,
    identifiers: [{ type: 'phone', value: '+15550100123', scope: null }],
  };
  const record = `${'a'.repeat(24)}${String.fromCharCode(97 + (nth % 26), 97 + Math.floor(nth / 26))}`;
  return { record, standing: 'listed' as const, reviewAt: until, until, subjects: [subject] };
});
const sources = sourcesIn(copyOf({ listings }))(now);
const query: CheckQuery = { names: [long(3), long(14)], phone: '+15550100123' };

/** A clock that each look moves on, and how often others had their turn. */
function clock(ms: number) {
  let [at, turns] = [0, 0];
  const breathe = async () => {
    turns += 1;
  };
  return { now: () => (at += ms), breathe, turns: () => turns };
}

test('names of 300 letters are work of a step for each that they are compared with, and others get turns between', async () => {
  let steps = 0;
  function* counted(all: Steps<unknown>): Steps<unknown> {
    for (let step = all.next(); ; step = all.next()) {
      if (step.done === true) return step.value;
      steps += 1;
      yield;
    }
  }
  const slow = clock(2);
  const given = await new Turns(slow).of(counted(answering(sources, query)));
  expect(given).toEqual(answerOrRefusal(sources, query));
  expect(given).toMatchObject({ answer: 'listed' });
  expect(steps).toBeGreaterThanOrEqual(2 * listings.length);
  expect(slow.turns()).toBeGreaterThanOrEqual(Math.floor(steps / 6));
});

test('what is done before 10 ms are over is done in one go, and all queries of a request share them', async () => {
  const quick = clock(0.001);
  const turns = new Turns(quick);
  function* work(): Steps<number> {
    for (let i = 0; i < 100; i++) yield;
    return 7;
  }
  expect(await turns.of(work())).toBe(7);
  expect(quick.turns()).toBe(0);
  for (let i = 0; i < 100; i++) await turns.of(work());
  expect(quick.turns()).toBe(1);
});

test('what goes wrong in a step is told', async () => {
  function* broken(): Steps<never> {
    yield;
    throw new RangeError('broken');
  }
  await expect(new Turns().of(broken())).rejects.toThrow('broken');
});
