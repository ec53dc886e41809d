import type { PreparedPost, ProvenRoster } from '@tocsin/device';
import { handlingText } from './content-text.ts';
import { fields, table } from './table.ts';
import { minute } from './words.ts';

/** Exactly who will be able to read, under which clause: shown before anything leaves the device. */
export function readersText({ readers, witness, agreement, clause, posting, due, retain }: PreparedPost): string {
  const about = fields([
    ['agreement', `${agreement.name}, clause ${clause.id}`],
    ['purposes', posting.purposes.join(', ')],
    ['handling', handlingText(posting.handling)],
    ['due', `acknowledge by ${minute(due.acknowledge)}, answer by ${minute(due.answer)}`],
    ['kept until', minute(retain)],
  ]);
  return `will be able to read, and nobody else:\n${keysTable(readers)}${trusteesText(witness)}${about}`;
}

const keysTable = (keys: readonly Keyed[]): string =>
  table(
    ['AGENCY', 'UNIT', 'EPOCH', 'KEY', 'STANDING'],
    keys.map(({ agency, unit, epoch, digest, known }) => [
      agency,
      unit,
      String(epoch),
      digest.slice(0, 16),
      known ? 'pinned' : 'first use, proved to the root in your profile',
    ]),
  );

interface Keyed {
  readonly agency: string;
  readonly unit: string;
  readonly epoch: number;
  readonly digest: string;
  readonly known: boolean;
}

function trusteesText(witness: ProvenRoster | null): string {
  if (witness === null) return '';
  const { t, trustees } = witness;
  return `each opening needs ${t} of ${trustees.length} trustees, who release for a record on the ledger only:\n${keysTable(trustees)}`;
}
