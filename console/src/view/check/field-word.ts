import { type PaperColumn, paperFields } from '@tocsin/device/paper';
import { t } from '../../text/text.ts';
import type { TextKey } from '../../text/words.ts';

const words: Readonly<Record<PaperColumn, TextKey>> = {
  name: 'field.name',
  company: 'field.company',
  born: 'field.born',
  passport: 'field.passport',
  'national-id': 'field.national-id',
  document: 'field.document',
  country: 'field.country',
  licence: 'field.licence',
  authority: 'field.authority',
  registration: 'field.registration',
  phone: 'field.phone',
  account: 'field.account',
  wallet: 'field.wallet',
  social: 'field.social',
  address: 'field.address',
};

/** A kind of thing in words; a kind that nobody has a word for is shown as it is. */
export function fieldWord(name: string): string {
  const found = paperFields.find(([column, field]) => column === name || field === name);
  return found === undefined ? name : t(words[found[0]]);
}
