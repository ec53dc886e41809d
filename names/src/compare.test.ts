import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Comparison, comparable, compareNames, MATCH } from './index.ts';

const compare = (one: string, other: string): Comparison =>
  compareNames(comparable({ text: one }), comparable({ text: other }));
const codes = (one: string, other: string): string[] => compare(one, other).reasons.map(({ code }) => code);

describe('the same name', () => {
  test.each([
    ['นายสมชาย ใจดี', 'Somchai Jaidee', 'Thai with its title'],
    ['ສົມໄຊ ພົມວິຫານ', 'Somxay Phomvihane', 'Lao in French-style spelling'],
    ['សុខ សុភា', 'SOK Sophea', 'Khmer'],
    ['អោន ព័ន្ធមុនីរ័ត្ន', 'Aun Pornmoniroth', 'Khmer with stacks'],
    ['ကျော်ဇော်ထွန်း', 'Kyaw Zaw Tun', 'Burmese without spaces'],
    ['ေက်ာ္ေဇာ္ထြန္း', 'Kyaw Zaw Htun', 'Burmese in Zawgyi'],
    ['ဦးကျော်ဇင်ထွန်း', 'Kyaw Zin Tun', 'a Burmese title written onto the name'],
    ['ဥ\u102Eးကျော်ဇင်ထွန်း', 'Kyaw Zin Tun', 'the same title in two letters'],
    ['ဒေါ်ခင်မျိုးချစ်', 'Khin Myo Chit', 'the title of women written onto the name'],
    ['ဦးနု', 'U Nu', 'a title before a name of one syllable'],
    ['အောင်ကျော်ဦး', 'Aung Kyaw Oo', 'what is a title in front is a name at the end'],
    ['ဦးထက်ရဲ', 'Oo Htet Ye', 'and a name in front, for some'],
    ['အေးအေးဝင်း', 'Daw Aye Aye Win', 'one syllable twice, behind a title that one has'],
    ['陈小明', 'Chan Siu Ming', 'Chinese in Cantonese'],
    ['陳小明', 'Chen Hsiao-ming', 'Chinese in Wade-Giles'],
    ['陈小明', 'Xiaoming CHEN', 'Chinese, family last'],
    ['陳小明', '陈小明', 'traditional and simplified'],
    ['Nguyễn Thị Thu Hà', 'NGUYEN THI THU HA', 'Vietnamese without marks'],
    ['Nguyeenx Vawn Hungf', 'Nguyễn Văn Hùng', 'Vietnamese mistyped'],
    ['Mohd Faizal bin Osman', 'Muhammad Faisal Othman', 'Malay'],
    ['Soekarno', 'Sukarno', 'one name in the old spelling'],
    ['Juan dela Cruz', 'DE LA CRUZ, JUAN', 'Filipino'],
    ['Schröder Jörg', 'Joerg Schroeder', 'German'],
    ['S0mchai Jaidee', 'Somchai Jaidee', 'a scanner took o for zero'],
    ['Mer1am Katigbak', 'Meriam Katigbak', 'a scanner took i for one'],
    ['บริษัท สยามทองการค้า จำกัด', 'Siam Thong Kankha Co., Ltd.', 'a company and its form'],
    ['ปฏิภาณ หาญกล้า', 'Patiphan Hankla', 'Thai n before k'],
    ['ลือวิเศษไพบูลย์', 'Luevisadpaibul', 'one Thai word with its Sanskrit spelling'],
    ['Phạm Mỹ Linh', 'Pham My L1nh', 'a scanner on one without marks'],
    ['刘德胜', 'Lau Tak Sing', 'a surname in Cantonese'],
    ['Kyaw Zaw Htun', 'Kyaw Zaw Tun', 'a known syllable in its two spellings'],
    ['PT Cahaya Kerja', 'P.T. Cahaya Kerja, Tbk', 'a dotted form of a company'],
    ['金龙国际有限公司', 'Jinlong International Co Ltd', 'a kind of business in Chinese'],
    ['บริษัท สยามทอง เทรดดิ้ง จำกัด', 'Siam Thong Trading Co., Ltd.', 'in Thai'],
    ['ក្រុមហ៊ុន ដារ៉ា អន្តរជាតិ', 'Dara International Co Ltd', 'in Khmer'],
    ['Công ty TNHH Thương mại Hoàng Long', 'Hoang Long Trading Co Ltd', 'in Vietnamese'],
    ['PT Bintang Jasa Tenaga Kerja', 'Bintang Manpower Services Co., Ltd.', 'in Indonesian'],
    ['บริษัท ท่าเรือเงียบ จัดหางาน จำกัด', 'Tharuea Ngiap Recruitment Co., Ltd.', 'who finds work for others, in Thai'],
    ['บริษัท ท่าเรือเงียบจัดหางาน จำกัด', 'Tharuea Ngiap Employment Co., Ltd.', 'the same by another word'],
    ['东方劳务有限公司', 'Dongfang Labour Services Co., Ltd.', 'labour services'],
  ])('%s = %s: %s', (one, other) => expect(compare(one, other).score).toBeGreaterThanOrEqual(MATCH));
});

