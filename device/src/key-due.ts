import type { KeyDates } from '@tocsin/gateway/api';
import { hoursAfter, type Instant, KEY_NOTICE_HOURS } from '@tocsin/record';

/** Days after the next key's beginning for which the last one still opens and is sealed to by who has not seen it. */
export const OVERLAP_DAYS = 7;

/** Where a key stands, and the next thing that its keymaster has to do about it. */
export interface KeyStanding {
  readonly standing: 'announced' | 'in effect' | 'over' | 'destroyed';
  /** Null where nothing is to be done. */
  readonly due: { readonly act: 'rotate' | 'destroy'; readonly by: Instant } | null;
}

/** When the next key must be announced, so that its notice is over before the overlap begins. */
export const rotateBy = ({ until }: Pick<KeyDates, 'until'>): Instant =>
  hoursAfter(until, -(OVERLAP_DAYS * 24 + KEY_NOTICE_HOURS));

/** @param keys all keys of the same unit and use, this one among them */
export function standingOf(key: KeyDates, keys: readonly KeyDates[], now: Instant): KeyStanding {
  if (key.destroyed !== null) return { standing: 'destroyed', due: null };
  if (now < key.from) return { standing: 'announced', due: null };
  const isLast = !keys.some(({ epoch }) => epoch > key.epoch);
  const standing = now < key.until ? 'in effect' : 'over';
  if (isLast) return { standing, due: { act: 'rotate', by: rotateBy(key) } };
  return { standing, due: { act: 'destroy', by: key.until } };
}
