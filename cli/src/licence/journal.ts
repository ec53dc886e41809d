import { appendFile, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { digest, toBase64url } from '@tocsin/envelope/verify';
import { type LicenceEntry, MAX_LICENCES } from '@tocsin/record';
import { CliError } from '../error.ts';
import { replacePrivate } from '../file.ts';
import { type Register, textOf } from './register.ts';
import type { ReadRow } from './row.ts';

/** What one statement of an import carries. Its nonce was chosen before it was first sent: it is applied once however often it is sent. */
export interface Batch {
  /** In the plan, from 0. */
  readonly place: number;
  readonly nonce: string;
  readonly licences: readonly LicenceEntry[];
}

/** What is left of an import that was begun. */
export interface Left {
  readonly batches: readonly Batch[];
  readonly written: number;
  /** Licences of the whole import. */
  readonly of: number;
}

interface Plan {
  readonly version: 1;
  readonly batches: readonly { readonly nonce: string; readonly digest: string; readonly rows: readonly number[] }[];
}

/** Bytes of licences in one statement: with everything around them and in base64url it stays below 64 KiB. */
const MAX_BYTES = 48_000;

/**
 * What an import set out to write, and how far it has come, in the officer's profile: killed at any moment it goes on where
 * it stood. Lines that a kill cut off are sent again, which changes nothing.
 */
export class Journal {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  /** The journal of one file and one register. */
  static async for(folder: string, { agency, authority }: Register, fileDigest: string): Promise<Journal> {
    await mkdir(join(folder, 'imports'), { recursive: true, mode: 0o700 });
    const name = digest(`${agency} ${authority} ${fileDigest}`).slice(0, 32);
    return new Journal(join(folder, 'imports', `${name}.jsonl`));
  }

  /** Writes down what is to be sent, on the disk before it returns. */
  async begin(rows: readonly ReadRow[]): Promise<readonly Batch[]> {
    const groups = batched(rows);
    const batches = groups.map((group, place) => ({
      place,
      nonce: freshNonce(),
      licences: group.map(({ entry }) => entry),
    }));
    const plan: Plan = {
      version: 1,
      batches: batches.map(({ place, nonce, licences }) => ({
        nonce,
        digest: digestOf(licences),
        rows: (groups[place] ?? []).map(({ row }) => row),
      })),
    };
    await replacePrivate(this.#path, `${JSON.stringify(plan)}\n`);
    return batches;
  }

  /** What is left of an import that was begun; null when none was. Changes nothing. @throws CliError IMPORT_CHANGED */
  async left(rows: readonly ReadRow[]): Promise<Left | null> {
    const text = await readFile(this.#path, 'utf8').catch(() => null);
    if (text === null) return null;
    const [first = '', ...lines] = text.split('\n');
    const { batches } = planIn(first);
    const done = new Set(lines.flatMap((line) => /^\[(\d+)\]$/.exec(line)?.[1] ?? []).map(Number));
    const byRow = new Map(rows.map((row) => [row.row, row.entry]));
    const left = batches.flatMap(({ nonce, digest: expected, rows: numbers }, place) => {
      if (done.has(place)) return [];
      const licences = numbers.flatMap((number) => byRow.get(number) ?? []);
      if (digestOf(licences) !== expected) throw new CliError('IMPORT_CHANGED');
      return [{ place, nonce, licences }];
    });
    const of = batches.reduce((sum, batch) => sum + batch.rows.length, 0);
    return { batches: left, written: of - left.reduce((sum, batch) => sum + batch.licences.length, 0), of };
  }

  /** Before more is written down: a line that a kill cut off closes no bracket, counts for nothing, and is ended. */
  async resume(): Promise<void> {
    const text = await readFile(this.#path, 'utf8');
    if (!text.endsWith('\n')) await appendFile(this.#path, '\n');
  }

  /** A batch stands on the ledger. */
  async done({ place }: Batch): Promise<void> {
    await appendFile(this.#path, `[${place}]\n`);
  }

  end(): Promise<void> {
    return rm(this.#path, { force: true });
  }
}

function planIn(line: string): Plan {
  try {
    const plan = JSON.parse(line) as Plan;
    if (plan.version === 1 && Array.isArray(plan.batches)) return plan;
  } catch {
    // told below
  }
  throw new CliError('IMPORT_CHANGED');
}

const freshNonce = (): string => toBase64url(crypto.getRandomValues(new Uint8Array(16)));
const digestOf = (licences: readonly LicenceEntry[]): string => digest(textOf(licences));

/** In the order of rows, as many a statement as fit. */
function batched(rows: readonly ReadRow[]): ReadRow[][] {
  const groups: ReadRow[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    const size = Buffer.byteLength(textOf(row.entry)) + 1;
    const last = groups.at(-1);
    if (last === undefined || last.length >= MAX_LICENCES || bytes + size > MAX_BYTES) {
      groups.push([row]);
      bytes = size;
    } else {
      last.push(row);
      bytes += size;
    }
  }
  return groups;
}
