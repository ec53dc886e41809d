import canonicalize from 'canonicalize';
import { type Bytes, fromUtf8, utf8 } from './encoding.ts';
import { EnvelopeError } from './error.ts';

/** Deeper documents are refused, so that no reader can be made to run out of stack. */
export const MAX_DEPTH = 32;

/**
 * The one byte form of a JSON value (RFC 8785).
 * Refuses with NOT_JSON whatever JSON would drop or change in silence: undefined, functions, symbols, bigint, NaN,
 * infinities, lone surrogates, Map, Date and every other class, and nesting deeper than {@link MAX_DEPTH}.
 */
export function canonicalBytes(value: unknown): Bytes {
  return utf8(canonicalText(value));
}

function canonicalText(value: unknown): string {
  ensureJson(value, 0);
  return canonicalize(value) as string;
}

/**
 * Reads bytes that must already be canonical; duplicate keys, other number forms, spaces and other key orders do not
 * survive the comparison with their own re-encoding.
 * Throws MALFORMED_UTF8, MALFORMED_JSON or NOT_CANONICAL.
 */
export function parseCanonical(bytes: Uint8Array): unknown {
  const text = fromUtf8(bytes);
  const value = parseJson(text);
  if (reencode(value) !== text) throw new EnvelopeError('NOT_CANONICAL');
  return value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new EnvelopeError('MALFORMED_JSON');
  }
}

function reencode(value: unknown): string {
  try {
    return canonicalText(value);
  } catch {
    throw new EnvelopeError('NOT_CANONICAL');
  }
}

function ensureJson(value: unknown, depth: number): void {
  if (depth > MAX_DEPTH) throw new EnvelopeError('NOT_JSON', 'nested too deeply');
  if (value === null || typeof value === 'boolean') return;
  if (typeof value === 'number' && Number.isFinite(value)) return;
  if (typeof value === 'string') ensureText(value);
  else if (Array.isArray(value)) ensureArray(value, depth);
  else if (typeof value === 'object') ensureObject(value, depth);
  else throw new EnvelopeError('NOT_JSON', 'not a JSON type');
}

// An index loop, because forEach and entries of a sparse array would skip its holes.
function ensureArray(value: unknown[], depth: number): void {
  for (let i = 0; i < value.length; i++) ensureJson(value[i], depth + 1);
}

function ensureObject(value: object, depth: number): void {
  if (!isPlain(value) || Object.getOwnPropertySymbols(value).length > 0) {
    throw new EnvelopeError('NOT_JSON', 'not a plain object');
  }
  for (const [key, member] of Object.entries(value)) {
    ensureText(key);
    ensureJson(member, depth + 1);
  }
}

function ensureText(text: string): void {
  if (!text.isWellFormed()) throw new EnvelopeError('NOT_JSON', 'lone surrogate');
}

// Objects of another realm (a frame, a test runner) are plain too, so the prototype's own prototype is asked.
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
