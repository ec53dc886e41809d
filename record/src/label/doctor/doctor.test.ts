import { describe, expect, test } from 'vitest';
import { en } from './en.ts';
import { km } from './km.ts';
import { lo } from './lo.ts';
import { my } from './my.ts';
import { th } from './th.ts';
import { vi } from './vi.ts';
import type { FindingCode } from './words.ts';
import { zh } from './zh.ts';

const codes = Object.keys(en.findings) as FindingCode[];
const script = { my: 'Myanmar', zh: 'Han', km: 'Khmer', lo: 'Lao', th: 'Thai', vi: 'Latin' } as const;
const places = (text: string): string => (text.match(/\{\w+\}/g) ?? []).sort().join();

test('the places are those that a finding has values for', () => {
  const known = ['{what}', '{agency}', '{when}', '{who}', '{count}'];
  const said = codes.flatMap((code) =>
    Object.values(en.findings[code]).flatMap((text) => text.match(/\{\w+\}/g) ?? []),
  );
  expect(said.filter((place) => !known.includes(place))).toEqual([]);
});

describe.each([my, zh, km, lo, th, vi])('$language', ({ language, findings, machine }) => {
  test('says each finding in its script, with its places, and that it is not reviewed', () => {
    const own = new RegExp(`\\p{Script=${script[language as keyof typeof script]}}`, 'u');
    const wrong = codes.filter((code) => {
      const [said, meant] = [findings[code], en.findings[code]];
      const kept = places(said.what) === places(meant.what) && places(said.fix) === places(meant.fix);
      return !kept || !own.test(said.what) || !own.test(said.fix);
    });
    expect([Object.keys(findings).length, wrong, machine]).toEqual([codes.length, [], true]);
  });
});
