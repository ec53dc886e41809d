import { type AgencyCode, type Instant, toMillis, type UnitCode } from '@tocsin/record';
import type { Trail } from './trail.ts';

/** Hours of duty, by the clock on the wall: from the first minute of `from` to before `until`; it may pass midnight. */
export interface DutyHours {
  readonly from: string;
  readonly until: string;
}

/** `07:00-19:00`; null for a text of another form. */
export function parseDutyHours(text: string): DutyHours | null {
  const clock = '([01]\\d|2[0-3]):[0-5]\\d';
  const [, from, , until] = new RegExp(`^(${clock})-(${clock})$`).exec(text) ?? [];
  return from === undefined || until === undefined || from === until ? null : { from, until };
}

/** Where the clocks of a unit stand: as its focal points say, else as any of its agency's do, else UTC. */
export function timeZoneOf(trail: Trail, agency: AgencyCode, unit: UnitCode): string {
  const posts = trail.statesOf('focal-point').filter((post) => post.agency === agency && !post.closed);
  const zone = (posts.find((post) => post.unit === unit) ?? posts[0])?.timeZone;
  return zone !== undefined && isTimeZone(zone) ? zone : 'UTC';
}

/** A moment as the wall clock of a time zone shows it, `hh:mm`. */
export const wallClock = (at: Instant, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    toMillis(at),
  );

export function isOnDuty(clock: string, { from, until }: DutyHours): boolean {
  return from < until ? from <= clock && clock < until : from <= clock || clock < until;
}

// The ledger takes any name of the right form.
function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}
