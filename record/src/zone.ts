import type { Country, Day, Instant } from './id.ts';
import { millisAfter } from './time.ts';

/** Where a country's days begin: a zone of the tz database, and how far ahead of UTC it is, minutes. */
export interface Zone {
  readonly name: string;
  readonly minutes: number;
}

/**
 * Source: tz database 2025b (zone1970.tab and the rules of each zone). Countries of the region and of those that its people
 * leave for, with one offset the whole year. Indonesia and Mongolia have several zones: theirs is the capital's. Countries
 * that change their clocks, or where nobody can say which of several zones counts, are left out.
 */
const zones: Readonly<Record<Country, Zone>> = {
  AE: { name: 'Asia/Dubai', minutes: 240 },
  BD: { name: 'Asia/Dhaka', minutes: 360 },
  BH: { name: 'Asia/Bahrain', minutes: 180 },
  BN: { name: 'Asia/Brunei', minutes: 480 },
  BT: { name: 'Asia/Thimphu', minutes: 360 },
  CN: { name: 'Asia/Shanghai', minutes: 480 },
  HK: { name: 'Asia/Hong_Kong', minutes: 480 },
  ID: { name: 'Asia/Jakarta', minutes: 420 },
  IN: { name: 'Asia/Kolkata', minutes: 330 },
  JO: { name: 'Asia/Amman', minutes: 180 },
  JP: { name: 'Asia/Tokyo', minutes: 540 },
  KH: { name: 'Asia/Phnom_Penh', minutes: 420 },
  KR: { name: 'Asia/Seoul', minutes: 540 },
  KW: { name: 'Asia/Kuwait', minutes: 180 },
  LA: { name: 'Asia/Vientiane', minutes: 420 },
  LK: { name: 'Asia/Colombo', minutes: 330 },
  MM: { name: 'Asia/Yangon', minutes: 390 },
  MN: { name: 'Asia/Ulaanbaatar', minutes: 480 },
  MO: { name: 'Asia/Macau', minutes: 480 },
  MV: { name: 'Indian/Maldives', minutes: 300 },
  MY: { name: 'Asia/Kuala_Lumpur', minutes: 480 },
  NP: { name: 'Asia/Kathmandu', minutes: 345 },
  OM: { name: 'Asia/Muscat', minutes: 240 },
  PH: { name: 'Asia/Manila', minutes: 480 },
  PK: { name: 'Asia/Karachi', minutes: 300 },
  QA: { name: 'Asia/Qatar', minutes: 180 },
  SA: { name: 'Asia/Riyadh', minutes: 180 },
  SG: { name: 'Asia/Singapore', minutes: 480 },
  TH: { name: 'Asia/Bangkok', minutes: 420 },
  TL: { name: 'Asia/Dili', minutes: 540 },
  TW: { name: 'Asia/Taipei', minutes: 480 },
  VN: { name: 'Asia/Ho_Chi_Minh', minutes: 420 },
};

export const zonedCountries: readonly Country[] = Object.keys(zones);

const UTC: Zone = { name: 'UTC', minutes: 0 };

/** Where a country's days begin; UTC, by that name, for an unknown one. */
export const zoneOf = (country: Country | undefined): Zone =>
  country !== undefined && Object.hasOwn(zones, country) ? (zones[country] ?? UTC) : UTC;

/** The day that it is in a country at an instant, of the Gregorian calendar; the day in UTC for an unknown one. */
export const dayAt = (instant: Instant, country: Country | undefined): Day =>
  millisAfter(instant, zoneOf(country).minutes * 60_000).slice(0, 10);
