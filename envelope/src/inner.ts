import { EnvelopeError } from './error.ts';
import { hasExactly } from './jws.ts';

/** What an author signs inside a sealed file (docs/spec/sealed-file.md). */
export interface Inner {
  typ: 'tocsin/sealed/1';
  id: string;
  author: { agency: string; handle: string };
  /** Addressed agencies, sorted by code unit, each once. */
  to: string[];
  agreement: string;
  handling: object;
  /** The author's clock, RFC 3339 in UTC. */
  created: string;
  content: unknown;
}

const MEMBERS = ['typ', 'id', 'author', 'to', 'agreement', 'handling', 'created', 'content'] as const;
const UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/;

/** Checks that a value is an {@link Inner} and nothing more. Throws MALFORMED_INNER. */
export function ensureInner(value: unknown): Inner {
  if (!hasExactly(value, MEMBERS) || value.typ !== 'tocsin/sealed/1') throw malformed('members');
  if (!isText(value.id) || !isText(value.agreement)) throw malformed('identifiers');
  if (!isAuthor(value.author)) throw malformed('author');
  if (!isAddressees(value.to)) throw malformed('addressees');
  if (!isObject(value.handling)) throw malformed('handling');
  if (typeof value.created !== 'string' || !UTC.test(value.created)) throw malformed('time');
  return value as unknown as Inner;
}

function isAuthor(value: unknown): boolean {
  return hasExactly(value, ['agency', 'handle']) && isText(value.agency) && isText(value.handle);
}

function isAddressees(value: unknown): boolean {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isText)) return false;
  return value.every((agency, i) => i === 0 || (value[i - 1] as string) < agency);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isObject(value: unknown): boolean {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function malformed(detail: string): EnvelopeError {
  return new EnvelopeError('MALFORMED_INNER', detail);
}
