import { type Access, accessKey, type Lease, leaseKey, type StatementId } from '@tocsin/record';
import type { View } from './view.ts';

/** Which openings to list, newest first; every condition that is given must hold. */
export interface AccessQuery {
  readonly record?: string | undefined;
  readonly officer?: string | undefined;
  readonly agency?: string | undefined;
  readonly owner?: string | undefined;
  /** Ledger time, inclusive. */
  readonly since?: string | undefined;
  /** Ledger time, exclusive. */
  readonly until?: string | undefined;
  readonly limit: number;
}

const conditions = {
  record: 'record = :record',
  officer: 'officer = :officer',
  agency: 'agency = :agency',
  owner: 'owner = :owner',
  since: 'at >= :since',
  until: 'at < :until',
} as const;

/** Who asked to open what, when and why. */
export function listAccesses(view: View, query: AccessQuery): Access[] {
  const given = Object.entries(conditions).filter(([name]) => query[name as keyof typeof conditions] !== undefined);
  const where = given.length === 0 ? '' : `WHERE ${given.map(([, condition]) => condition).join(' AND ')}`;
  const values = Object.fromEntries(given.map(([name]) => [name, query[name as keyof typeof conditions] ?? null]));
  const sql = `SELECT id FROM access ${where} ORDER BY at DESC, id LIMIT :limit`;
  const rows = view.select(sql, { ...values, limit: query.limit });
  return rows.flatMap(({ id }) => view.state(accessKey(String(id))) ?? []);
}

/** Leases that name a record, the latest first. */
export function leasesOf(view: View, record: StatementId, limit: number): Lease[] {
  const rows = view.rows('SELECT lease FROM leased WHERE record = ?', record);
  const leases = rows.flatMap(({ lease }) => view.state(leaseKey(String(lease))) ?? []);
  return leases.sort((a, b) => (a.at > b.at ? -1 : 1)).slice(0, limit);
}
