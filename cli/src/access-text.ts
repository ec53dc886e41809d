import type { Access, Lease } from '@tocsin/record';
import { table } from './table.ts';
import { minute } from './words.ts';

/** Who took leave to open without a line, until when, and what they accounted for. */
export function leasesTable(leases: readonly Lease[]): string {
  const rows = leases.map(({ at, agency, unit, officer, purpose, until, opened, closed }) => [
    minute(at),
    agency,
    unit,
    officer,
    purpose,
    minute(until),
    `${opened.length} opened${closed === null ? ', not closed: read it as opened in all its items' : ''}`,
  ]);
  return table(['LEASED', 'AGENCY', 'UNIT', 'OFFICER', 'PURPOSE', 'UNTIL', 'ACCOUNT'], rows);
}

/** Who asked to open what, when and why, who released the key, and what came of it. */
export function accessesTable(accesses: readonly Access[]): string {
  const rows = accesses.map((access) => [
    minute(access.at),
    access.agency,
    access.unit,
    access.officer,
    access.purpose,
    access.record === access.item ? access.record : `${access.record} follow-up ${access.item}`,
    releasedBy(access),
    receiptOf(access),
  ]);
  return table(['ASKED', 'AGENCY', 'UNIT', 'OFFICER', 'PURPOSE', 'RECORD', 'RELEASED BY', 'OUTCOME'], rows);
}

/** Trustees as the receipt names them; without any the key came from the reader's own gateway, or by break glass. */
function releasedBy({ receipt, granted, owner }: Access): string {
  if (granted !== null) return `${owner}: ${granted.reason}`;
  if (receipt === null) return '-';
  return receipt.released.length === 0 ? 'own gateway' : receipt.released.join(' ');
}

function receiptOf({ receipt }: Access): string {
  if (receipt === null) return 'no receipt';
  return receipt.reason === null ? receipt.outcome : `${receipt.outcome} (${receipt.reason})`;
}
