import { ACCESS_QUOTA_PER_HOUR, type Quota } from '../access.ts';
import { must } from '../error.ts';
import type { Instant } from '../id.ts';
import { hoursAfter } from '../time.ts';

/** So many more openings within the officer's hour; a new hour begins when the last one is over. */
export function counted(quota: Quota | undefined, more: number, now: Instant): Quota {
  const running = quota !== undefined && now < hoursAfter(quota.from, 1);
  const { from, count } = running ? quota : { from: now, count: 0 };
  must(count + more <= ACCESS_QUOTA_PER_HOUR, 'QUOTA_EXCEEDED', String(ACCESS_QUOTA_PER_HOUR));
  return { from, count: count + more };
}
