import { describe, expect, test } from 'vitest';
import { comparable, compareNames, MATCH, NameIndex } from '../index.ts';

/** People and businesses who do not exist, among others who are called nearly alike. */
const crowd = ['สมชาย ใจงาม', 'สมศักดิ์ ใจดี', 'ສົມພອນ ສີສຸລິດ', 'សុខ សុភា', 'ကျော်ဇော်ထွန်း', 'Maria Santos', 'Nguyễn Thị Hà'];
const found = (written: string, asked: string, kind: 'person' | 'company' = 'person') => {
  const index = new NameIndex();
  for (const [ref, text] of [...crowd, written].entries()) index.add({ ref, names: [{ text, kind }] });
  const [best] = index.search({ text: asked, kind });
  return { is: best?.ref === crowd.length, score: best?.score ?? 0 };
};

describe('a name in pieces, and one without spaces, is the name', () => {
  test.each([
    ['สมชาย ใจดีสมมติ', 'สม ชาย ใจ ดี สม มติ'],
    ['สมชาย ใจดีสมมติ', 'สมชายใจดีสมมติ'],
    ['สมชายใจดีสมมติ', 'สมชาย ใจดีสมมติ'],
    ['สมชาย ใจดีสมมติ', 'สมชายใจดีสมมุติ'],
    ['ສົມພອນ ສີສະຫວາດ', 'ສົມ ພອນ ສີ ສະ ຫວາດ'],
    ['ສົມພອນ ສີສະຫວາດ', 'ສົມພອນສີສະຫວາດ'],
    ['សុខ សុវណ្ណារី', 'សុ ខ សុ វណ្ណា រី'],
    ['សុខ សុវណ្ណារី', 'សុខសុវណ្ណារី'],
    ['ကျော်ဇင်ထွန်းအောင်', 'ကျော် ဇင် ထွန်း အောင်'],
    ['ကျော်ဇင်ထွန်းအောင်', 'KyawZinTunAung'],
  ])('%s: %s', (written, asked) => {
    const { is, score } = found(written, asked);
    expect([is, score >= MATCH]).toEqual([true, true]);
  });
});

describe('of a name of nine words and more none is cut off', () => {
  const long = 'Maria Clara Josefina de los Reyes Santos Villanueva Ocampo Bautista';
  const business = 'ရွှေတောင်သမ္မတ လုပ်သားအကျိုးဆောင် ပြည်ပအလုပ်အကိုင်';
  test.each<[string, string, ('person' | 'company')?]>([
    [long, 'Ocampo Bautista Maria Clara Josefina de los Reyes Santos Villanueva'],
    [long, 'BAUTISTA, Villanueva Ocampo Maria Clara Josefina'],
    ['Nguyễn Thị Hoàng Kim Ngân Phương Thảo Vy Anh Thư', 'Nguyen Thi Anh Thu Vy Hoang Kim Ngan Phuong Thao'],
    [
      'สมชาย ศักดิ์สิทธิ์ ประเสริฐ วงศ์ทอง มณีรัตน์ บุญมี ใจดี สุวรรณ กาญจนา พงษ์เพชร',
      'Somchai Saksit Prasert Wongthong Maneerat Boonmee Jaidee Suwan Kanchana Pongpetch',
    ],
    [business, `${business} ကုမ္ပဏီလီမိတက်`, 'company'],
    [business, 'ရွှေတောင်သမ္မတ လုပ်သားအကျိုးဆောင်', 'company'],
  ])('%s: %s', (written, asked, kind) => {
    const { is, score } = found(written, asked, kind);
    expect([is, score >= MATCH]).toEqual([true, true]);
  });

  test('the last words tell one from another', () => {
    const other = long.replace('Ocampo Bautista', 'Katigbak Salonga');
    expect(compareNames(comparable({ text: long }), comparable({ text: other })).score).toBeLessThan(MATCH);
  });

  test('however alike its words are, it is compared, and with itself it is the same', () => {
    for (const text of ['Aye '.repeat(16), 'တောင်တင်တုတောတဲတီ'.repeat(3), 'ma mi mu me mo na ni nu ne no la li lu le lo ra'])
      expect(compareNames(comparable({ text }), comparable({ text })).score).toBe(1);
    const [one, other] = ['ma mi mu me mo na ni nu', 'mu mo na ra ni lo la mi ne le li me ma nu lu no'].map((text) =>
      comparable({ text }),
    );
    if (one === undefined || other === undefined) throw new Error('unread');
    expect(compareNames(one, other)).toEqual(compareNames(other, one));
  });
});
