import { asciiDigits, hyphenedDay } from '@tocsin/record';

/** A day of birth as far as it is known, `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, Gregorian. */
export interface Born {
  readonly value: string;
  /** The year was of the Buddhist calendar. */
  readonly buddhist: boolean;
}

/** Between the Buddhist and the Gregorian year. */
const ERA = 543;
/** Nobody alive was born in these years of the common era, everybody in these of the Buddhist one. */
const isBuddhist = (year: number): boolean => year >= 2400 && year <= 2699;

/**
 * Reads a date of birth: year, year and month or whole day, year first (also with 年 月 日), or day, month, year with any
 * separator or the month's name (`15 MAR 1981`, `15 มี.ค. 2524`); digits of any script; years of the Buddhist calendar, told apart by their size. Null for what is no such date.
 */
export function bornIn(text: string): Born | null {
  const plain = hyphenedDay(
    asciiDigits(text.normalize('NFKC'))
      .replace(/\s*([年月日号])\s*/g, '$1')
      .trim(),
  );
  const yearFirst = /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?$/.exec(plain);
  const dayFirst = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$/.exec(plain);
  if (yearFirst !== null) return bornOn(yearFirst[1], yearFirst[2], yearFirst[3]);
  return dayFirst === null ? null : bornOn(dayFirst[3], dayFirst[2], dayFirst[1]);
}

function bornOn(writtenYear: string | undefined, month: string | undefined, day: string | undefined): Born | null {
  const written = Number(writtenYear);
  const buddhist = isBuddhist(written);
  const year = buddhist ? written - ERA : written;
  if (year < 1800 || year > 2200) return null;
  const parts = [String(year), ...[month, day].flatMap((part) => (part === undefined ? [] : [part.padStart(2, '0')]))];
  const value = parts.join('-');
  const whole = `${value}${'-01'.repeat(3 - parts.length)}`;
  const exists = new Date(`${whole}T00:00:00.000Z`);
  return Number.isNaN(exists.getTime()) || !exists.toISOString().startsWith(whole) ? null : { value, buddhist };
}

/** How two dates of birth stand to each other. */
export type BornAgreement =
  | { readonly how: 'same-day' | 'same-year' | 'unknown' }
  /** Same year, and day and month exchanged: a form that was read the other way round. */
  | { readonly how: 'day-and-month-swapped' }
  | { readonly how: 'other-day' }
  | { readonly how: 'years-apart'; readonly years: number };

/** Compares what is known of both; null is a date nobody knows. */
export function compareBorn(a: string | null, b: string | null): BornAgreement {
  if (a === null || b === null) return { how: 'unknown' };
  const years = Math.abs(Number(a.slice(0, 4)) - Number(b.slice(0, 4)));
  if (years > 0) return { how: 'years-apart', years };
  const known = Math.min(a.length, b.length);
  if (a.slice(0, known) !== b.slice(0, known)) return { how: isSwapped(a, b) ? 'day-and-month-swapped' : 'other-day' };
  return { how: known === 10 ? 'same-day' : 'same-year' };
}

const isSwapped = (a: string, b: string): boolean =>
  a.length === 10 && b.length === 10 && a.slice(5, 7) === b.slice(8) && a.slice(8) === b.slice(5, 7);
