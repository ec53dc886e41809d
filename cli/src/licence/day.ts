import { asciiDigits, hyphenedDay } from '@tocsin/record';

/** How days with slashes are written where a file comes from. */
export type DateOrder = 'dmy' | 'mdy';

/** A day as it was read; `note` where it was read otherwise than it is written. */
export type ReadDay = { readonly day: string; readonly note?: string } | { readonly fault: string };

/** Years between the Buddhist and the Gregorian calendar, as Thailand, Laos and Cambodia count. */
const BUDDHIST = 543;

const NO_DAY = 'is no day that can be read: write it as 2026-12-31, 31/12/2026 or 31/12/2569';
const UNSURE_YEAR = 'has a year that can be read in several ways: write it with four digits';

/**
 * A day of a paper: `2026-12-31`, `31/12/2026`, `31.12.2569`, `๓๑/๑๒/๒๕๖๙`, `2026年12月31日`,
 * `31 DEC 2026`, `31 ธ.ค. 2569`. Years of the Buddhist calendar are turned into
 * Gregorian ones with a note: no year of a living licence is both. What can be read in two ways is not guessed: two-digit
 * years, and 3/4/2026 unless `order` is told.
 */
export function dayIn(text: string, order: DateOrder | undefined): ReadDay {
  const plain = hyphenedDay(asciiDigits(text.trim()));
  const [, year, month, date] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(plain) ?? [];
  if (year !== undefined) return ofCalendar(text, [Number(year), Number(month), Number(date)]);
  const [, first, second, last] = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d+)$/.exec(plain) ?? [];
  if (last === undefined) return { fault: NO_DAY };
  if (last.length !== 4) return { fault: UNSURE_YEAR };
  const [one, two] = [Number(first), Number(second)];
  if (order === undefined && one <= 12 && two <= 12 && one !== two)
    return { fault: 'can be read with the day or the month first: say which with --dates dmy or mdy' };
  const monthFirst = order === 'mdy' || (order === undefined && two > 12);
  return ofCalendar(text, monthFirst ? [Number(last), one, two] : [Number(last), two, one]);
}

function ofCalendar(text: string, [year, month, date]: readonly [number, number, number]): ReadDay {
  const buddhist = year >= 1900 + BUDDHIST && year < 2100 + BUDDHIST;
  const gregorian = buddhist ? year - BUDDHIST : year;
  if (gregorian < 1900 || gregorian >= 2100) return { fault: UNSURE_YEAR };
  const day = [String(gregorian), ...[month, date].map((part) => String(part).padStart(2, '0'))].join('-');
  return buddhist ? { day, note: `${text.trim()} is read as ${day} (Buddhist calendar)` } : { day };
}
