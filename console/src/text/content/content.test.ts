import { kindNamed, kinds } from '@tocsin/record';
import { describe, expect, test } from 'vitest';
import { km } from './km.ts';
import { lo } from './lo.ts';
import { my } from './my.ts';
import { th } from './th.ts';
import { vi } from './vi.ts';
import { zh } from './zh.ts';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly string[];
  readonly const?: unknown;
}

interface Said {
  readonly members: readonly string[];
  readonly codes: readonly string[];
}

/** Every name of a member, and every code, of a schema. */
function saidIn({ properties = {}, items, anyOf = [], enum: codes = [], const: constant }: Schema): Said {
  const inner = [...Object.values(properties), ...anyOf, ...(items === undefined ? [] : [items])].map(saidIn);
  const constants = typeof constant === 'string' ? [constant] : [];
  return {
    members: [...Object.keys(properties), ...inner.flatMap(({ members }) => members)],
    codes: [...codes, ...constants, ...inner.flatMap((each) => each.codes)],
  };
}

const said = kinds.map(({ content }) => saidIn(JSON.parse(JSON.stringify(content)) as Schema));
const members = new Set(said.flatMap((each) => [...each.members]));
const codes = new Set(said.flatMap((each) => [...each.codes]));
const SECTION = 'industry.';
const keys = Object.keys(th.words).filter((key) => !key.startsWith(SECTION));
const sections = Object.keys(th.words).filter((key) => key.startsWith(SECTION));
/** Said by the views themselves, or never. */
const unsaid = new Set(['schema', 'data']);

test('every member that a kind has is called something', () => {
  expect([...members].filter((name) => !keys.includes(name) && !unsaid.has(name))).toEqual([]);
});

/** The same in every language: what services call themselves, sections of ISIC, scripts, grades, schemas. */
const services =
  'Facebook Instagram WhatsApp Telegram FacebookMessenger Viber SnapChat Line WeChat QQ QZone TikTok Twitter';
const universal = new Set([...services.split(' '), '4Sale', '4x4', '3x5x2', 'admiralty']);
const isUniversal = (code: string): boolean =>
  universal.has(code) || /^([A-Z0-9]{1,2}|Thai|Khmr|Laoo|Mymr|Hans|Hant|Latn|[a-z-]+\/1)$/.test(code);

test('every code that is a word is called something', () => {
  expect([...codes].filter((code) => !keys.includes(code) && !isUniversal(code))).toEqual([]);
});

test('every section of ISIC is called something', () => {
  const { industry } = (JSON.parse(JSON.stringify(kindNamed('alert').content)) as Schema).properties ?? {};
  const letters = saidIn(industry ?? {}).codes;
  expect(letters).toHaveLength(21);
  expect(sections).toEqual(letters.map((letter) => `${SECTION}${letter}`));
});

test('nothing is called something that no kind has', () => {
  expect(keys.filter((key) => !members.has(key) && !codes.has(key))).toEqual([]);
});

const scripts = { my: 'Myanmar', zh: 'Han', km: 'Khmer', lo: 'Lao', th: 'Thai', vi: 'Latin' } as const;
describe.each([my, zh, km, lo, th, vi])('$language', ({ language, words, machine }) => {
  test('says what the others say, in its script, marked as machine-made', () => {
    expect(Object.keys(words).sort()).toEqual([...keys, ...sections].sort());
    const own = new RegExp(`\\p{Script=${scripts[language]}}`, 'u');
    expect(Object.entries(words).filter(([, word]) => !own.test(word))).toEqual([]);
    expect(machine).toBe(true);
  });
});
