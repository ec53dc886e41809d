import type { Purpose } from './agreement.ts';
import type { AgencyCode, Digest, Handle, Instant, Slug, StatementId, UnitCode } from './id.ts';

/** A key is released for an access this young only (protocols.md, section 4). */
export const ACCESS_MINUTES = 15;
/** Openings one officer may ask for within an hour of ledger time; a lease counts as many as it names. */
export const ACCESS_QUOTA_PER_HOUR = 120;

/** An access statement as it stands on the ledger: who asked to open what, when, why. Ledger key `access/<id>`. */
export interface Access {
  readonly id: StatementId;
  readonly record: StatementId;
  readonly item: StatementId;
  readonly kind: Slug;
  /** Agency that authored the item: the owner's report is a query on it. */
  readonly owner: AgencyCode;
  readonly agency: AgencyCode;
  readonly unit: UnitCode;
  readonly officer: Handle;
  readonly purpose: Purpose;
  /** Salted commitment to the written basis; the text stays with the agency. */
  readonly basis: Digest;
  /** Salted commitment to the agency's case reference, if one was given. */
  readonly case: Digest | null;
  readonly agreement: StatementId;
  /** SHA-256 of the device's one-time X-Wing key. */
  readonly epk: Digest;
  readonly at: Instant;
  /** The consent by which an agency opens that is neither author nor addressee. */
  readonly consent: StatementId | null;
  /** Epoch of the roster that the file was locked by; null for a direct one. */
  readonly roster: number | null;
  /** Break glass: the author's agency releases the key itself, before every member's eyes. */
  readonly granted: { readonly by: Handle; readonly at: Instant; readonly reason: string } | null;
  readonly receipt: {
    readonly at: Instant;
    readonly outcome: 'opened' | 'failed';
    readonly reason: string | null;
    /** Trustees whose shares were used. */
    readonly released: readonly AgencyCode[];
    /** Trustees whose answer was proved bad. */
    readonly faulty: readonly AgencyCode[];
  } | null;
}

/** Why an author's agency may release a key without the trustees. */
export const grantReasons = ['life-at-risk', 'trustees-unreachable', 'trustees-faulty'] as const;

/** Openings by one officer in the hour that began at `from`. Ledger key `quota/<handle>`. */
export interface Quota {
  readonly from: Instant;
  readonly count: number;
}
