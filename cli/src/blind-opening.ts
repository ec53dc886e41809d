import { digest, equalBytes, fromBase64url, fromHex, toBase64url } from '@tocsin/envelope';
import type { Kept, Opened } from '@tocsin/envelope/blind';
import { type Batch, type Demand, type Handle, Refusal, type StatementId } from '@tocsin/record';
import type { KeptElement } from './blind-notes.ts';
import { CliError } from './error.ts';

/** A file that shows to one auditor what was asked at some places of a batch; blinds and salts make its hash say nothing. */
interface OpeningFile {
  readonly shape: 'opening/1';
  readonly batch: StatementId;
  /** Bytes in base64url. */
  readonly opened: readonly {
    readonly index: number;
    readonly input: string;
    readonly blind: string;
    readonly salt: string;
    readonly proof: readonly string[];
  }[];
}

/**
 * The demand that an opening is made for: the one that still waits, or the named auditor's where several do.
 * @throws Refusal NOT_DEMANDED; CliError USAGE where several wait and none is named
 */
export function demandToAnswer({ id, demands }: Batch, auditor: Handle | undefined): Demand {
  const waiting = demands.filter(({ by, opened }) => opened === null && (auditor ?? by) === by);
  const [first] = waiting;
  if (first === undefined) throw new Refusal('NOT_DEMANDED', id);
  if (waiting.length > 1) throw new CliError('USAGE', `--for is one of ${waiting.map(({ by }) => by).join(', ')}`);
  return first;
}

/** What this auditor demanded of a batch. @throws Refusal NOT_DEMANDED */
export function demandBy({ id, demands }: Batch, auditor: Handle): Demand {
  const own = demands.find(({ by }) => by === auditor);
  if (own === undefined) throw new Refusal('NOT_DEMANDED', id);
  return own;
}

/**
 * The opening of the places that an auditor demands, from what the device kept and the inputs that the words give.
 * @throws CliError OPENING_INCOMPLETE where the words are not those of a place
 */
export async function openingOf(
  id: StatementId,
  demanded: Demand,
  kept: readonly KeptElement[],
  inputs: readonly Uint8Array[],
): Promise<string> {
  const { openElement } = await import('@tocsin/envelope/blind');
  const places = [...new Set(demanded.places)].sort((a, b) => a - b);
  const known = await Promise.all(kept.map((one) => inputBehind(one, inputs)));
  const missing = places.filter((place) => (known[place] ?? null) === null);
  if (missing.length > 0) throw new CliError('OPENING_INCOMPLETE', `place ${missing.join(', ')}`);
  const batch = kept.map((one, i): Kept => ({ ...one, input: (known[i] ?? new Uint8Array()) as Kept['input'] }));
  const opened = places.map((place) => writtenOf(openElement(batch, place)));
  return `${JSON.stringify({ shape: 'opening/1', batch: id, opened } satisfies OpeningFile)}\n`;
}

async function inputBehind({ element, blind, filler }: KeptElement, inputs: readonly Uint8Array[]) {
  const { blindInput } = await import('@tocsin/envelope/blind');
  const tried = filler === null ? inputs : [filler];
  return tried.find((input) => equalBytes(blindInput(input, blind).element, element)) ?? null;
}

const writtenOf = ({ index, input, blind, salt, proof }: Opened) => ({
  index,
  input: toBase64url(input),
  blind: toBase64url(blind),
  salt: toBase64url(salt),
  proof: proof.map(toBase64url),
});

/** What was asked at one place: the words, or null for an element that filled the batch up. */
export interface Shown {
  readonly place: number;
  readonly asked: string | null;
}

/**
 * What an opening shows, if its hash stands on the ledger as the answer to this demand, it is of all places that were
 * demanded, and each is what the batch committed to. @throws CliError OPENING_FALSE
 */
export async function shownBy(
  { id, count, root }: Batch,
  demand: Demand,
  bytes: Uint8Array,
): Promise<readonly Shown[]> {
  const { isOpening } = await import('@tocsin/envelope/blind');
  if (demand.opened?.hash !== digest(bytes)) throw new CliError('OPENING_FALSE', 'the ledger does not name this file');
  const opened = openedIn(bytes, id);
  const places = opened.map(({ index }) => index);
  const left = demand.places.filter((place) => !places.includes(place));
  if (left.length > 0) throw new CliError('OPENING_FALSE', `place ${left.join(', ')} is not opened`);
  if (places.length > demand.places.length) throw new CliError('OPENING_FALSE', 'more than was demanded');
  const named = { count, root: fromHex(root) };
  const wrong = opened.filter((one) => !isOpening(one, named)).map(({ index }) => index);
  if (wrong.length > 0) throw new CliError('OPENING_FALSE', `place ${wrong.join(', ')}`);
  return opened.map(({ index, input }) => ({ place: index, asked: wordsIn(input) }));
}

function openedIn(bytes: Uint8Array, id: StatementId): Opened[] {
  try {
    const { shape, batch, opened } = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as OpeningFile;
    if (shape !== 'opening/1' || batch !== id) throw new TypeError('of another batch');
    return opened.map(({ index, input, blind, salt, proof }) => ({
      index,
      input: fromBase64url(input),
      blind: fromBase64url(blind),
      salt: fromBase64url(salt),
      proof: proof.map(fromBase64url),
    }));
  } catch (fault) {
    throw new CliError('OPENING_FALSE', 'it is no opening of this batch', fault);
  }
}

/** Inputs are `kind:value`; one that is not has no meaning that a table could answer to. */
function wordsIn(input: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(input);
    return /^[a-z][a-z-]*:/.test(text) ? text : null;
  } catch {
    return null;
  }
}
