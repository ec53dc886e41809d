import { type PaperColumn, type PaperPart, queryOf as paperQuery } from '@tocsin/device/paper';
import type { CheckQuery } from '@tocsin/gateway/api';
import { CliError } from '../error.ts';

/** What each thing on a paper is, for the options of the command and for what cannot be read. */
export const paperWords: Readonly<Record<PaperColumn, string>> = {
  name: 'name of the person as the paper has it; again for another spelling',
  company: 'name of the company; again for another spelling',
  born: '1980, 1980-05-01, 1/5/2523 or 1 MAY 1980',
  passport: 'number of the passport',
  'national-id': 'number of the identity card',
  document: 'number of another paper: border pass, work permit, seafarer book',
  country: 'who issued the papers, ISO 3166: TH, KH, or KHM as passports print it',
  licence: 'number of the licence that is shown',
  authority: 'short name of the register of the licence, such as th-doe, where you know it',
  registration: 'number of the company in its register',
  phone: 'telephone number; national ones are read as of your own country',
  account: 'bank account',
  wallet: 'address of a wallet',
  social: 'account of a service: name, Facebook:name, or its address',
  address: 'postal address',
};

/** A query of what is there; empty cells are not asked about. @throws CliError USAGE */
export function queryOf(parts: readonly PaperPart[]): CheckQuery {
  const read = paperQuery(parts);
  if ('query' in read) return read.query;
  const each = [read.unreadable, ...read.also].map((column) => `--${column} is ${paperWords[column]}`);
  throw new CliError('USAGE', each.join('; '));
}
