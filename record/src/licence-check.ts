import type { TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import type { RecordErrorCode } from './error.ts';
import { LicenceEntry, licenceNumber } from './licence.ts';
import { isRealDay } from './time.ts';

const entry = Compile(LicenceEntry);

/** What is wrong with a row of a register. */
export interface LicenceFault {
  readonly code: Extract<RecordErrorCode, 'MALFORMED_STATEMENT' | 'LICENCE_NUMBER' | 'LICENCE_DATES'>;
  /** Member of the row; of holder and scope their own member: `holder/registration`. */
  readonly field: string;
}

/** Everything for which `licence.set/1` would refuse a row by itself, once a member: for whoever looks at rows before sending. */
export function licenceFaults(value: LicenceEntryLike): LicenceFault[] {
  const malformed = entry.Check(value) ? [] : misfits(value);
  const form = malformed.map((field): LicenceFault => ({ code: 'MALFORMED_STATEMENT', field }));
  return [...form, ...meaningFaults(value).filter(({ field }) => !malformed.includes(field))];
}

/** A row whose members may be of any form. */
type LicenceEntryLike = { readonly [M in keyof LicenceEntry]: unknown };

const { holder, scope, ...plainMembers } = LicenceEntry.properties;
const [company] = holder.anyOf;
const under = (member: string, schemas: Readonly<Record<string, TSchema>>): [string, TSchema][] =>
  Object.entries(schemas).map(([name, schema]) => [`${member}/${name}`, schema]);

/** Members one by one: of a row as a whole, only so many faults would be told, and of a holder those of both kinds. */
function misfits(value: LicenceEntryLike): string[] {
  const { kind } = (value.holder ?? {}) as { readonly kind?: unknown };
  const held: [string, TSchema][] = kind === 'person' ? [['holder', holder]] : under('holder', company.properties);
  const all = [...Object.entries(plainMembers), ...under('scope', scope.properties), ...held];
  const found = all.flatMap(([field, schema]) => (fits(field, schema, memberOf(value, field)) ? [] : [field]));
  return found.length > 0 ? found : [''];
}

const memberOf = (value: unknown, field: string): unknown =>
  field.split('/').reduce((at, step) => (at as Readonly<Record<string, unknown>> | undefined)?.[step], value);

const compiled = new Map<string, Validator>();
/** Compiled when a row does not fit as a whole, which is seldom. */
function fits(field: string, schema: TSchema, value: unknown): boolean {
  const validator = compiled.get(field) ?? Compile(schema);
  compiled.set(field, validator);
  return validator.Check(value);
}

function meaningFaults({ number, from, until }: LicenceEntryLike): LicenceFault[] {
  const faults: LicenceFault[] = [];
  if (typeof number === 'string' && licenceNumber(number) === null)
    faults.push({ code: 'LICENCE_NUMBER', field: 'number' });
  const begins = typeof from === 'string' && isRealDay(from);
  if (typeof from === 'string' && !begins) faults.push({ code: 'LICENCE_DATES', field: 'from' });
  const lawful = typeof until !== 'string' || (isRealDay(until) && (!begins || from <= until));
  if (!lawful) faults.push({ code: 'LICENCE_DATES', field: 'until' });
  return faults;
}
