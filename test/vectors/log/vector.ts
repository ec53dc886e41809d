import { readdirSync, readFileSync } from 'node:fs';
import type { NoteKey } from '@tocsin/envelope/log';

/** A tree that every vector is about, and whose signatures they carry. */
export interface Base {
  about: string;
  origin: string;
  /** Secret keys are not written down: each is SHA-256 of the UTF-8 of its label. */
  keys: { name: string; algorithm: NoteKey['algorithm']; publicKey: string; label: string }[];
  /** The tree's entries, canonical JSON. */
  entries: string[];
  /** Its root after each entry, base64. */
  roots: string[];
  /** The last of these trees, signed by the log and cosigned by all. */
  note: string;
}

/** What is tried. Hashes are base64. */
export type Trial =
  | { step: 'inclusion'; leaf: string; index: number; size: number; proof: string[]; root: string }
  | {
      step: 'consistency';
      from: { size: number; root: string };
      to: { size: number; root: string };
      proof: string[];
    }
  | { step: 'checkpoint'; note: string }
  | { step: 'entry'; text: string; cosigners: number };

/** One fact: what is tried, and `accepted` or the code of the refusal. */
export type Vector = Trial & { about: string; expect: string };

const folder = new URL('./', import.meta.url);

export const fileOf = (name: string): URL => new URL(`${name}.json`, folder);

export const readBase = (): Base => JSON.parse(readFileSync(fileOf('base'), 'utf8')) as Base;

/** All vectors of the folder, by name. */
export function readVectors(): [name: string, vector: Vector][] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'base.json');
  return names.map((name) => [name.slice(0, -5), JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Vector]);
}