describe('another name', () => {
  test.each([
    ['สมชาย ใจดี', 'Somsak Jaidee', 'siblings'],
    ['สมชาย ใจดี', 'Somchai Thongdee', 'another family'],
    ['ကျော်ဇော်ထွန်း', 'Kyaw Zin Htun', 'one syllable differs'],
    ['ကျော်ဇော်ဖြိုး', 'Kyaw Zaw Phyu', 'Burmese o and u'],
    ['ဇော်ထက်အောင်', 'Zaw Thet Aung', 'Burmese ht and th'],
    ['ရန်နိုင်ဝင်း', 'Nyan Naing Win', 'Burmese y and ny'],
    ['အောင်သန်းဝင်း', 'Aung San Win', 'Burmese th and s'],
    ['အောင်မင်းဝင်း', 'Aung Hnin Win', 'Burmese m and n'],
    ['အောင်ခင်ဝင်း', 'Aung Khaing Win', 'Burmese in and aing'],
    ['အောင်ကျော်', 'Kyaw Aung', 'Burmese names have an order'],
    ['王伟', 'Wang Jun', 'another given name'],
    ['王小明', '王晓明', 'characters that sound alike'],
    ['Nguyễn Văn Hùng', 'Nguyễn Văn Hưng', 'marks that differ'],
    ['Nguyễn Văn Hùng', 'Nguyen Van Dung', 'another given name'],
    ['Trần Văn An', 'Trần Thị An', 'a man and a woman'],
    ['ហេង វណ្ណា', 'Heng Vanny', 'a last a is no y'],
    ['ប៊ុន ដារ៉ា', 'Bun Dary', 'a last a is no y'],
    ['នួន សុវណ្ណារី', 'Nuon Sovannara', 'a last i is no a'],
    ['Dara Sok', 'Dary Sok', 'the same in Latin letters'],
    ['刘德胜', 'Li Desheng', 'Liu is not Li'],
    ['苏文杰', 'Zhao Wenjie', 'Su is not Zhao'],
    ['Liu Desheng', 'Li Desheng', 'the same in Latin letters'],
    ['Bùi Xuân Trường', 'Bui Xuan Trung', 'letters without marks must agree'],
    ['Zeyar Hnin Swe', 'Zeyar Hnin Zaw', 'two known syllables'],
    ['金龙国际有限公司', 'Jinlong Trading Co Ltd', 'another kind of business'],
    ['Ahmad bin Ismail', 'Ismail bin Ahmad', 'father and son'],
    ['Ahmad bin Ismail', 'Ali bin Ismail', 'brothers'],
    ['Maria Reyes', 'Maria Santos', 'a common given name'],
    ['Somchai', 'Somchai Jaidee', 'one very common name'],
    ['Nguyen', 'Nguyễn', 'a surname of a third of a country'],
  ])('%s is not %s: %s', (one, other) => expect(compare(one, other).score).toBeLessThan(MATCH));
});

