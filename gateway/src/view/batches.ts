import { type AgencyCode, type Batch, batchKey, type Instant } from '@tocsin/record';
import type { View } from './view.ts';

/** Which batches of blind checks to list, the latest first; every condition that is given must hold. */
export interface BatchQuery {
  readonly agency?: AgencyCode | undefined;
  /** Those alone whose opening an auditor waits for. */
  readonly demanded: boolean;
  /** Ledger time, exclusive. */
  readonly until?: Instant | undefined;
  readonly limit: number;
}

/** Who asked blindly, when and for what. An exchange has a thousand batches a day: only the page is read. */
export function listBatches(view: View, { agency, demanded, until, limit }: BatchQuery): Batch[] {
  const conditions = [
    ...(agency === undefined ? [] : ['agency = :agency']),
    ...(demanded ? ['demanded = 1'] : []),
    ...(until === undefined ? [] : ['at < :until']),
  ];
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const given = { ...(agency === undefined ? {} : { agency }), ...(until === undefined ? {} : { until }) };
  const rows = view.select(`SELECT id FROM batch ${where} ORDER BY at DESC, id LIMIT :limit`, { ...given, limit });
  return rows.flatMap(({ id }) => view.state(batchKey(String(id))) ?? []);
}
