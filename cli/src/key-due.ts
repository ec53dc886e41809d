import type { KeyStanding } from '@tocsin/device/doctor';
import type { Instant } from '@tocsin/record';
import { minute } from './words.ts';

/** What to do and when, in words; what is past says so. */
export function dueText({ due }: KeyStanding, now: Instant): string {
  if (due === null) return '-';
  return due.by <= now ? `${due.act} now` : `${due.act} ${due.act === 'rotate' ? 'by' : 'from'} ${minute(due.by)}`;
}
