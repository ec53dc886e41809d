import type { Purpose } from './agreement.ts';
import type { Handling } from './handling.ts';
import type { AgencyCode, Instant, Slug, StatementId } from './id.ts';
import type { Item } from './record.ts';

/** Under what a file may be read. A witnessed one opens under exactly these: they are bound into its shares. */
export interface ReadingTerms {
  readonly record: StatementId;
  readonly kind: Slug;
  readonly to: readonly AgencyCode[];
  readonly agreement: StatementId;
  readonly purposes: readonly Purpose[];
  readonly handling: Handling;
  readonly retain: Instant;
}

/** The terms of an item, as author, trustees and readers each work them out for themselves. */
export const readingTerms = ({
  record,
  kind,
  to,
  agreement,
  purposes,
  handling,
  retain,
}: Pick<Item, keyof ReadingTerms>): ReadingTerms => ({ record, kind, to, agreement, purposes, handling, retain });
