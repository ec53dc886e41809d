import { expect, test } from 'vitest';
import { growthOf, type Sample, tooGrown } from './growth.ts';

/** A life of 90 samples whose memory is told by its progress from 0 to 1. */
const life = (pid: number, resident: (progress: number) => number): Sample[] =>
  Array.from({ length: 90 }, (_, i) => ({ pid, resident: resident(i / 90) }));

test('what warms up and then stays is flat', () => {
  const warming = growthOf(
    'peer.la-fiu',
    life(1, (progress) => Math.min(300, 100 + progress * 900)),
  );
  expect(warming).toMatchObject({ lives: 1, samples: 90, from: 300, to: 300, percent: 0 });
  expect(tooGrown([warming])).toEqual([]);
});

test('a leak is found in a process that lived all the time', () => {
  const leaking = growthOf(
    'peer.la-fiu',
    life(1, (progress) => 200 + progress * 40),
  );
  expect(leaking.percent).toBeGreaterThan(5);
  expect(tooGrown([leaking])).toEqual([leaking]);
});

test('a process that was killed is told and not judged: its longest life is no measure', () => {
  const samples = [...life(1, (progress) => 200 + progress * 40), ...life(2, () => 200).slice(0, 20)];
  const killed = growthOf('peer.th-police', samples);
  expect(killed).toMatchObject({ lives: 2, samples: 90 });
  expect(tooGrown([killed])).toEqual([]);
});