describe('reasons', () => {
  test.each([
    ['สมชาย ใจดี', 'สมชาย ใจดี', 'same-native'],
    ['Somchai Jaidee', 'SOMCHAI JAIDEE', 'same-romanised'],
    ['Zaw Htun', 'Zaw Tun', 'spelling-variant'],
    ['陈小明', 'Chan Siu Ming', 'reading-variant'],
    ['陈小明', 'Xiaoming Chen', 'order-differs'],
    ['นายสมชาย ใจดี', 'Somchai Jaidee', 'title-ignored'],
    ['นายสมชาย ใจดี', 'Somchai Jaidee', 'script-differs'],
    ['Benjamin Magsaysay', 'Benjamln Magsaysay', 'one-edit'],
    ['Maria C. Reyes', 'Maria Clara Reyes', 'initial-only'],
    ['Maria Clara Reyes', 'Maria Reyes', 'name-part-missing'],
    ['Nguyen', 'Nguyen', 'common-name'],
    ['Trần Văn An', 'Trần Thị An', 'gender-differs'],
    ['Ahmad bin Ismail', 'Ali bin Ismail', 'name-differs'],
  ])('%s, %s: %s', (one, other, code) => expect(codes(one, other)).toContain(code));
});

describe('a text that is no name', () => {
  test.each([
    ['', 'NAME_EMPTY'],
    [' \t\u202E ', 'NAME_UNREADABLE'],
    ['😀😀', 'NAME_UNREADABLE'],
    ['12345', 'NAME_UNREADABLE'],
    ['Somchai \uD800', 'NAME_UNREADABLE'],
    ['x'.repeat(10_000), 'NAME_TOO_LONG'],
  ])('%j: %s', (text, code) => expect(() => comparable({ text })).toThrow(expect.objectContaining({ code })));

  test('bidi controls, emoji and zero-width characters change nothing', () => {
    expect(compare('\u202ESom\u200Bchai\u202C Jaidee 😀', 'Somchai Jaidee').score).toBe(1);
  });

  test('scripts may be mixed', () =>
    expect(compare('สมชาย Jaidee', 'Somchai ใจดี').score).toBeGreaterThanOrEqual(MATCH));
});

const runs = process.env.SLOW === '1' ? 20_000 : 150;
const letters = fc.constantFrom(..."abcdehiknoptuxyzกขคงจสมรลวอะาิีเแไ์ກຂສມນາິເົກខរសា្ិុ៉ကမသာိ်ွ陈王明伟ễộư -.,'0123");
const anyName = fc.array(letters, { minLength: 1, maxLength: 30 }).map((all) => all.join(''));

describe('whatever is compared', () => {
  const readable = (text: string): boolean => /\p{L}/u.test(text);

  test('it says the same in both directions, within 0 and 1', () => {
    fc.assert(
      fc.property(anyName.filter(readable), anyName.filter(readable), (one, other) => {
        const there = compare(one, other);
        expect(there.score).toBeGreaterThanOrEqual(0);
        expect(there.score).toBeLessThanOrEqual(1);
        expect(compare(other, one).score).toBe(there.score);
      }),
      { numRuns: runs },
    );
  });

  test('a name is like itself', () => {
    fc.assert(
      fc.property(anyName.filter(readable), (name) => {
        const one = comparable({ text: name });
        if (one.tokens.length > 1) expect(compareNames(one, one).score).toBe(1);
      }),
      { numRuns: runs },
    );
  });

  test('any text is a name or one of three errors', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        try {
          comparable({ text });
        } catch (error) {
          expect(error).toMatchObject({ name: 'NameError' });
        }
      }),
      { numRuns: runs },
    );
  });
});
