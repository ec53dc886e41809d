import Type, { type Static } from 'typebox';
import type { DueHours, Precedence, Purpose } from './agreement.ts';
import type { Handling } from './handling.ts';
import { type AgencyCode, Digest, type Handle, type Instant, type Slug, type StatementId } from './id.ts';

/** A sealed file is at most 8 MiB: attachments larger than that travel by another way. */
export const MAX_SEALED_BYTES = 8 * 1024 * 1024;

/** What the ledger keeps of a sealed file: hashes of the file and of its age header, and its size in bytes. */
export const Sealed = Type.Object(
  {
    mode: Type.Literal('direct'),
    hash: Digest,
    header: Digest,
    size: Type.Integer({ minimum: 1, maximum: MAX_SEALED_BYTES }),
  },
  { additionalProperties: false },
);
export type Sealed = Static<typeof Sealed>;

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
  readonly sealed: Sealed | null;
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
}
