/**
 * Months by their names, January first: English (also as passports shorten them), Thai, Lao, Khmer, Burmese, Malay and
 * Indonesian; the region's own as CLDR has them. Vietnamese and Chinese number their months.
 */
const months: readonly string[] = [
  'january jan januari มกราคม ม.ค ມັງກອນ ມ.ກ មករា ဇန်နဝါရီ ဇန်နဝါရီလ',
  'february feb februari กุมภาพันธ์ ก.พ ກຸມພາ ກ.ພ កុម្ភៈ កុម្ភះ ဖေဖော်ဝါရီ ဖေဖော်ဝါရီလ',
  'march mar mac maret มีนาคม มี.ค ມີນາ ມ.ນ មីនា មិនា မတ် မတ်လ',
  'april apr เมษายน เม.ย ເມສາ ມ.ສ មេសា ဧပြီ ဧပြီလ',
  'may mei พฤษภาคม พ.ค ພຶດສະພາ ພ.ພ ឧសភា မေ မေလ',
  'june jun juni มิถุนายน มิ.ย ມິຖຸນາ ມິ.ຖ មិថុនា ဇွန် ဇွန်လ',
  'july jul juli julai กรกฎาคม ก.ค ກໍລະກົດ ກ.ລ កក្កដា ဇူလိုင် ဇူလိုင်လ',
  'august aug ogos agustus สิงหาคม ส.ค ສິງຫາ ສ.ຫ សីហា ဩဂုတ် ဩဂုတ်လ ဩဂုတ်လ',
  'september sep sept กันยายน ก.ย ກັນຍາ ກ.ຍ កញ្ញា စက်တင်ဘာ စက်တင်ဘာလ',
  'october oct oktober ตุลาคม ต.ค ຕຸລາ ຕ.ລ តុលា အောက်တိုဘာ အောက်တိုဘာလ',
  'november nov พฤศจิกายน พ.ย ພະຈິກ ພ.ຈ វិច្ឆិកា နိုဝင်ဘာ နိုဝင်ဘာလ',
  'december dec desember disember ธันวาคม ธ.ค ທັນວາ ທ.ວ ធ្នូ ဒီဇင်ဘာ ဒီဇင်ဘာလ',
];
const numberOf: ReadonlyMap<string, number> = new Map(
  months.flatMap((names, i) => names.split(' ').map((name) => [name.normalize('NFKC'), i + 1] as const)),
);
/** Words for day, month, year and era that forms write before each. The size of the year tells the calendar. */
const said = /วันที่|เดือน|พ\.ศ\.|ค\.ศ\.|ປີ|ວັນທີ|ເດືອນ|ຄ\.ສ\.|ថ្ងៃទី|ខែ|ឆ្នាំ|ngày|tháng|năm/gu;
const dayFirst = /^(?:(\d{1,2})[ .,/-]{0,2})?(\D{2,40}?|(?<=[ .,/-])\d{1,2})[ .,/-]{1,2}(\d{4})$/u;
const monthFirst = /^(\p{L}\D{1,20}?) (\d{1,2}),? (\d{4})$/u;

/**
 * A day or month whose month is told by a name, or by a word before its number, year first: `15 MAR 1981` as `1981-3-15`,
 * `มี.ค. 2524` as `2524-3`. Expects ASCII digits; everything else stays.
 */
export function numberedMonth(text: string): string {
  // Long texts are no dates, and none is read at length.
  if (text.length > 60 || !/\p{L}/u.test(text)) return text;
  const plain = text.normalize('NFKC').toLowerCase().replace(said, ' ').replace(/\s+/g, ' ').trim();
  const [, day, name = '', year] = dayFirst.exec(plain) ?? reordered(monthFirst.exec(plain));
  const month = /^\d+$/.test(name) ? Number(name) : monthNamed(name);
  return month === null || year === undefined ? text : [year, month, ...(day === undefined ? [] : [day])].join('-');
}

const reordered = (found: RegExpExecArray | null): (string | undefined)[] =>
  found === null ? [] : [found[0], found[2], found[1], found[3]];

/** Passports name a month in two languages, `MAR/MARS`: one that is known and none that contradicts it. */
function monthNamed(name: string): number | null {
  const known = name.split('/').flatMap((each) => numberOf.get(each.replace(/^[ .]+|[ .]+$/g, '')) ?? []);
  const [first = null] = known;
  return known.every((each) => each === first) ? first : null;
}
