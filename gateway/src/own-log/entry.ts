import { leafHash } from '@tocsin/envelope/log';
import { canonicalBytes, concat, sha256 } from '@tocsin/envelope/verify';
import type { AgencyCode, Handle, Instant, StatementId } from '@tocsin/record';
import type { CheckAccount } from '../api/checks.ts';
import type { EntryKind } from './kinds.ts';

/** One entry: handles, codes and identifiers as the ledger has them, never a person and never content. */
export interface Entry {
  readonly at: Instant;
  readonly kind: EntryKind;
  /** Whose device or gateway asked. */
  readonly agency: AgencyCode;
  readonly officer: Handle | null;
  /** The access, lease or batch of blind checks that was shown. */
  readonly access: StatementId | null;
  readonly item: StatementId | null;
  /** `use unit epoch` of the key that was used. */
  readonly key: string | null;
  /** Why it was refused; of a look, the route. */
  readonly code: string | null;
  /** Of a check: for what, how many, and what commits to the words. */
  readonly check?: CheckAccount;
  /** How often the same was done or refused again within a minute, after the entry that tells of it. */
  readonly count?: number;
}

/** What stands at a place of the log, from 0. */
export interface Logged {
  readonly place: number;
  /** The leaf that the tree holds. */
  readonly leaf: Uint8Array;
  /** Canonical JSON as it was hashed, and the salt; null where somebody has taken the row out. */
  readonly entry: { readonly body: string; readonly salt: Uint8Array } | null;
}

export const SALT_BYTES = 32;

/**
 * What the tree holds of an entry: SHA-256(salt || canonical JSON), as a leaf of RFC 6962. The salt keeps whoever sees
 * the tree from guessing what happened.
 */
export function leafOf(salt: Uint8Array, entry: Uint8Array): Uint8Array {
  return leafHash(sha256(concat(salt, entry)));
}

export const entryBytesOf = (entry: Entry): Uint8Array => canonicalBytes(entry);
