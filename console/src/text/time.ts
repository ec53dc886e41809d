import { computed, signal } from '@preact/signals';
import { language } from './text.ts';

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
const relative = computed(() => new Intl.RelativeTimeFormat(`${language.value}-u-nu-latn`, { numeric: 'auto' }));

/** A moment in the officer's time zone. */
export const moment = (instant: string): string => moments.value.format(new Date(instant));

const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** How far away a moment is: "in 3 hours", "2 days ago". */
export function distance(instant: string, now = Date.now()): string {
  const ms = new Date(instant).getTime() - now;
  const [unit, size] = steps.find(([, each]) => Math.abs(ms) >= each) ?? (['minute', 60_000] as const);
  return relative.value.format(Math.round(ms / size), unit);
}
