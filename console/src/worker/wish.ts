import type { Purpose, StatementId } from '@tocsin/record';

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
  readonly outcome: string;
  readonly text: string;
  readonly language: string;
}
