import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromBase64url, toBase64url } from '@tocsin/envelope';
import type { Kept } from '@tocsin/envelope/blind';
import type { Purpose, StatementId } from '@tocsin/record';
import { CliError } from './error.ts';
import type { Session } from './session.ts';

/** What opens batches to an auditor: a line for each, without a word of what was asked. */
const fileIn = (folder: string): string => join(folder, 'blind-checks.ndjson');

/** One element as the device keeps it. */
export interface KeptElement extends Omit<Kept, 'input'> {
  /** Of an element that fills the batch up, which is random; null where something was asked: the words are not kept. */
  readonly filler: Uint8Array | null;
}

/** Keeps what opens a batch; the first `asked` of its elements ask about something. */
export async function keepBatch(
  session: Session,
  { batch, purpose, elements, asked }: Omit<BatchNote, 'elements'> & { elements: readonly Kept[]; asked: number },
): Promise<void> {
  const kept = elements.map(({ element, blind, salt, input }, i) => ({
    element: toBase64url(element),
    blind: toBase64url(blind),
    salt: toBase64url(salt),
    ...(i < asked ? {} : { filler: toBase64url(input) }),
  }));
  const note = { at: session.clock().toISOString(), batch, purpose, elements: kept };
  await appendFile(fileIn(session.folder), `${JSON.stringify(note)}\n`, { mode: 0o600 });
}

interface BatchNote {
  readonly batch: StatementId;
  readonly purpose: Purpose;
  readonly elements: readonly KeptElement[];
}

/** What this device keeps of a batch. @throws CliError BATCH_NOT_KEPT */
export async function keptBatch({ folder }: Session, batch: StatementId): Promise<readonly KeptElement[]> {
  const text = await readFile(fileIn(folder), 'utf8').catch(() => '');
  const line = text.split('\n').find((each) => each.includes(`"batch":"${batch}"`));
  if (line === undefined) throw new CliError('BATCH_NOT_KEPT', batch);
  try {
    const { elements } = JSON.parse(line) as { elements: Record<string, string>[] };
    return elements.map(({ element, blind, salt, filler }) => ({
      element: fromBase64url(element ?? ''),
      blind: fromBase64url(blind ?? ''),
      salt: fromBase64url(salt ?? ''),
      filler: filler === undefined ? null : fromBase64url(filler),
    }));
  } catch (fault) {
    throw new CliError('BATCH_NOT_KEPT', batch, fault);
  }
}
