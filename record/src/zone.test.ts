import { expect, test } from 'vitest';
import { dayAt, zonedCountries, zoneOf } from './zone.ts';

/** As the machine's own copy of the tz database has it, for instance `GMT+06:30`. */
const offsetIn = (timeZone: string, at: Date): string | undefined =>
  new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value;

const written = (minutes: number): string => {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0'));
  return `GMT+${hours}:${rest}`;
};

test.each(zonedCountries)('%s has the offset of its zone in every season', (country) => {
  const { name, minutes } = zoneOf(country);
  for (const day of ['2026-01-15', '2026-04-15', '2026-07-15', '2026-10-15'])
    expect(offsetIn(name, new Date(`${day}T12:00:00Z`))).toBe(written(minutes));
});

test('all countries of the region are known', () => {
  for (const country of ['BN', 'CN', 'ID', 'KH', 'LA', 'MM', 'MY', 'PH', 'SG', 'TH', 'TL', 'VN'])
    expect(zonedCountries).toContain(country);
});

test.each([
  ['TH', '2026-12-31T16:59:59.999Z', '2026-12-31'],
  ['TH', '2026-12-31T17:00:00.000Z', '2027-01-01'],
  ['MM', '2026-12-31T17:29:59.999Z', '2026-12-31'],
  ['MM', '2026-12-31T17:30:00.000Z', '2027-01-01'],
  ['PH', '2026-12-31T16:00:00.000Z', '2027-01-01'],
  ['ID', '2026-12-31T16:59:59.999Z', '2026-12-31'],
  ['FR', '2026-12-31T23:59:59.999Z', '2026-12-31'],
  [undefined, '2026-12-31T23:59:59.999Z', '2026-12-31'],
  ['toString', '2026-12-31T23:59:59.999Z', '2026-12-31'],
])('in %s it is at %s the day %s', (country, instant, day) => expect(dayAt(instant, country)).toBe(day));

test('an unknown country is said to be counted in UTC', () => expect(zoneOf('FR').name).toBe('UTC'));
