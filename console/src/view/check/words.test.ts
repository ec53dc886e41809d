import { expect, test } from 'vitest';
import { reasonWords } from './words.ts';

test.each([
  ['subject', 'is named in a listing together with (whom it is about)'],
  ['lender', 'is named in a listing together with (holder of the licence)'],
])('%s is told by a word, not by its code', (part, words) => {
  expect(reasonWords([{ code: 'linked', part }])).toBe(words);
});
