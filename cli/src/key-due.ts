import { hoursAfter, type Instant, KEY_NOTICE_HOURS, type PublishedKey } from '@tocsin/record';
import { OVERLAP_DAYS } from './key-making.ts';
import { minute } from './words.ts';

/** Where a key stands, and the next thing that its keymaster has to do about it. */
export interface KeyStanding {
  readonly standing: 'announced' | 'in effect' | 'over' | 'destroyed';
  /** Null where nothing is to be done. */
  readonly due: { readonly act: 'rotate' | 'destroy'; readonly by: Instant } | null;
}

/** When the next key must be announced, so that its notice is over before the overlap begins. */
export const rotateBy = ({ until }: Pick<PublishedKey, 'until'>): Instant =>
  hoursAfter(until, -(OVERLAP_DAYS * 24 + KEY_NOTICE_HOURS));

/** @param keys all keys of the same unit and use, this one among them */
export function standingOf(key: PublishedKey, keys: readonly PublishedKey[], now: Instant): KeyStanding {
  if (key.destroyed !== null) return { standing: 'destroyed', due: null };
  if (now < key.from) return { standing: 'announced', due: null };
  const isLast = !keys.some(({ epoch }) => epoch > key.epoch);
  const standing = now < key.until ? 'in effect' : 'over';
  if (isLast) return { standing, due: { act: 'rotate', by: rotateBy(key) } };
  return { standing, due: { act: 'destroy', by: key.until } };
}

/** What to do and when, in words; what is past says so. */
export function dueText({ due }: KeyStanding, now: Instant): string {
  if (due === null) return '-';
  return due.by <= now ? `${due.act} now` : `${due.act} ${due.act === 'rotate' ? 'by' : 'from'} ${minute(due.by)}`;
}
