import Type, { type Static } from 'typebox';
import type { DueHours, Precedence, Purpose } from './agreement.ts';
import type { Handling } from './handling.ts';
import { type AgencyCode, Digest, type Handle, type Instant, type Slug, type StatementId } from './id.ts';
import { TRUSTEES } from './roster.ts';

/** A sealed file is at most 8 MiB: attachments larger than that travel by another way. */
export const MAX_SEALED_BYTES = 8 * 1024 * 1024;

/** Sealed files that one record holds at most, its post among them: a purge destroys them all at once. */
export const MAX_ITEMS = 64;

const file = { hash: Digest, header: Digest, size: Type.Integer({ minimum: 1, maximum: MAX_SEALED_BYTES }) };

/**
 * What the ledger keeps of a sealed file: hashes of the file and of its age header, and its size in bytes. Of a
 * witnessed one also the lock: roster, threshold, number of trustees and the commitment to their shares.
 */
export const Sealed = Type.Union([
  Type.Object({ mode: Type.Literal('direct'), ...file }, { additionalProperties: false }),
  Type.Object(
    {
      mode: Type.Literal('witnessed'),
      ...file,
      roster: Type.Integer({ minimum: 1, maximum: 100000 }),
      t: Type.Integer({ minimum: 2, maximum: TRUSTEES.most }),
      n: Type.Integer({ minimum: TRUSTEES.least, maximum: TRUSTEES.most }),
      cm: Digest,
    },
    { additionalProperties: false },
  ),
]);
export type Sealed = Static<typeof Sealed>;
export type WitnessedSealed = Extract<Sealed, { mode: 'witnessed' }>;

/** A record's head and where its procedure stands. Ledger key `record/<id>`. */
export interface RecordHead {
  readonly id: StatementId;
  readonly kind: Slug;
  readonly author: AgencyCode;
  readonly officer: Handle;
  readonly to: readonly AgencyCode[];
  readonly agreement: StatementId;
  readonly clause: Slug;
  readonly purposes: readonly Purpose[];
  readonly handling: Handling;
  readonly precedence: Precedence;
  /** Ledger time of the post. */
  readonly posted: Instant;
  readonly due: { readonly acknowledge: Instant; readonly answer: Instant };
  readonly retain: Instant;
  readonly state: string;
  readonly progress: Readonly<Record<AgencyCode, { readonly state: string; readonly at: Instant | null }>>;
  /** Number of follow-ups so far; each is an item of its own. */
  readonly followUps: number;
  readonly ended: { readonly at: Instant; readonly reason: string } | null;
  readonly links: readonly StatementId[];
  /** Its sealed files: the post, then follow-ups that brought one. */
  readonly items: readonly StatementId[];
  /** Epochs of the rosters that any of its files was ever locked by. */
  readonly rosters: readonly number[];
  readonly purged: Tombstone | null;
}

/** What stays of a purged record: that it was, who ended it by which rule, and who must say that nothing is left. */
export interface Tombstone {
  readonly at: Instant;
  readonly by: AgencyCode;
  readonly officer: Handle;
  readonly reason: string;
  /** By its author, or because its retention was over. */
  readonly rule: 'author' | 'retention';
  /** Agencies that held a key or could have kept a copy: author, addressees, those it was shared with, trustees. */
  readonly holders: readonly AgencyCode[];
}

/** What a holder says of a purged record. Ledger key `attest/<record>/<agency>`. */
export interface Attestation {
  readonly record: StatementId;
  readonly agency: AgencyCode;
  readonly officer: Handle;
  readonly keys: 'destroyed' | 'not-held';
  readonly copies: 'destroyed' | 'not-held';
  readonly at: Instant;
}

/** The author's consent that a further agency opens an item. Ledger key `consent/<id>`. */
export interface Consent {
  readonly id: StatementId;
  readonly record: StatementId;
  readonly item: StatementId;
  readonly by: AgencyCode;
  readonly to: AgencyCode;
  readonly purposes: readonly Purpose[];
  readonly at: Instant;
  readonly until: Instant;
  readonly withdrawn: Instant | null;
}

/** A consent as its item knows it: one read tells who may open. */
export interface Share {
  readonly agency: AgencyCode;
  readonly consent: StatementId;
  readonly purposes: readonly Purpose[];
  readonly until: Instant;
  readonly withdrawn: Instant | null;
}

/** One sealed file of a record: the post itself, or a follow-up. Ledger key `item/<id>`. */
export interface Item {
  readonly id: StatementId;
  readonly record: StatementId;
  readonly kind: Slug;
  readonly author: AgencyCode;
  readonly officer: Handle;
  readonly to: readonly AgencyCode[];
  readonly agreement: StatementId;
  readonly purposes: readonly Purpose[];
  readonly handling: Handling;
  readonly posted: Instant;
  readonly retain: Instant;
  readonly outcome: string | null;
  /** Null for a follow-up without a file, and after a purge. */
  readonly sealed: Sealed | null;
  /** The statement that named this file: the item's own, or the last re-heading. */
  readonly sealedBy: StatementId;
  /** Hashes of the file before each re-heading, the last 16, oldest first. */
  readonly earlier: readonly string[];
  /** Hash of the file that was purged. */
  readonly purged: string | null;
  readonly shared: readonly Share[];
}

/** What a kind of record is: a table, never code of its own. */
export interface Kind {
  readonly name: Slug;
  /** Schema of the sealed content (checked on the author's and the reader's device). */
  readonly content: unknown;
  readonly outcomes: readonly string[];
  readonly withdrawReasons: readonly string[];
  readonly closeReasons: readonly string[];
  readonly procedure: import('./procedure.ts').Procedure;
  /** Hours to each step when an agreement's clause says nothing shorter. */
  readonly due: { readonly acknowledge: DueHours; readonly answer: DueHours };
  /** Which of its files open only with the trustees' help, once the network has a roster. */
  readonly witnessed: Witnessing;
}

export interface Witnessing {
  readonly post: boolean;
  readonly followUp: boolean;
  /** Whether a record of precedence IMMEDIATE or FLASH may go without: nothing must stand between it and its reader. */
  readonly urgentDirect: boolean;
}

/** Why a record may be purged by its author's agency. */
export const purgeReasons = [
  'mistaken',
  'source-withdrawn',
  'person-at-risk',
  'court-order',
  'data-subject-request',
  'no-longer-needed',
] as const;
/** Why a record is purged once its retention is over; nobody needs another reason then. */
export const RETENTION_OVER = 'retention-over';
