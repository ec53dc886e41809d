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
  const holdings = new Map(of('Ownership').flatMap((one) => all(one, 'asset').map((asset) => [asset, one] as const)));
  const byNumber = new Map(
    entities.flatMap((entity) => all(entity, 'licenseNumber').map((number) => [number, entity] as const)),
  );
  const licences = of('License');
  if (licences.length === 0) throw new CliError('IMPORT_MALFORMED', 'no entity License');
  return licences.map((licence) => {
    const number = first(licence, 'procedureNumber', 'title', 'name');
    const holding = holdings.get(licence.id);
    const holder = byId.get(first(holding, 'owner')) ?? byNumber.get(number);
    return { row: licence.line, cells: cellsOf({ licence, number, holding, holder, defaults }) };
  });
}

function cellsOf({ licence, number, holding, holder, defaults }: Held): Cells {
  const list = (...values: readonly (readonly string[])[]): string => values.flat().join('|');
  return {
    number,
    holder: list(all(holder, 'name').slice(0, 3), all(holder, 'alias').slice(0, 3)),
    holder_kind: holder === undefined || businesses.includes(holder.schema) ? 'company' : holder.schema,
    registration: first(holder, 'registrationNumber', 'idNumber'),
    phones: list(all(holder, 'phone').slice(0, 4)),
    address: first(holder, 'address'),
    category: first(licence, 'classification', 'type') || (defaults.category ?? ''),
    countries: list(all(licence, 'country').map((code) => code.toUpperCase())),
    from: first(holding, 'startDate') || first(licence, 'contractDate'),
    until: first(holding, 'endDate'),
    status: first(licence, 'status') || (defaults.status ?? ''),
  };
}

interface Held {
  readonly licence: Entity;
  readonly number: string;
  readonly holding: Entity | undefined;
  readonly holder: Entity | undefined;
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
