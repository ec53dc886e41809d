import { expect, test } from 'vitest';
import { answersIn } from './answer.ts';

const answer = { already: false, id: 'mzxw6ytboi4dknbvgm3dinzwha', keys: ['record/mzxw6ytboi4dknbvgm3dinzwha'] };

test('answers are read when there is one for each statement', () => {
  expect(answersIn(JSON.stringify([answer, answer]), 2)).toEqual([answer, answer]);
  expect(answersIn('[]', 0)).toEqual([]);
});

test.each([
  ['not JSON', 'x'],
  ['no list', JSON.stringify(answer)],
  ['too few', '[]'],
  ['too many', JSON.stringify([answer, answer])],
  ['no answer', '[null]'],
  ['a list in its place', '[[]]'],
  ['no already', JSON.stringify([{ ...answer, already: 0 }])],
  ['no identifier', JSON.stringify([{ ...answer, id: null }])],
  ['no keys', JSON.stringify([{ ...answer, keys: {} }])],
  ['a key that is no text', JSON.stringify([{ ...answer, keys: [1] }])],
])('%s is no answer to one statement', (_name, text) => expect(answersIn(text, 1)).toBeNull());
