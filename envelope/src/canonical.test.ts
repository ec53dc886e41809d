import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refusalOf } from '../fixture/refusal.ts';
import { canonicalBytes, MAX_DEPTH, parseCanonical } from './canonical.ts';
import { fromUtf8 } from './encoding.ts';

const raw = (text: string) => new TextEncoder().encode(text);
const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);

test('RFC 8785 section 3.2.3: members by UTF-16 code unit', () => {
  const value = {
    '\u20ac': 'Euro Sign',
    '\r': 'Carriage Return',
    '\ufb33': 'Hebrew',
    '1': 'One',
    '\ud83d\ude00': 'Smile',
    '\u0080': 'Control',
    '\u00f6': 'Latin',
  };
  const keys = Object.keys(JSON.parse(fromUtf8(canonicalBytes(value))));
  expect(keys).toEqual(['1', '\r', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33']);
});

test('parsing inverts encoding', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      const bytes = canonicalBytes(value);
      expect(canonicalBytes(parseCanonical(bytes))).toEqual(bytes);
    }),
  );
});

const cyclic: unknown[] = [];
cyclic.push(cyclic);
const symbolic = { [Symbol('hidden')]: 1 };
const unwritable: [string, unknown][] = [
  ['undefined', undefined],
  ['undefined member', { a: undefined }],
  ['hole', new Array(2)],
  ['function', () => 1],
  ['toJSON', { toJSON: () => 1 }],
  ['symbol', Symbol('s')],
  ['symbol member', symbolic],
  ['bigint', 1n],
  ['NaN', Number.NaN],
  ['infinity', [Number.POSITIVE_INFINITY]],
  ['Map', new Map()],
  ['Set', new Set()],
  ['Date', new Date(0)],
  ['bytes', new Uint8Array(1)],
  ['boxed', new String('a')],
  ['instance', new (class A {})()],
  ['lone surrogate', '\udc00'],
  ['lone surrogate in a key', { '\ud800': 1 }],
  ['cycle', cyclic],
  ['too deep', nested(MAX_DEPTH + 1)],
];
test.each(unwritable)('%s has no canonical form', async (_, value) => {
  expect(await refusalOf(() => canonicalBytes(value))).toBe('NOT_JSON');
});

describe('bytes in another form', () => {
  test.each([
    '{"b":1,"a":2}',
    '{"a":1,"a":1}',
    '{"a": 1}',
    '{"a":1.0}',
    '{"a":1e0}',
    '{"a":-0}',
    '"\\u0041"',
    '"\\/"',
    ' 1',
    '1\n',
    '{"a":9007199254740993}',
    '1e400',
    '"\\ud800"',
    JSON.stringify(nested(MAX_DEPTH + 1)),
  ])('%s', async (text) => {
    expect(await refusalOf(() => parseCanonical(raw(text)))).toBe('NOT_CANONICAL');
  });
  test.each(['', '{', '\ufeff{}', '{"a":1}}', 'undefined', "{'a':1}", '01'])('%j is no JSON', async (text) => {
    expect(await refusalOf(() => parseCanonical(raw(text)))).toBe('MALFORMED_JSON');
  });
  test('no UTF-8', async () => {
    expect(await refusalOf(() => parseCanonical(Uint8Array.of(0x22, 0xff, 0x22)))).toBe('MALFORMED_UTF8');
  });
});

test('the deepest allowed nesting and a member named __proto__ survive', () => {
  expect(parseCanonical(canonicalBytes(nested(MAX_DEPTH)))).toEqual(nested(MAX_DEPTH));
  expect(Object.keys(parseCanonical(raw('{"__proto__":1}')) as object)).toEqual(['__proto__']);
});
