import type { AccessFilter } from '@tocsin/gateway/api';

/** Spans of time to look at, by their names in addresses. */
export const spans = { day: 1, week: 7, month: 30, all: null } as const;
export type Span = keyof typeof spans;

/** By what openings are narrowed. */
export type By = 'record' | 'officer' | 'agency';

/** What the address asks for: `#/audit/week/officer/<handle>`. */
export interface AuditPlace {
  readonly span: Span;
  readonly by: By | null;
  readonly value: string;
}

const isBy = (text: string): text is By => text === 'record' || text === 'officer' || text === 'agency';

/** Reads the parts of an address; what it does not know is left out. */
export function auditPlace([span = '', by = '', value = '']: readonly string[]): AuditPlace {
  const known = Object.hasOwn(spans, span) ? (span as Span) : 'week';
  return isBy(by) && value !== '' ? { span: known, by, value } : { span: known, by: null, value: '' };
}

/** Openings of one page: the newest. */
export const PAGE = 500;

/** The filter for a place, at a moment. */
export function filterFor({ span, by, value }: AuditPlace, now: number): AccessFilter {
  const days = spans[span];
  const since = days === null ? {} : { since: new Date(now - days * 86_400_000).toISOString() };
  return { ...since, ...(by === null ? {} : { [by]: value }), limit: PAGE };
}
