import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { en } from './en.ts';
import { en as enExchange } from './exchange/en.ts';
import { km as kmExchange } from './exchange/km.ts';
import { lo as loExchange } from './exchange/lo.ts';
import { my as myExchange } from './exchange/my.ts';
import { th as thExchange } from './exchange/th.ts';
import { vi as viExchange } from './exchange/vi.ts';
import { zh as zhExchange } from './exchange/zh.ts';
import { km } from './km.ts';
import { lo } from './lo.ts';
import { my } from './my.ts';
import { th } from './th.ts';
import { vi } from './vi.ts';
import { zh } from './zh.ts';

const folder = fileURLToPath(new URL('../', import.meta.url));
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.test.ts') && !name.startsWith('text/'))
  .map((name) => readFileSync(join(folder, name), 'utf8'))
  .join('\n');
const script = { my: 'Myanmar', zh: 'Han', km: 'Khmer', lo: 'Lao', th: 'Thai', vi: 'Latin' } as const;

interface Catalogue {
  readonly language: string;
  readonly words: Readonly<Record<string, string>>;
}
const catalogues: readonly {
  readonly name: string;
  readonly english: Catalogue;
  readonly others: readonly Catalogue[];
}[] = [
  { name: 'first view', english: en, others: [my, zh, km, lo, th, vi] },
  {
    name: 'exchange',
    english: enExchange,
    others: [myExchange, zhExchange, kmExchange, loExchange, thExchange, viExchange],
  },
];

test('no word stands in two catalogues', () => {
  expect(Object.keys(enExchange.words).filter((key) => key in en.words)).toEqual([]);
});

describe.each(catalogues)('$name', ({ english, others }) => {
  const keys = Object.keys(english.words);

  test('every word of the catalogue is said somewhere', () => {
    expect(keys.filter((key) => !sources.includes(`'${key}'`))).toEqual([]);
  });

  test.each(others)('$language says what the English says, in its script, with the places for values', (other) => {
    const { language, words } = other;
    expect(Object.keys(words).sort()).toEqual([...keys].sort());
    const places = (text = ''): string[] => (text.match(/\{\w+\}/g) ?? []).sort();
    expect(keys.filter((key) => String(places(words[key])) !== String(places(english.words[key])))).toEqual([]);
    const own = new RegExp(`\\p{Script=${script[language as keyof typeof script]}}`, 'u');
    expect(keys.filter((key) => !own.test(words[key] ?? ''))).toEqual([]);
  });
});
