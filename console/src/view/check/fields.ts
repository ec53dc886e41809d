import type { CheckQuery } from '@tocsin/gateway/api';
import { t } from '../../text/text.ts';
import type { TextKey } from '../../text/words.ts';

/** What may stand on a paper: its name as a column of a file, the field it fills, and its word on the screen. */
export const fields = [
  ['name', 'names', 'field.name'],
  ['company', 'companies', 'field.company'],
  ['born', 'born', 'field.born'],
  ['passport', 'passport', 'field.passport'],
  ['national-id', 'nationalId', 'field.national-id'],
  ['document', 'document', 'field.document'],
  ['country', 'country', 'field.country'],
  ['licence', 'licence', 'field.licence'],
  ['authority', 'authority', 'field.authority'],
  ['registration', 'registration', 'field.registration'],
  ['phone', 'phone', 'field.phone'],
  ['account', 'account', 'field.account'],
  ['wallet', 'wallet', 'field.wallet'],
  ['social', 'social', 'field.social'],
  ['address', 'address', 'field.address'],
] as const satisfies readonly (readonly [string, keyof CheckQuery, TextKey])[];

export type Column = (typeof fields)[number][0];
export const columns: readonly Column[] = fields.map(([column]) => column);

/** One thing on a paper. */
export interface Part {
  readonly column: Column;
  readonly text: string;
}

/** A kind of thing in words; a kind that nobody has a word for is shown as it is. */
export function fieldWord(name: string): string {
  const found = fields.find(([column, field]) => column === name || field === name);
  return found === undefined ? name : t(found[2]);
}
