import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromBase64url, toBase64url } from '@tocsin/envelope';
import type { Kept } from '@tocsin/envelope/blind';
import type { Batch, Digest, Purpose } from '@tocsin/record';
import { CliError } from './error.ts';
import type { Session } from './session.ts';

/** What opens batches to an auditor: a line for each, without a word of what was asked. */
const fileIn = (folder: string): string => join(folder, 'blind-checks.ndjson');

/** One element as the device keeps it. */
export interface KeptElement extends Omit<Kept, 'input'> {
  /** Of an element that fills the batch up, which is random; null where something was asked: the words are not kept. */
  readonly filler: Uint8Array | null;
}

/** A batch that is about to be committed to; the first `asked` of its elements ask about something. */
interface BatchNote {
  readonly root: Digest;
  readonly purpose: Purpose;
  readonly elements: readonly Kept[];
  readonly asked: number;
}

/**
 * Keeps what opens a batch, on the disk before it returns: only then may the batch be committed to. By its root: it has no
 * identifier yet, and a kill right after the commitment must not leave one that nobody can open.
 */
export async function keepBatch(session: Session, { root, purpose, elements, asked }: BatchNote): Promise<void> {
  const kept = elements.map(({ element, blind, salt, input }, i) => ({
    element: toBase64url(element),
    blind: toBase64url(blind),
    salt: toBase64url(salt),
    ...(i < asked ? {} : { filler: toBase64url(input) }),
  }));
  const note = { at: session.clock().toISOString(), root, purpose, elements: kept };
  // Begins a line of its own, whatever a power cut may have left of the last one.
  await appendFile(fileIn(session.folder), `\n${JSON.stringify(note)}\n`, { mode: 0o600, flush: true });
}

/** What this device keeps of a batch. @throws CliError BATCH_NOT_KEPT */
export async function keptBatch(
  { folder }: Session,
  { id, root }: Pick<Batch, 'id' | 'root'>,
): Promise<readonly KeptElement[]> {
  const text = await readFile(fileIn(folder), 'utf8').catch(() => '');
  const line = text.split('\n').find((each) => each.includes(`"root":"${root}"`));
  if (line === undefined) throw new CliError('BATCH_NOT_KEPT', id);
  try {
    const { elements } = JSON.parse(line) as { elements: Record<string, string>[] };
    return elements.map(({ element, blind, salt, filler }) => ({
      element: fromBase64url(element ?? ''),
      blind: fromBase64url(blind ?? ''),
      salt: fromBase64url(salt ?? ''),
      filler: filler === undefined ? null : fromBase64url(filler),
    }));
  } catch (fault) {
    throw new CliError('BATCH_NOT_KEPT', id, fault);
  }
}
