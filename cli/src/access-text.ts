import type { Access } from '@tocsin/record';
import { table } from './table.ts';
import { minute } from './words.ts';

/** Who asked to open what, when and why, and what came of it. */
export function accessesTable(accesses: readonly Access[]): string {
  const rows = accesses.map((access) => [
    minute(access.at),
    access.agency,
    access.unit,
    access.officer,
    access.purpose,
    access.record === access.item ? access.record : `${access.record} follow-up ${access.item}`,
    receiptOf(access),
  ]);
  return table(['ASKED', 'AGENCY', 'UNIT', 'OFFICER', 'PURPOSE', 'RECORD', 'OUTCOME'], rows);
}

function receiptOf({ receipt }: Access): string {
  if (receipt === null) return 'no receipt';
  return receipt.reason === null ? receipt.outcome : `${receipt.outcome} (${receipt.reason})`;
}
