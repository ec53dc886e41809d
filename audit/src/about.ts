import type { StatementId } from '@tocsin/record';

/** What a statement says, as far as it tells which record it is about. */
export interface Said {
  readonly id: StatementId;
  readonly typ: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

const byRecord: readonly string[] = [
  'record.acknowledge/1',
  'record.follow-up/1',
  'record.withdraw/1',
  'record.close/1',
  'record.rehead/1',
  'record.purge/1',
  'purge.attest/1',
  'access.request/1',
  'consent.reshare/1',
];
/** Statements about something that was done about the record, and the member that names it. */
const byRelated: Readonly<Record<string, string>> = {
  'access.receipt/1': 'access',
  'access.grant/1': 'access',
  'consent.withdraw/1': 'consent',
  'lease.account/1': 'lease',
};

/** The statements about one record, in the order given, which must be the ledger's. */
export function statementsAbout<S extends Said>(record: StatementId, statements: Iterable<S>): S[] {
  const related = new Set<unknown>([record]);
  const found: S[] = [];
  for (const statement of statements) {
    if (!isAbout(record, related, statement)) continue;
    related.add(statement.id);
    found.push(statement);
  }
  return found;
}

function isAbout(record: StatementId, related: ReadonlySet<unknown>, { id, typ, payload }: Said): boolean {
  if (typ === 'record.post/1') return id === record;
  if (typ === 'lease.take/1') return namesRecord(payload.items, record);
  if (byRecord.includes(typ)) return payload.record === record;
  const member = byRelated[typ];
  return member !== undefined && related.has(payload[member]);
}

const namesRecord = (items: unknown, record: StatementId): boolean =>
  Array.isArray(items) && items.some((item: { record?: unknown } | null) => item?.record === record);
