import { readdirSync, readFileSync } from 'node:fs';
import { fromBase64, fromHex, type HpkeSealed, type Release, sha256, utf8, type WitnessedHead } from '@tocsin/envelope';

/** An encapsulation and a ciphertext, base64. */
export interface SealedText {
  enc: string;
  ct: string;
}

/** The one witnessed file that all vectors start from, with everything that was answered for it. */
export interface Base {
  about: string;
  /** Secret keys are not written down: each is SHA-256 of the UTF-8 of its label. */
  keys: { trustees: string[]; unit: string; otherUnit: string; device: string };
  file: string;
  head: WitnessedHead;
  access: string;
  me: string;
  /** The author's root certificate, DER in base64, and the ledger time of the post. */
  root: string;
  at: string;
  readers: Record<string, SealedText>;
  releases: Record<string, SealedText & { index: number }>;
  /** What the file says inside. */
  content: unknown;
}

/** One fact: which step, what is changed in the base, and what must come of it. */
export interface Vector {
  about: string;
  step: 'open' | 'release' | 'rewrap';
  /** `opened`, `released`, `rewrapped`, `not for this unit`, or the code of the refusal. */
  expect: string;
  /** Places of the trustees who are named for a bad share, also where others healed it. */
  trustees?: number[];
  /** Members of the base, by path, that are others here. */
  set?: Record<string, unknown>;
  /** Bytes of the file that are others here: offset, hex. */
  patch?: [number, string][];
  /** Step open: which of the base's releases and readers (its first reader unless said) are used. */
  releases?: string[];
  reader?: string | SealedText;
  /** Step release: the trustee's place, and whose key is tried (by default the one of that place). */
  index?: number;
  key?: string;
}

const folder = new URL('./', import.meta.url);

export const fileOf = (name: string): URL => new URL(`${name}.json`, folder);

export function readBase(): Base {
  return JSON.parse(readFileSync(fileOf('base'), 'utf8')) as Base;
}

/** All vectors of the folder, by name. */
export function readVectors(): [name: string, vector: Vector][] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'base.json');
  return names.map((name) => [name.slice(0, -5), JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Vector]);
}

/** The 32 bytes that a label stands for. */
export const secretOf = (label: string): Uint8Array => sha256(utf8(label));

export const sealedOf = ({ enc, ct }: SealedText): HpkeSealed => ({ enc: fromBase64(enc), ct: fromBase64(ct) });

export const releaseOf = (text: SealedText & { index: number }): Release => ({ index: text.index, ...sealedOf(text) });

/** The base as one vector changes it. */
export function changed(base: Base, { set = {}, patch = [] }: Vector): Base & { bytes: Uint8Array } {
  const copy = structuredClone(base);
  for (const [path, value] of Object.entries(set)) replace(copy, path.split('.'), value);
  const bytes = fromBase64(base.file);
  for (const [offset, hex] of patch) bytes.set(fromHex(hex), offset);
  return { ...copy, bytes };
}

function replace(target: object, [first, ...rest]: string[], value: unknown): void {
  const holder = target as Record<string, unknown>;
  if (first === undefined || !(first in holder)) throw new Error('a vector changes what is there');
  if (rest.length === 0) holder[first] = value;
  else replace(holder[first] as object, rest, value);
}
