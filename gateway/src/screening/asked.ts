import { comparable, NameError } from '@tocsin/names';
import { type CheckQuery, type CheckReason, identifierFields } from '../api/checks.ts';
import { type Born, bornIn } from './born.ts';
import { type Identifier, identifierIn } from './identifier.ts';
import { papers } from './paper.ts';
import { reason } from './reason.ts';
import type { WrittenName } from './subject.ts';

/** A query as it was understood. */
export interface Asked {
  readonly names: readonly WrittenName[];
  readonly companies: readonly WrittenName[];
  readonly born: string | null;
  readonly identifiers: readonly Identifier[];
  /** As written: registers are asked by it. */
  readonly licence: string | null;
  readonly authority: string | null;
  /** What was read otherwise than it is written. */
  readonly notes: readonly CheckReason[];
}

/** What of a query cannot be read: a code of docs/errors.md and the field, never what stands in it. */
interface Unreadable {
  readonly code: string;
  readonly field: string;
}

/** Why one query of many is not answered: the first thing that cannot be read, and all others. */
export class UnreadableQuery extends Error {
  readonly code: string;
  readonly field: string;
  readonly also: Unreadable[];
  constructor({ code, field }: Unreadable, also: Unreadable[] = []) {
    super(`${code} ${field}`);
    this.code = code;
    this.field = field;
    this.also = also;
  }
}

/**
 * Reads a query. Nothing is guessed: what cannot be read is refused with all its fields, because an answer about something
 * else would be worse than none. @throws UnreadableQuery NOTHING_TO_CHECK, IDENTIFIER_UNREADABLE,
 * BIRTH_DATE_UNREADABLE, NAME_EMPTY, NAME_TOO_LONG, NAME_UNREADABLE
 */
export function askedIn(query: CheckQuery, country: string): Asked {
  const faults: Unreadable[] = [];
  const names = namesIn(query, 'names', 'person', faults);
  const companies = namesIn(query, 'companies', 'company', faults);
  const identifiers = identifiersIn(query, country, faults);
  const born = query.born === undefined ? null : bornOf(query.born, faults);
  const [first, ...also] = faults;
  if (first !== undefined) throw new UnreadableQuery(first, also);
  if (names.length + companies.length + identifiers.length === 0)
    throw new UnreadableQuery({ code: 'NOTHING_TO_CHECK', field: '' });
  const phone = identifiers.find(({ type }) => type === 'phone');
  const notes = [
    ...(born?.buddhist ? [reason('buddhist-year', { read: born.value })] : []),
    ...(phone !== undefined && !query.phone?.includes('+') ? [reason('phone-read-as', { country })] : []),
  ];
  const { licence = null, authority = null } = query;
  return { names, companies, born: born?.value ?? null, identifiers, licence, authority, notes };
}

function namesIn(
  query: CheckQuery,
  field: 'names' | 'companies',
  kind: WrittenName['kind'],
  faults: Unreadable[],
): WrittenName[] {
  const names = (query[field] ?? []).map((text) => ({ text, kind }));
  const [code] = names.flatMap((name) => nameFault(name) ?? []);
  if (code !== undefined) faults.push({ code, field });
  return names;
}

function nameFault(name: WrittenName): string | null {
  try {
    comparable(name);
    return null;
  } catch (fault) {
    if (fault instanceof NameError) return fault.code;
    throw fault;
  }
}

function identifiersIn(query: CheckQuery, country: string, faults: Unreadable[]): Identifier[] {
  // The country is of the paper that is shown: whoever holds one of Cambodia may stand for a company of Thailand.
  const shown = [query.passport, query.nationalId, query.document].some((paper) => paper !== undefined);
  return Object.entries(identifierFields).flatMap(([field, type]) => {
    const text = query[field as keyof typeof identifierFields];
    if (text === undefined) return [];
    const { scope, rest } = type === 'social' ? serviceIn(text) : { scope: query.country ?? null, rest: text };
    const found = identifierIn({ type, text: rest, scope: isScoped(type, shown) ? scope : null }, country);
    if (found === null) faults.push({ code: 'IDENTIFIER_UNREADABLE', field });
    return found ?? [];
  });
}

/** Whether it is of the country that is told, or of the service that the account is of. */
function isScoped(type: Identifier['type'], shown: boolean): boolean {
  if (type === 'registration' || type === 'address') return !shown;
  return type === 'social' || papers.has(type);
}

/** `Facebook:name` names the service; addresses of pages have a colon of their own. */
function serviceIn(text: string): { scope: string | null; rest: string } {
  const [, service, rest] = /^\s*([A-Za-z0-9]{2,24}):(?!\/\/)(.+)$/.exec(text) ?? [];
  return service === undefined || rest === undefined ? { scope: null, rest: text } : { scope: service, rest };
}

function bornOf(text: string, faults: Unreadable[]): Born | null {
  const born = bornIn(text);
  if (born === null) faults.push({ code: 'BIRTH_DATE_UNREADABLE', field: 'born' });
  return born;
}
