import { EnvelopeError } from './error.ts';

/** How many stanzas a header may have for its addressees, so that the number tells little about them. */
export const STANZA_COUNTS = [1, 2, 4, 8, 16] as const;
export const MAX_RECIPIENTS = 16;

/** The least of the counts that takes in so many recipients. Throws TOO_MANY_RECIPIENTS. */
export function stanzaCountFor(recipients: number): number {
  const count = STANZA_COUNTS.find((some) => some >= recipients);
  if (recipients === 0 || count === undefined) throw new EnvelopeError('TOO_MANY_RECIPIENTS');
  return count;
}
