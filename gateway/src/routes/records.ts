import { Refusal, recordKey } from '@tocsin/record';
import { ById, RecordsQuery } from '../api/query.ts';
import { RecordDetailSchema, RecordPageSchema } from '../api/records.ts';
import type { Api, Services } from '../services.ts';
import { leasesOf, listAccesses } from '../view/accesses.ts';
import { itemsOf, lateOf, listRecords } from '../view/records.ts';
import { limitOf, problems, signed } from './route.ts';

/** `GET /v1/records`: the agency's inbox or outbox, newest first. */
export function getRecords(app: Api, { view, clock }: Services): void {
  const schema = {
    ...signed,
    summary: "the own agency's inbox or outbox",
    querystring: RecordsQuery,
    response: { 200: RecordPageSchema, ...problems },
  };
  app.get('/v1/records', { schema }, ({ query }) =>
    listRecords(view, {
      box: query.box ?? 'inbox',
      state: query.state,
      overdue: query.overdue === 'true',
      unacknowledged: query.unacknowledged === 'true',
      limit: limitOf(query.limit),
      cursor: query.cursor,
      now: clock().toISOString(),
    }),
  );
}

/** `GET /v1/records/:id`: head, what is late, items in the order of the ledger, and the latest 500 accesses and leases. */
export function getRecord(app: Api, { view, clock }: Services): void {
  const schema = {
    ...signed,
    summary: 'one record with its items, progress, accesses and leases',
    params: ById,
    response: { 200: RecordDetailSchema, ...problems },
  };
  app.get('/v1/records/:id', { schema }, ({ params: { id } }) => {
    const head = view.state(recordKey(id));
    if (head === undefined) throw new Refusal('UNKNOWN_RECORD', id);
    const accesses = listAccesses(view, { record: id, limit: 500 });
    const leases = leasesOf(view, id, 500);
    return { head, late: lateOf(head, clock().toISOString()), items: itemsOf(view, id), accesses, leases };
  });
}
