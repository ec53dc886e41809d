import { Compile } from 'typebox/compile';
import { describe, expect, test } from 'vitest';
import {
  aboveCeiling,
  Grading,
  gradingWords,
  Handling,
  handlingCodes,
  handlingWords,
  tlpLabels,
  tlpWords,
} from './handling.ts';

const rank = { CLEAR: 0, GREEN: 1, AMBER: 2, 'AMBER+STRICT': 3, RED: 4 } as const;

describe.each(tlpLabels)('TLP:%s', (label) => {
  test.each(tlpLabels)('under a ceiling of %s', (ceiling) =>
    expect(aboveCeiling(label, ceiling)).toBe(rank[label] > rank[ceiling]),
  );
});

const handling = Compile(Handling);
test.each([
  { tlp: 'RED', codes: [] },
  { tlp: 'AMBER+STRICT', codes: ['H0', 'H1', 'H2', 'H3'] },
])('%j is a handling', (value) => expect(handling.Check(value)).toBe(true));
test.each([
  { tlp: 'WHITE', codes: [] },
  { tlp: 'red', codes: [] },
  { tlp: 'RED' },
  { codes: [] },
  { tlp: 'RED', codes: ['H1', 'H1'] },
  { tlp: 'RED', codes: ['H4'] },
  { tlp: 'RED', codes: [], note: 'x' },
])('%j is none', (value) => expect(handling.Check(value)).toBe(false));

const grading = Compile(Grading);
test.each([
  { scheme: '4x4', source: 'X', information: '4' },
  { scheme: 'admiralty', source: 'F', information: '6' },
  { scheme: '3x5x2', source: '1', information: 'E' },
])('%j is a grade', (value) => expect(grading.Check(value)).toBe(true));
test.each([
  { source: 'A', information: '1' },
  { scheme: '4x4', source: 'D', information: '1' },
  { scheme: '4x4', source: 'A', information: '5' },
  { scheme: 'admiralty', source: 'X', information: '1' },
  { scheme: '3x5x2', source: 'A', information: '1' },
  { scheme: '5x5x5', source: 'A', information: '1' },
  { scheme: '4x4', source: 'A', information: '1', extra: 1 },
])('%j is none: letters of one scheme never pass in another', (value) => expect(grading.Check(value)).toBe(false));

test('every label, code and grade has its words', () => {
  expect(Object.keys(tlpWords)).toEqual([...tlpLabels]);
  expect(Object.keys(handlingWords)).toEqual([...handlingCodes]);
  for (const [scheme, { source, information }] of Object.entries(gradingWords))
    for (const s of Object.keys(source))
      for (const i of Object.keys(information))
        expect(grading.Check({ scheme, source: s, information: i }), `${scheme} ${s}${i}`).toBe(true);
});
