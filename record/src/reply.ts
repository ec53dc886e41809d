import { type RecordErrorCode, Refusal, recordErrors } from './error.ts';

const grammar = /TOCSIN ([A-Z_]{2,40})(?: ([^\r\n]{0,400}))?/;

/**
 * An error as one line that survives the wrapping of a ledger that passes text only: `TOCSIN <CODE> <detail>`.
 * What is not a refusal becomes INTERNAL and says no more: its text could hold anything.
 */
export function replyTo(error: unknown): string {
  if (!(error instanceof Refusal)) return 'TOCSIN INTERNAL';
  const detail = error.detail?.replaceAll(/[\r\n]+/g, ' ').slice(0, 400);
  return detail === undefined ? `TOCSIN ${error.code}` : `TOCSIN ${error.code} ${detail}`;
}

/** The refusal inside an error text of any ledger, or null when it tells of none. */
export function refusalIn(text: string): Refusal | null {
  const [, code, detail] = grammar.exec(text) ?? [];
  if (code === undefined || !Object.hasOwn(recordErrors, code)) return null;
  return new Refusal(code as RecordErrorCode, detail === '' ? undefined : detail);
}
