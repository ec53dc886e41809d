import { ACCESS_QUOTA_PER_HOUR, type Quota } from '../access.ts';
import { must } from '../error.ts';
import type { Instant } from '../id.ts';
import { hoursAfter } from '../time.ts';

/** How many within how long. */
export interface QuotaLimit {
  readonly most: number;
  readonly hours: number;
}
const openings: QuotaLimit = { most: ACCESS_QUOTA_PER_HOUR, hours: 1 };

/** So many more within the window; a new one begins when the last one is over. By default openings within the hour. */
export function counted(
  quota: Quota | undefined,
  more: number,
  now: Instant,
  { most, hours }: QuotaLimit = openings,
): Quota {
  const running = quota !== undefined && now < hoursAfter(quota.from, hours);
  const { from, count } = running ? quota : { from: now, count: 0 };
  must(count + more <= most, 'QUOTA_EXCEEDED', String(most));
  return { from, count: count + more };
}
