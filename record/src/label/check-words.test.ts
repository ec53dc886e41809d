import { describe, expect, test } from 'vitest';
import { deciderWords, findingWords, licenceWords } from './check-words.ts';
import { labels } from './label.ts';

const { en, km, th } = labels;

describe('findings in words', () => {
  test.each([
    [{ code: 'same-identifier', type: 'passport' }, 'the same: Passport number'],
    [{ code: 'linked', part: 'lender' }, 'is named in a listing together with (holder of the licence)'],
    [{ code: 'buddhist-year', read: '1980-05-01' }, 'year of birth read as 1980 (Buddhist calendar)'],
    [{ code: 'birth-years-apart', years: 2 }, 'years of birth are 2 apart'],
    [{ code: 'in-table', owner: 'th-police' }, 'a number on this paper is in the table of th-police: ask th-police'],
    [{ code: 'toString' }, 'toString'],
  ])('%j', (finding, words) => expect(findingWords(en, [finding])).toBe(words));

  test('each once, in the language asked for', () => {
    const same = { code: 'same-identifier', type: 'passport' };
    expect(findingWords(th, [same, { code: 'title-ignored' }, same])).toBe('ตรงกัน: เลขหนังสือเดินทาง; ไม่รวมคำนำหน้า');
  });
});

test('what would decide', () => {
  expect(deciderWords(en, ['day-of-birth', 'passport', 'ask-proposer'])).toBe(
    'day of birth; Passport number; ask the agency that proposed the listing',
  );
});

test('a licence in a line: a person is not named, and another holder is said to be', () => {
  const about = { number: 'KH1', authority: 'kh-molvt', from: '2025-01-01', standing: 'expired' as const };
  const company = { ...about, until: null, holder: 'company' as const, names: ['甲', 'A', 'B'], holderAgrees: false };
  expect(licenceWords(en, company)).toBe(
    'KH1, kh-molvt: expired, 2025-01-01 – without end; held by 甲 / A (not who shows it)',
  );
  const person = { ...about, until: '2026-12-31', holder: 'person' as const, names: [], holderAgrees: null };
  expect(licenceWords(km, person)).toContain(km.words.check['holder-person']);
});
