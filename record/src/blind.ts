import type { Purpose } from './agreement.ts';
import type { AgencyCode, Digest, Handle, Instant, StatementId, UnitCode } from './id.ts';

/** Elements that one officer, and one agency, may have evaluated within a day of ledger time: a check costs 8 or more. */
export const BLIND_QUOTA_PER_DAY = { officer: 800, agency: 8000 } as const;
/** Elements come in multiples of this, so that nobody sees how many keys a name has; most of one batch. */
export const BATCH = { step: 8, most: 64 } as const;
/** The old key answers so long after the next one came, while owners issue their tables anew. */
export const BLIND_GRACE_HOURS = 24;
/** A batch is evaluated so young only. */
export const BATCH_MINUTES = 15;

/**
 * The key for blind checks of one epoch, from its first deal on. Ledger key `blind-key/<epoch>`. It is in force once every
 * trustee of its roster has dealt and signed the same result; `complaint` ends the making of it.
 */
export interface BlindKey {
  /** 1 for the first, one more for each that follows. */
  readonly epoch: number;
  /** Epoch of the roster whose trustees share it. */
  readonly roster: number;
  readonly t: number;
  /** In the order of the roster: a place counts from 1. */
  readonly trustees: readonly AgencyCode[];
  readonly dealt: readonly AgencyCode[];
  readonly signed: readonly AgencyCode[];
  /** The key times the generator, then each trustee's share: ristretto255, base64url; null before the first signature. */
  readonly key: string | null;
  readonly shares: readonly string[] | null;
  readonly complaint: { readonly by: AgencyCode; readonly about: readonly AgencyCode[]; readonly at: Instant } | null;
  /** When the last trustee signed. */
  readonly since: Instant | null;
  /** When the next key came into force. */
  readonly superseded: Instant | null;
}

/** What one trustee dealt. Ledger key `blind-deal/<epoch>/<agency>`. */
export interface BlindDealt {
  readonly epoch: number;
  readonly agency: AgencyCode;
  /** t elements, base64url. */
  readonly commitments: readonly string[];
  /** 64 bytes, base64url. */
  readonly knowledge: string;
  /** One for each place, sealed to that trustee's X-Wing key: 1168 bytes, base64url. */
  readonly shares: readonly string[];
}

/** The table that an agency issues under a key. Ledger key `blind-table/<agency>`; a later one takes its place. */
export interface BlindTableIssued {
  readonly agency: AgencyCode;
  readonly epoch: number;
  readonly rows: number;
  readonly hash: Digest;
  readonly at: Instant;
}

/** Blinded elements that an officer has committed to. Ledger key `batch/<id>`. */
export interface Batch {
  readonly id: StatementId;
  readonly agency: AgencyCode;
  readonly unit: UnitCode;
  readonly officer: Handle;
  /** Of the key. */
  readonly epoch: number;
  readonly purpose: Purpose;
  readonly count: number;
  readonly root: Digest;
  readonly at: Instant;
  /** The latest of each auditor: what one demands keeps no other from demanding. */
  readonly demands: readonly Demand[];
}

/** What an auditor wants to see of a batch, by places from 0, and the hash of what was shown. */
export interface Demand {
  readonly by: Handle;
  readonly agency: AgencyCode;
  readonly places: readonly number[];
  readonly at: Instant;
  /** By an officer of the agency that asked: a colleague who names another file stands for it by name. */
  readonly opened: { readonly by: Handle; readonly hash: Digest; readonly at: Instant } | null;
}
