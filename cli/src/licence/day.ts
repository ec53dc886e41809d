/** How days with slashes are written where a file comes from. */
export type DateOrder = 'dmy' | 'mdy';

/** A day as it was read; `note` where it was read otherwise than it is written. */
export type ReadDay = { readonly day: string; readonly note?: string } | { readonly fault: string };

/** First digit of each row of ten: Thai, Lao, Burmese, Khmer. */
const digits = [0x0e50, 0x0ed0, 0x1040, 0x17e0];
/** Years between the Buddhist and the Gregorian calendar, as Thailand, Laos and Cambodia count. */
const BUDDHIST = 543;

/**
 * A day of a paper: `2026-12-31`, `31/12/2026`, `31.12.2569`, `๓๑/๑๒/๒๕๖๙`. Years of the Buddhist calendar are turned into
 * Gregorian ones with a note: no year of a living licence is both. What can be read in two ways is not guessed: two-digit
 * years, and 3/4/2026 unless `order` is told.
 */
export function dayIn(text: string, order: DateOrder | undefined): ReadDay {
  const plain = text.trim().replace(/[\u0e50-\u0e59\u0ed0-\u0ed9\u1040-\u1049\u17e0-\u17e9]/g, arabic);
  const [, year, month, date] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(plain) ?? [];
  if (year !== undefined) return ofCalendar(text, [Number(year), Number(month), Number(date)]);
  const [, first, second, last] = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d+)$/.exec(plain) ?? [];
  if (last === undefined) return { fault: 'is no day' };
  if (last.length !== 4) return { fault: 'has a year that can be read in several ways' };
  const [one, two] = [Number(first), Number(second)];
  if (order === undefined && one <= 12 && two <= 12 && one !== two)
    return { fault: 'can be read with the day or the month first: say which with --dates dmy or mdy' };
  const monthFirst = order === 'mdy' || (order === undefined && two > 12);
  return ofCalendar(text, monthFirst ? [Number(last), one, two] : [Number(last), two, one]);
}

function arabic(digit: string): string {
  const code = digit.charCodeAt(0);
  return String(code - (digits.find((zero) => code >= zero && code < zero + 10) ?? code));
}

function ofCalendar(text: string, [year, month, date]: readonly [number, number, number]): ReadDay {
  const buddhist = year >= 1900 + BUDDHIST && year < 2100 + BUDDHIST;
  const gregorian = buddhist ? year - BUDDHIST : year;
  if (gregorian < 1900 || gregorian >= 2100) return { fault: 'has a year that can be read in several ways' };
  const day = [String(gregorian), ...[month, date].map((part) => String(part).padStart(2, '0'))].join('-');
  return buddhist ? { day, note: `${text.trim()} is read as ${day} (Buddhist calendar)` } : { day };
}
