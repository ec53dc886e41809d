import { describe, expect, test } from 'vitest';
import { burmeseReadings, burmeseSyllables, burmeseUnicode } from './burmese.ts';
import { chineseParts, chineseSpellings, simplifiedForm } from './chinese.ts';
import { hongKongSpellings, straitsSpellings, wadeGiles } from './chinese-spelling.ts';
import { khmerReadings } from './khmer.ts';
import { laoReadings } from './lao.ts';
import { thaiReadings } from './thai.ts';
import { markedForm, untyped } from './vietnamese.ts';

/** One case a line: written, one of its readings in the letters of data/sounds.json, what it shows. */
const thai: readonly (readonly [string, string, string])[] = [
  ['สมชาย', 'somCay', 'an unwritten vowel'],
  ['ธนพล', 'TanaPon', 'unwritten vowels, open and closed'],
  ['จันทร์', 'can', 'two silent letters'],
  ['สิทธิ์', 'sit', 'a silent letter with its vowel'],
  ['ชานนท์', 'Canon', 'a silent letter after a letter that is said'],
  ['สุวรรณ', 'suwan', 'ro han'],
  ['ทรงพล', 'soNPon', 'tho ro said as s'],
  ['หนึ่ง', 'nUN', 'ho nam'],
  ['เจริญ', 'CarQn', 'a vowel around a cluster'],
  ['เกรียงไกร', 'kriaNkray', 'clusters'],
  ['วัฒนา', 'waTana', 'a consonant said twice'],
  ['เนตร', 'net', 'a silent ro at the end'],
  ['ภูมิ', 'Pum', 'a silent vowel at the end'],
  ['แก้ว', 'kEw', 'a tone mark'],
  ['พร', 'Pon', 'ro as a final'],
  ['ชินวัตร', 'Cinawatra', 'Sanskrit letters as they stand'],
];

const lao: typeof thai = [
  ['ສົມໄຊ', 'somsay', 'o above'],
  ['ບຸນມີ', 'bunmi', 'plain vowels'],
  ['ຄຳແພງ', 'KamPEN', 'am'],
  ['ວຽງ', 'wiaN', 'ia between'],
  ['ຫຼ້າ', 'la', 'a subscript lo'],
  ['ເພັດສະໝອນ', 'PetsamOn', 'a ligature with ho'],
  ['ເສືອ', 'sUa', 'a vowel around'],
  ['ມ່ວນ', 'muan', 'wo as a vowel'],
];

const khmer: typeof thai = [
  ['ដារ៉ា', 'dara', 'a shifted series'],
  ['ជា', 'cia', 'the second series'],
  ['សុខា', 'soKa', 'the first series'],
  ['ស្រីមុំ', 'sreymum', 'a subscript'],
  ['សុវណ្ណ', 'sovan', 'a stack that closes'],
  ['ច័ន្ទ', 'can', 'a vowel over a stack'],
  ['ពេជ្រ', 'pec', 'a silent ro at the end'],
  ['រតនា', 'ratana', 'unwritten vowels'],
  ['វីរៈ', 'virak', 'a visarga'],
  ['តាំង', 'taN', 'am before ng'],
];

const burmese: typeof thai = [
  ['အောင်', 'awn', 'a nasal rime'],
  ['ကျော်', 'cO', 'a medial that changes the consonant'],
  ['ထွန်း', 'Tun', 'wa and a nasal'],
  ['မြင့်', 'myinH', 'creaky voice'],
  ['စန္ဒာ', 'sanda', 'a stack'],
  ['လှ', 'hla', 'a breathed sonorant'],
  ['ရှိန်', 'Seyn', 'sha'],
  ['ဥက္ကာ', 'owkka', 'a vowel of its own'],
  ['သူရ', 'Dura', 'two syllables'],
];

describe('readings', () => {
  test.each(thai)('Thai %s -> %s: %s', (word, sounds) => expect(thaiReadings(word)).toContain(sounds));
  test.each(lao)('Lao %s -> %s: %s', (word, sounds) => expect(laoReadings(word)).toContain(sounds));
  test.each(khmer)('Khmer %s -> %s: %s', (word, sounds) => expect(khmerReadings(word)).toContain(sounds));
  test.each(burmese)('Burmese %s -> %s: %s', (word, sounds) => expect(burmeseReadings(word)).toContain(sounds));
});

describe('Burmese text', () => {
  test('typed in Zawgyi is read', () => expect(burmeseUnicode('ေအာင္မ်ဳိးႏိုင္')).toBe('အောင်မျိုးနိုင်'));
  test('in Unicode stays as it is', () => expect(burmeseUnicode('အောင်မျိုးနိုင်')).toBe('အောင်မျိုးနိုင်'));
  test('falls into syllables', () => expect(burmeseSyllables('စုကြည်')).toEqual(['စု', 'ကြည်']));
});

describe('Chinese', () => {
  test.each([
    ['陳', 'pinyin', 'chen'],
    ['陳', 'habit', 'tan'],
    ['张', 'habit', 'cheung'],
    ['单', 'pinyin', 'shan'],
    ['志', 'cantonese', 'chi'],
    ['明', 'hokkien', 'beng'],
    ['雪', 'wade-giles', 'hsueh'],
  ] as const)('%s in %s: %s', (character, standard, spelling) => {
    expect(chineseSpellings(simplifiedForm(character), true).get(standard)).toContain(spelling);
  });

  test.each([
    ['欧阳小明', ['欧阳', '小', '明']],
    ['陈小明', ['陈', '小', '明']],
    ['王伟', ['王', '伟']],
  ] as const)('%s falls into surname and characters', (name, parts) => expect(chineseParts(name)).toEqual(parts));

  test.each([
    ['zhang', 'chang'],
    ['xiao', 'hsiao'],
    ['ren', 'jen'],
    ['zi', 'tzu'],
  ])('%s is %s in Wade-Giles', (syllable, spelling) => expect(wadeGiles(syllable)).toBe(spelling));

  test('Hong Kong writes zoeng cheung', () => expect(hongKongSpellings('zoeng')).toContain('cheung'));
  test('Penang writes tshua chua', () => expect(straitsSpellings('tshua')).toContain('chua'));
});

describe('Vietnamese', () => {
  test.each([
    ['hoà', 'hòa'],
    ['Mỹ', 'Mĩ'],
    ['NGUYỄN', 'nguyễn'],
  ])('%s and %s are one form', (one, other) => expect(markedForm(one)).toBe(markedForm(other)));

  test('tones and letters keep names apart', () => {
    expect(new Set(['Hùng', 'Hưng', 'Húng', 'Hủng'].map(markedForm)).size).toBe(4);
  });

  test.each([
    ['nguyeenx', 'nguyen'],
    ['dduwcs', 'duc'],
    ['nguye64n', 'nguyen'],
    ['van', null],
    ['smith', null],
  ])('%s was meant as %s', (typed, meant) => expect(untyped(typed)).toBe(meant));
});
