import { Compile } from 'typebox/compile';
import type { RecordErrorCode } from './error.ts';
import { LicenceEntry, licenceNumber } from './licence.ts';
import { isRealDay } from './time.ts';

const entry = Compile(LicenceEntry);

/** What is wrong with a row of a register. */
export interface LicenceFault {
  readonly code: Extract<RecordErrorCode, 'MALFORMED_STATEMENT' | 'LICENCE_NUMBER' | 'LICENCE_DATES'>;
  /** Member of the row. */
  readonly field: string;
}

/** The first thing for which `licence.set/1` would refuse a row by itself, or null: for whoever looks at rows before sending. */
export function licenceFault(value: unknown): LicenceFault | null {
  if (!entry.Check(value)) {
    const [, field = ''] = (entry.Errors(value)[0]?.instancePath ?? '').split('/');
    return { code: 'MALFORMED_STATEMENT', field };
  }
  const { number, from, until } = value;
  if (licenceNumber(number) === null) return { code: 'LICENCE_NUMBER', field: 'number' };
  if (!isRealDay(from)) return { code: 'LICENCE_DATES', field: 'from' };
  const lawful = until === null || (isRealDay(until) && from <= until);
  return lawful ? null : { code: 'LICENCE_DATES', field: 'until' };
}
