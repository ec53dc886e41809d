import { CliError } from './error.ts';

/** A day or time as the ledger writes times. @throws CliError USAGE */
export function instantIn(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const form = /^20\d\d-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z)?$/;
  const time = form.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw new CliError('USAGE', 'a time is given as 2026-11-23 or 2026-11-23T07:30Z');
  return new Date(time).toISOString();
}
