import { handlingText } from './content-text.ts';
import type { PreparedPost } from './posting.ts';
import { fields, table } from './table.ts';
import { minute } from './words.ts';

/** Exactly who will be able to read, under which clause: shown before anything leaves the device. */
export function readersText({ readers, agreement, clause, posting, due, retain }: PreparedPost): string {
  const rows = readers.map(({ agency, unit, epoch, digest, known }) => [
    agency,
    unit,
    String(epoch),
    digest.slice(0, 16),
    known ? 'pinned' : 'first use, proved to the root in your profile',
  ]);
  const about = fields([
    ['agreement', `${agreement.name}, clause ${clause.id}`],
    ['purposes', posting.purposes.join(', ')],
    ['handling', handlingText(posting.handling)],
    ['due', `acknowledge by ${minute(due.acknowledge)}, answer by ${minute(due.answer)}`],
    ['kept until', minute(retain)],
  ]);
  return `will be able to read, and nobody else:\n${table(['AGENCY', 'UNIT', 'EPOCH', 'KEY', 'STANDING'], rows)}${about}`;
}
