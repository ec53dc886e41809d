import { appendFile, readFile } from 'node:fs/promises';
import {
  decryptWith,
  EnvelopeError,
  encryptFor,
  fromBase64url,
  fromUtf8,
  publicKeyOf,
  sha256,
  toBase64url,
  utf8,
} from '@tocsin/envelope';
import { BATCH } from '@tocsin/record';
import { type BlindOrder, outputsOf } from './blind-asking.ts';
import { existsFile } from './file.ts';
import { destroyFile } from './overwriting.ts';
import type { Session } from './session.ts';

/** One number as it was evaluated: of which, by its hash, under which key, and the 64 bytes that it gave. */
interface Line {
  readonly key: string;
  readonly of: string;
  readonly output: string;
}

/**
 * What is evaluated of a long list, beside the table that it is for: each batch is on the disk before the next is asked
 * for, so that neither a kill nor a day's quota costs what was asked already. A batch is a line, sealed to the key that only
 * the officer's passphrase opens: a hash of a number is found out by trying all numbers.
 */
export class EvaluatedPart {
  readonly #path: string;
  readonly #secretKey: Uint8Array;

  /** @param secretKey X-Wing key of this device, 32 bytes */
  constructor(table: string, secretKey: Uint8Array) {
    this.#path = `${table}.part`;
    this.#secretKey = secretKey;
  }

  /** Whether a run before this one was not ended. */
  get isThere(): Promise<boolean> {
    return existsFile(this.#path);
  }

  /** Outputs of all inputs, in order: those of runs before this one, and the rest evaluated now. @throws as outputsOf */
  async outputs(
    session: Session,
    order: BlindOrder,
    inputs: readonly Uint8Array[],
    progress: (done: number, of: number) => void,
  ): Promise<Uint8Array[]> {
    const known = await this.#under(order.key.key ?? '');
    const distinct = new Map(inputs.map((input) => [nameOf(input), input]));
    const left = [...distinct].filter(([name]) => !known.has(name));
    for (let from = 0; from < left.length; from += BATCH.most) {
      progress(known.size, distinct.size);
      const some = left.slice(from, from + BATCH.most);
      const { outputs } = await outputsOf(
        session,
        order,
        some.map(([, input]) => input),
      );
      await this.#keep(
        order,
        some.map(([name], i) => [name, outputs[i] as Uint8Array] as const),
      );
      some.forEach(([name], i) => void known.set(name, outputs[i] as Uint8Array));
    }
    return inputs.map((input) => known.get(nameOf(input)) as Uint8Array);
  }

  /** Overwrites it: the table is issued. */
  async end(): Promise<void> {
    await destroyFile(this.#path);
  }

  async #keep({ key }: BlindOrder, some: readonly (readonly [string, Uint8Array])[]): Promise<void> {
    const lines = some.map(([of, output]): Line => ({ key: key.key ?? '', of, output: toBase64url(output) }));
    const sealed = encryptFor(publicKeyOf(this.#secretKey), utf8(JSON.stringify(lines)));
    // Begins a line of its own, whatever a power cut may have left of the last one.
    await appendFile(this.#path, `\n${toBase64url(sealed)}\n`, { mode: 0o600, flush: true });
  }

  /** What was evaluated under this key: another network or epoch has another. */
  async #under(key: string): Promise<Map<string, Uint8Array>> {
    const text = (await this.isThere) ? await readFile(this.#path, 'utf8') : '';
    const lines = await Promise.all(text.split('\n').map((line) => linesIn(line, this.#secretKey)));
    const own = lines.flat().filter((line) => line.key === key);
    return new Map(own.map(({ of, output }) => [of, fromBase64url(output)]));
  }
}

const nameOf = (input: Uint8Array): string => toBase64url(sha256(input));

/** None of what a power cut has torn, or of another device: those numbers are asked about again. */
async function linesIn(text: string, secretKey: Uint8Array): Promise<Line[]> {
  if (text === '') return [];
  try {
    const lines = JSON.parse(fromUtf8(await decryptWith(secretKey, fromBase64url(text)))) as Line[];
    return lines.filter(({ output }) => fromBase64url(output).length === 64);
  } catch (fault) {
    if (fault instanceof EnvelopeError || fault instanceof SyntaxError || fault instanceof TypeError) return [];
    throw fault;
  }
}
