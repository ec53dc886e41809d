import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { en } from './en.ts';
import { km } from './km.ts';
import { lo } from './lo.ts';
import { my } from './my.ts';
import { th } from './th.ts';
import { vi } from './vi.ts';
import type { TextKey } from './words.ts';
import { zh } from './zh.ts';

const folder = fileURLToPath(new URL('../', import.meta.url));
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.test.ts') && !name.startsWith('text/'))
  .map((name) => readFileSync(join(folder, name), 'utf8'))
  .join('\n');
const keys = Object.keys(en.words) as TextKey[];
const script = { my: 'Myanmar', zh: 'Han', km: 'Khmer', lo: 'Lao', th: 'Thai', vi: 'Latin' } as const;

test('every word of the catalogue is said somewhere', () => {
  expect(keys.filter((key) => !sources.includes(`'${key}'`))).toEqual([]);
});

describe.each([my, zh, km, lo, th, vi])('$language', ({ language, words }) => {
  test('says what the English says, no word more and none less', () => {
    expect(Object.keys(words).sort()).toEqual([...keys].sort());
  });

  test('keeps the places for values', () => {
    const places = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();
    expect(keys.filter((key) => String(places(words[key])) !== String(places(en.words[key])))).toEqual([]);
  });

  test('is written in its script', () => {
    const own = new RegExp(`\\p{Script=${script[language as keyof typeof script]}}`, 'u');
    expect(keys.filter((key) => !own.test(words[key]))).toEqual([]);
  });
});
