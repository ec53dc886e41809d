import { expect, test } from 'vitest';
import { harmless } from './harmless.ts';

test.each([
  ['escape sequences', 'a\u001b[2Jb', 'a\ufffd[2Jb'],
  ['direction overrides', 'a\u202eb', 'a\ufffdb'],
  ['line breaks', 'one\ntwo\u2028three', 'one two\ufffdthree'],
  ['tabs', 'one\ttwo', 'one two'],
  ['what nobody sees', 'a\u00ad\ufeffb\u{e0041}', 'a\ufffd\ufffdb\ufffd'],
  ['half a character', 'a\ud83d', 'a\ufffd'],
  ['joiners of the region stay', 'ក\u200bខ', 'ក\u200bខ'],
])('%s', (_, text, expected) => expect(harmless(text)).toBe(expected));
