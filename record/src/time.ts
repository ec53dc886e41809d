import type { Day, Instant } from './id.ts';

/** Milliseconds since 1970 of an instant. */
export const toMillis = (instant: Instant): number => Date.parse(instant);

/** The instant `ms` milliseconds after another. */
export const millisAfter = (instant: Instant, ms: number): Instant => new Date(toMillis(instant) + ms).toISOString();

/** Whether a day stands in the calendar: a pattern lets 31 February through. */
export const isRealDay = (day: Day): boolean => {
  const time = Date.parse(`${day}T00:00:00.000Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
};

/** The instant `hours` after another. */
export const hoursAfter = (instant: Instant, hours: number): Instant =>
  new Date(toMillis(instant) + hours * 3_600_000).toISOString();

export const daysAfter = (instant: Instant, days: number): Instant => hoursAfter(instant, days * 24);

/** Whole milliseconds between two instants, never negative. */
export const apart = (one: Instant, other: Instant): number => Math.abs(toMillis(one) - toMillis(other));
