import type { Instant } from '@tocsin/record';

/** The half-year of an instant in UTC, for instance `2026-H2`: joint monitoring reports every six months. */
export const halfYearOf = (instant: Instant): string =>
  `${instant.slice(0, 4)}-H${Number(instant.slice(5, 7)) <= 6 ? 1 : 2}`;

/** The first instant after a half-year. */
export function endOfHalfYear(halfYear: string): Instant {
  const [year = '', half] = halfYear.split('-H');
  return half === '1' ? `${year}-07-01T00:00:00.000Z` : `${Number(year) + 1}-01-01T00:00:00.000Z`;
}
