import type { CheckQuery } from '@tocsin/gateway/api';
import { CliError } from '../error.ts';

/** Options of the command, and columns of a file, each with the field that it fills and what it is. */
export const checkFields = [
  ['name', 'names', 'name of the person as the paper has it; again for another spelling'],
  ['company', 'companies', 'name of the company; again for another spelling'],
  ['born', 'born', '1980, 1980-05-01 or 1/5/2523'],
  ['passport', 'passport', 'number of the passport'],
  ['national-id', 'nationalId', 'number of the identity card'],
  ['document', 'document', 'number of another paper: border pass, work permit, seafarer book'],
  ['country', 'country', 'who issued the papers, ISO 3166: TH, KH'],
  ['licence', 'licence', 'number of the licence that is shown'],
  ['authority', 'authority', 'register of the licence, where you know it'],
  ['registration', 'registration', 'number of the company in its register'],
  ['phone', 'phone', 'telephone number; national ones are read as of your own country'],
  ['account', 'account', 'bank account'],
  ['wallet', 'wallet', 'address of a wallet'],
  ['social', 'social', 'account of a service: name, Facebook:name, or its address'],
  ['address', 'address', 'postal address'],
] as const satisfies readonly (readonly [string, keyof CheckQuery, string])[];
export type CheckColumn = (typeof checkFields)[number][0];

/** What stands on one paper, by the names of options and columns. */
export type OnPaper = Readonly<Partial<Record<CheckColumn, string | readonly string[]>>>;

/** A query of what is there; empty cells are not asked about. @throws CliError USAGE */
export function queryOf(paper: OnPaper): CheckQuery {
  const entries = checkFields.flatMap(([column, field]) => {
    const given = [paper[column] ?? []].flat().map((text) => text.trim());
    const texts = given.filter((text) => text !== '');
    if (texts.length === 0) return [];
    return [[field, field === 'names' || field === 'companies' ? texts : formOf(column, texts[0] ?? '')]];
  });
  return Object.fromEntries(entries) as CheckQuery;
}

const forms: Partial<Record<CheckColumn, RegExp>> = {
  country: /^[A-Z]{2}$/,
  authority: /^[a-z0-9]+(-[a-z0-9]+)*$/,
};

function formOf(column: CheckColumn, text: string): string {
  const plain = column === 'country' ? text.toUpperCase() : text;
  if (forms[column]?.test(plain) === false) throw new CliError('USAGE', `${column} is ${wordsFor(column)}`);
  return plain;
}

const wordsFor = (column: CheckColumn): string => checkFields.find(([name]) => name === column)?.[2] ?? '';
