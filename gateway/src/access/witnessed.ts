import type { WitnessedRecord } from '@tocsin/envelope';
import { type Item, type ReadingTerms, readingTerms, type WitnessedSealed } from '@tocsin/record';

/** An item with a witnessed file. */
export type WitnessedItem = Item & { readonly sealed: WitnessedSealed };

export const isWitnessed = (item: Item): item is WitnessedItem => item.sealed?.mode === 'witnessed';

/** What the ledger says of a witnessed file, in the words of the envelope. */
export function recordOf({ id, author, sealed, ...item }: WitnessedItem): WitnessedRecord & { fileHash: string } {
  const { roster: epoch, t, n, cm, hash: fileHash, header: headerHash } = sealed;
  const policy: ReadingTerms = readingTerms(item);
  return { id, author, policy, witness: { epoch, t, n, cm }, headerHash, fileHash };
}
