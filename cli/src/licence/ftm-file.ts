import { CliError } from '../error.ts';
import type { Cells } from './columns.ts';

/** What a file that does not say it is to be taken for. */
export interface FtmDefaults {
  readonly category?: string | undefined;
  readonly status?: string | undefined;
}

interface Entity {
  readonly id: string;
  readonly schema: string;
  readonly line: number;
  readonly properties: Readonly<Record<string, readonly string[]>>;
}

/** Schemata of FollowTheMoney that hold a licence as a business. `LegalEntity` is what may be a person, whose name would stand in clear for ever. */
const businesses = ['Company', 'Organization', 'PublicBody'];

/**
 * Licences of FollowTheMoney entities, one JSON object a line: `License`, held by a `Company` or `Person` through
 * `Ownership`, or by whoever names its number as `licenseNumber`. Other entities are passed over.
 * @throws CliError IMPORT_MALFORMED naming the line
 */
export function ftmRows(bytes: Uint8Array, defaults: FtmDefaults): { readonly row: number; readonly cells: Cells }[] {
  const entities = entitiesIn(bytes);
  const of = (schema: string): Entity[] => entities.filter((entity) => entity.schema === schema);
  const byId = new Map(entities.map((entity) => [entity.id, entity]));
  const holdings = grouped(of('Ownership'), 'asset');
  const byNumber = grouped(entities, 'licenseNumber');
  const licences = of('License');
  if (licences.length === 0) throw new CliError('IMPORT_MALFORMED', 'no entity License');
  return licences.map((licence) => {
    const number = first(licence, 'procedureNumber', 'title', 'name');
    const terms = [...(holdings.get(licence.id) ?? [])].sort((a, b) => (begin(a) < begin(b) ? -1 : 1));
    const owners = standing(terms).flatMap((term) => all(term, 'owner'));
    const holders = owners.length > 0 ? [...new Set(owners)].map((id) => byId.get(id)) : (byNumber.get(number) ?? []);
    return { row: licence.line, cells: cellsOf({ licence, number, terms, holders, defaults }) };
  });
}

/** Entities by each value of a property: one licence is held by several, and one business holds several. */
function grouped(entities: readonly Entity[], property: string): ReadonlyMap<string, readonly Entity[]> {
  const pairs = entities.flatMap((entity) => all(entity, property).map((value) => [value, entity] as const));
  const groups = Map.groupBy(pairs, ([value]) => value);
  return new Map([...groups].map(([value, found]) => [value, found.map(([, entity]) => entity)]));
}

const begin = (term: Entity | undefined): string => first(term, 'startDate');

/** Terms that the one which began last has not followed: who held a licence before somebody else does not hold it now. */
function standing(terms: readonly Entity[]): Entity[] {
  const last = begin(terms.at(-1));
  return terms.filter((term) => first(term, 'endDate') === '' || first(term, 'endDate') >= last);
}

function cellsOf({ licence, number, terms, holders, defaults }: Held): Cells {
  const { holder_kind, named } = holdersOf(holders);
  const [only, ...others] = named;
  const single = others.length === 0 ? only : undefined;
  const list = (...values: readonly (readonly string[])[]): string => values.flat().join('|');
  const each = Math.max(1, Math.floor(3 / Math.max(1, named.length)));
  return {
    number,
    holder: list(...named.map((one) => [...all(one, 'name').slice(0, each), ...all(one, 'alias').slice(0, each)])),
    holder_kind,
    registration: first(single, 'registrationNumber', 'idNumber'),
    phones: list(named.flatMap((one) => all(one, 'phone')).slice(0, 4)),
    address: first(single, 'address'),
    category: first(licence, 'classification', 'type') || (defaults.category ?? ''),
    countries: list(all(licence, 'country').map((code) => code.toUpperCase())),
    from: terms.map(begin).find((day) => day !== '') ?? first(licence, 'contractDate'),
    until: first(terms.at(-1), 'endDate'),
    status: first(licence, 'status') || (defaults.status ?? ''),
  };
}

/**
 * Who is named as holder: every business. A person is not, and beside a business nobody misses them; one of whom the file
 * says nothing, or who may be a person, keeps the licence from being taken.
 */
function holdersOf(holders: readonly (Entity | undefined)[]): { holder_kind: string; named: readonly Entity[] } {
  const known = holders.filter((one) => one !== undefined);
  if (known.length < holders.length) return { holder_kind: 'company', named: [] };
  const unsure = known.find(({ schema }) => !businesses.includes(schema) && schema !== 'Person');
  const named = known.filter(({ schema }) => businesses.includes(schema));
  const holder_kind = unsure?.schema ?? (named.length === 0 && known.length > 0 ? 'Person' : 'company');
  return { holder_kind, named: holder_kind === 'company' ? named : known };
}

interface Held {
  readonly licence: Entity;
  readonly number: string;
  /** In the order in which they begin. */
  readonly terms: readonly Entity[];
  /** Undefined for an owner of whom the file says nothing. */
  readonly holders: readonly (Entity | undefined)[];
  readonly defaults: FtmDefaults;
}

const all = (entity: Entity | undefined, name: string): readonly string[] => entity?.properties[name] ?? [];
const first = (entity: Entity | undefined, ...names: readonly string[]): string =>
  names.flatMap((name) => all(entity, name))[0] ?? '';

function entitiesIn(bytes: Uint8Array): Entity[] {
  const text = textOf(bytes);
  return text.split('\n').flatMap((line, i) => (line.trim() === '' ? [] : [entityIn(line, i + 1)]));
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new CliError('IMPORT_MALFORMED', 'it is not UTF-8', error);
  }
}

function entityIn(text: string, line: number): Entity {
  try {
    const { id, schema, properties } = JSON.parse(text) as Partial<Entity>;
    const texts = (values: unknown): values is string[] =>
      Array.isArray(values) && values.every((value) => typeof value === 'string');
    const sound =
      typeof id === 'string' && typeof schema === 'string' && properties !== null && typeof properties === 'object';
    if (sound && Object.values(properties).every(texts)) return { id, schema, properties, line };
  } catch {
    // told below
  }
  throw new CliError('IMPORT_MALFORMED', `line ${line} is no entity of FollowTheMoney`);
}
