import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { comparable } from './comparable.ts';
import { compareNames } from './compare.ts';
import { regularText, seenText } from './encoding.ts';

/** Made-up names, as one keyboard or scanner types them and as another does: on paper nobody sees a difference. */
const typed: readonly (readonly [what: string, usual: string, typed: string])[] = [
  ['SARA E twice for SARA AE', 'แดง แก้ว', 'เเดง เเก้ว'],
  ['NIKHAHIT and SARA AA for SARA AM', 'ทองคำ ดีมาก', 'ทองค\u0E4D\u0E32 ดีมาก'],
  ['the same, the tone mark before', 'สุข น้ำใจ', 'สุข น\u0E49\u0E4D\u0E32ใจ'],
  ['the same, the tone mark between', 'สุข น้ำใจ', 'สุข น\u0E4D\u0E49\u0E32ใจ'],
  ['the tone mark behind SARA AM', 'สุข น้ำใจ', 'สุข น\u0E33\u0E49ใจ'],
  ['the tone mark before the vowel', 'ทิ้ง ใจดี', 'ท\u0E49\u0E34ง ใจดี'],
  ['a vowel struck twice', 'ญาณี ใจดี', 'ญาณ\u0E35\u0E35 ใจดี'],
  ['DO CHADA for TO PATAK', 'ณัฏฐา ใจดี', 'ณัฎฐา ใจดี'],
  ['Lao E twice for EI', 'ແກ້ວ ສີດາ', 'ເເກ້ວ ສີດາ'],
  ['Lao NIGGAHITA and AA for AM', 'ຄຳ ດີ', 'ຄໍາ ດີ'],
  ['the same with a tone mark', 'ນ້ຳ ສີດາ', 'ນໍ້າ ສີດາ'],
  ['HO NO in two letters', 'ໜູຈັນ ສີ', 'ຫນູຈັນ ສີ'],
  ['HO MO in two letters', 'ໝອນ ສີດາ', 'ຫມອນ ສີດາ'],
  ['HO LO', 'ຫຼ້າ ສີດາ', 'ຫລ້າ ສີດາ'],
  ['Khmer OO of two vowels', 'សោភា ចាន់', 'ស\u17C1\u17B6ភា ចាន់'],
  ['Khmer OE of two vowels', 'បើក ចាន់', 'ប\u17C1\u17B8ក ចាន់'],
  ['subscript DA for TA', 'ផាន់ណា ក្ដី', 'ផាន់ណា ក្តី'],
  ['the shifter before the subscript', 'ស្រ៊ុំ ចាន់', 'ស៊្រុំ ចាន់'],
  ['the vowel before the shifter', 'ប៉ុក ចាន់', 'ប\u17BB\u17C9ក ចាន់'],
  ['NIKAHIT before the vowel', 'សុំ ចាន់', 'ស\u17C6\u17BB ចាន់'],
  ['Khmer vowels that nobody sees', 'សុខ សុវណ្ណារី', 'សុខ\u17B5 សុ\u17B4វណ្ណារី'],
  ['ANUSVARA before the vowel', 'စုံလင်းထွန်း', 'စ\u1036\u102Fလင်းထွန်း'],
  ['Burmese U before I', 'ချို', 'ချ\u102F\u102D'],
  ['Burmese medials in another order', 'မျှော်လင့်', 'မ\u103E\u103Bော်လင့်'],
  ['Burmese E before its letter', 'အောင်ဇော်ဝင်း', '\u1031အာင်ဇော်ဝင်း'],
  ['SA and RA for O', 'ဩဘာထွန်း', 'သြဘာထွန်း'],
  ['U for NYA', 'ဉာဏ်လင်း', 'ဥာဏ်လင်း'],
  ['letters as wide as characters', 'Chen Weiqiang', 'ＣＨＥＮ　ＷＥＩＱＩＡＮＧ'],
  ['a ligature', 'Rufino Dela Cruz', 'Ruﬁno Dela Cruz'],
  ['ETH for the Vietnamese letter', 'Nguyễn Văn Đức', 'Nguyễn Văn Ðức'],
  ['a radical for the character', '马木兰', '马⽊兰'],
  ['a joiner of graphemes', 'สมชาย ใจดี', 'สม\u034Fชาย ใจดี'],
  ['selectors of variants', '陈伟强', '陈\uFE00伟强'],
];

test.each(typed)('%s: the same name', (_, usual, other) => {
  expect(other).not.toBe(usual);
  const score = compareNames(comparable({ text: usual }), comparable({ text: other })).score;
  expect(score).toBeGreaterThanOrEqual(0.99);
});

describe('what is another letter stays', () => {
  test.each([
    ['แดง', 'เดง'],
    ['นำ', 'นา'],
    ['ຫມາ', 'ມາ'],
    ['កោ', 'កា'],
    ['ကို', 'ကူ'],
  ])('%s, %s', (one, other) => expect(regularText(one)).not.toBe(regularText(other)));

  test('tables are written as names are compared: what is not would never be found', () => {
    const folder = new URL('../data/', import.meta.url);
    const words = readdirSync(folder).flatMap((file) =>
      [...readFileSync(new URL(file, folder), 'utf8').matchAll(/"([^"]+)"/g)].map(([, word = '']) => word),
    );
    expect(words.length).toBeGreaterThan(5_000);
    expect(words.filter((word) => regularText(seenText(word)) !== word.normalize('NFC'))).toEqual([]);
  });
});
