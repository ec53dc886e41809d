import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** One change of the base bundle, and the layer that must find it. */
export interface Vector {
  readonly about: string;
  readonly expect: string;
  /** New values by JSON Pointer (RFC 6901); one that ends with a name not there yet adds it. */
  readonly replace: Readonly<Record<string, unknown>>;
}

export const fileOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
export const read = (name: string): string => readFileSync(fileOf(name), 'utf8');

/** Names of the vectors, without their ending. */
export const vectors = (): string[] =>
  readdirSync(fileOf('.'))
    .filter((name) => name.endsWith('.json') && name !== 'roots.json')
    .map((name) => name.slice(0, -'.json'.length))
    .sort();

/** The base bundle's JSON with the vector's values put in, and a new digest over it. */
export function changed(base: string, { replace }: Vector): string {
  const body = JSON.parse(base.slice(base.indexOf('\n') + 1)) as Record<string, unknown>;
  for (const [pointer, value] of Object.entries(replace)) put(body, pointer.split('/').slice(1), value);
  const text = `${JSON.stringify(sorted(body))}\n`;
  return `tocsin evidence 1 sha256:${hash('sha256', text)}\n${text}`;
}

function put(target: unknown, [name = '', ...rest]: readonly string[], value: unknown): void {
  const holder = target as Record<string, unknown>;
  if (rest.length > 0) put(holder[name], rest, value);
  else holder[name] = value;
}

/** Members in the order of canonical JSON: ours are all ASCII. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
}
