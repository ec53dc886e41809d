import type { Agreement, Handling, Instant, Precedence, Purpose, StatementId } from '@tocsin/record';

/** What the screen asks to open, with the reason that is committed to. */
export interface OpenWish {
  readonly record: StatementId;
  readonly item: StatementId;
  readonly purpose: Purpose;
  readonly basis: string;
}

/** An answer to a record; without words only its outcome is told. */
export interface AnswerWish {
  readonly record: StatementId;
  /** Agencies that were shown as its readers. */
  readonly to: readonly string[];
  readonly outcome: string;
  readonly text: string;
  readonly language: string;
}

/** A post as it is written on the screen. */
export interface Posting {
  readonly kind: string;
  readonly to: readonly string[];
  readonly purposes: readonly Purpose[];
  readonly handling: Handling;
  readonly precedence: Precedence;
  readonly links: readonly StatementId[];
  readonly content: unknown;
}

/** A key that a post will be sealed to. */
export interface PreviewKey {
  readonly agency: string;
  readonly unit: string;
  readonly epoch: number;
  readonly digest: string;
  /** This device has sealed to it before. */
  readonly known: boolean;
}

/** What an author sees before anything leaves. */
export interface Preview {
  /** What is posted is named by it: nothing else than what was shown. */
  readonly number: number;
  readonly readers: readonly PreviewKey[];
  readonly agreement: string;
  readonly clause: string;
  /** Whose shares opening needs; null where the readers' keys alone open it. */
  readonly witness: { readonly t: number; readonly trustees: readonly PreviewKey[] } | null;
  readonly due: { readonly acknowledge: Instant; readonly answer: Instant };
  readonly retain: Instant;
}

/** What a party signs: an agreement as its proposal says it. */
export interface ProposedAgreement extends Pick<Agreement, 'id' | 'name' | 'parties' | 'clauses' | 'from' | 'until'> {
  /** SHA-256 of the proposal, hex, computed on this device. */
  readonly digest: string;
}
