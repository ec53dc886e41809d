import { computed, signal } from '@preact/signals';
import { filled } from '@tocsin/record/label/check-words';
import type { DateWords } from './date-words.ts';
import { language, ownDates } from './text.ts';

const KEPT = 'tocsin.calendar';
/** The calendar that days are shown in; the ledger's own is always Gregorian. */
export const calendar = signal<'gregory' | 'buddhist'>(
  localStorage.getItem(KEPT) === 'buddhist' ? 'buddhist' : 'gregory',
);

export function chooseCalendar(chosen: 'gregory' | 'buddhist'): void {
  calendar.value = chosen;
  localStorage.setItem(KEPT, chosen);
}

// Latin digits and a named calendar: Thai would default to the year 2569, Burmese to its own digits.
const locale = computed(() => `${language.value}-u-ca-${calendar.value}-nu-latn`);
const moments = computed(
  () => new Intl.DateTimeFormat(locale.value, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' }),
);
const days = computed(() => new Intl.DateTimeFormat(locale.value, { dateStyle: 'medium', timeZone: 'UTC' }));
const months = computed(
  () => new Intl.DateTimeFormat(locale.value, { month: 'short', year: 'numeric', timeZone: 'UTC' }),
);
const years = computed(() => new Intl.DateTimeFormat(locale.value, { year: 'numeric', timeZone: 'UTC' }));
const relative = computed(() => new Intl.RelativeTimeFormat(`${language.value}-u-nu-latn`, { numeric: 'auto' }));
const regions = computed(() => new Intl.DisplayNames(language.value, { type: 'region' }));

const two = (n: number): string => String(n).padStart(2, '0');

/** Years before it the Buddhist calendar began, as Thailand and Laos count and as `Intl` does. */
const BUDDHIST = 543;
const yearIn = ({ buddhist }: DateWords, year: number): string =>
  calendar.value === 'buddhist' ? filled(buddhist, { year: year + BUDDHIST }) : String(year);

function dateIn(words: DateWords, date: Date): string {
  const month = words.months[date.getMonth()] ?? '';
  return filled(words.date, { day: date.getDate(), month, year: yearIn(words, date.getFullYear()) });
}

/** A moment in the officer's time zone; what is none stands as it was written. */
export function moment(instant: string): string {
  const [words, date] = [ownDates.value, new Date(instant)];
  if (Number.isNaN(date.getTime())) return instant;
  if (words === null) return moments.value.format(date);
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  return filled(words.moment, { date: dateIn(words, date), time });
}

/**
 * A year, a month or a day as content names it (`1996`, `1996-05`, `1996-05-12`); of no time zone. A day that no calendar
 * has stands as it was written: one that is guessed would be another's.
 */
export function day(partial: string): string {
  const [year = 0, month, ofMonth] = partial.split('-').map(Number);
  const date = new Date(Date.UTC(year, (month ?? 1) - 1, ofMonth ?? 1));
  if (date.getUTCDate() !== (ofMonth ?? 1)) return partial;
  const words = ownDates.value;
  if (words !== null) return dayIn(words, { year, month, ofMonth });
  const formats = ofMonth === undefined ? (month === undefined ? years : months) : days;
  return formats.value.format(date);
}

interface Partial {
  readonly year: number;
  readonly month: number | undefined;
  readonly ofMonth: number | undefined;
}

function dayIn(words: DateWords, { year, month, ofMonth }: Partial): string {
  if (month === undefined) return yearIn(words, year);
  const named = { month: words.months[month - 1] ?? '', year: yearIn(words, year) };
  return ofMonth === undefined ? filled(words.monthYear, named) : filled(words.date, { ...named, day: ofMonth });
}

/** A country by its name; by its code where nobody knows one. */
export function country(code: string): string {
  const words = ownDates.value;
  if (words !== null) return words.regions[code] ?? code;
  return /^[A-Z]{2}$/.test(code) ? (regions.value.of(code) ?? code) : code;
}

const steps = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** How far away a moment is: "in 3 hours", "2 days ago". */
export function distance(instant: string, now = Date.now()): string {
  const ms = new Date(instant).getTime() - now;
  const [unit, size] = steps.find(([, each]) => Math.abs(ms) >= each) ?? (['minute', 60_000] as const);
  const count = Math.round(ms / size);
  const words = ownDates.value;
  return words === null ? relative.value.format(count, unit) : distanceIn(words, count, unit);
}

function distanceIn({ near, relative: far }: DateWords, n: number, unit: (typeof steps)[number][0]): string {
  if (unit === 'day' && Math.abs(n) <= 1) return near.day[n + 1] ?? '';
  if (n === 0 && unit !== 'day') return near[unit];
  return filled(n < 0 ? far[unit].past : far[unit].future, { n: Math.abs(n) });
}
