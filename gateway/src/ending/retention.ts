import { createHash } from 'node:crypto';
import { type Instant, RETENTION_OVER, Refusal, type StatementId, toMillis } from '@tocsin/record';
import type { Steward } from '../steward/steward.ts';
import type { View } from '../view/view.ts';

/** The author's own gateway ends a record within this time after its retention, so that a day's records do not end at once. */
export const OWN_SPREAD_MS = 10 * 60_000;
/** Where it did not, other members' gateways do so a day later, spread over hours so that one of them is the first. */
export const OTHERS_AFTER_MS = 24 * 3_600_000;
export const OTHERS_SPREAD_MS = 4 * 3_600_000;

const over = `
  SELECT record.id, record.author, json_extract(head.value, '$.retain') AS retain FROM record
  JOIN state head ON head.key = 'record/' || record.id
  WHERE record.state <> 'purged' AND json_extract(head.value, '$.retain') <= :now
  ORDER BY record.id
`;

/** Records whose retention is over and whose end is this gateway's to write now. */
export function endingsDue(view: View, now: Instant): StatementId[] {
  const rows = view.select(over, { now });
  return rows.flatMap(({ id, author, retain }) => {
    const due = dueAt({ id: String(id), author: String(author), retain: String(retain) }, view.agency);
    return due <= toMillis(now) ? [String(id)] : [];
  });
}

/** When a gateway ends a record, ms since 1970: the same at every look, another for every agency and record. */
export function dueAt({ id, author, retain }: { id: string; author: string; retain: Instant }, agency: string): number {
  const spread = createHash('sha256').update(`${agency} ${id}`).digest().readUInt32BE() / 2 ** 32;
  const own = author === agency;
  const after = own ? spread * OWN_SPREAD_MS : OTHERS_AFTER_MS + spread * OTHERS_SPREAD_MS;
  return toMillis(retain) + after;
}

/** Ends a record whose retention is over. Somebody else may have been faster: that is as good. @throws LedgerFault, Refusal */
export async function endRecord(steward: Pick<Steward, 'act'>, record: StatementId): Promise<void> {
  try {
    await steward.act('record.purge/1', { record, reason: RETENTION_OVER });
  } catch (fault) {
    if (!(fault instanceof Refusal) || fault.code !== 'ALREADY_PURGED') throw fault;
  }
}
