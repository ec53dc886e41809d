import { networkKey, type StatementId } from '@tocsin/record';
import { OldLocksSchema } from '../api/upkeep.ts';
import type { Api, Services } from '../services.ts';
import type { View } from '../view/view.ts';
import { problems, signed } from './route.ts';

const locked = `
  SELECT item.id, item.record, json_extract(state.value, '$.sealed.roster') AS roster FROM item
  JOIN state ON state.key = 'item/' || item.id JOIN record ON record.id = item.record
  JOIN state head ON head.key = 'record/' || item.record
  WHERE json_extract(state.value, '$.author') = :agency AND json_extract(state.value, '$.sealed.mode') = 'witnessed'
    AND roster <> :current AND record.state NOT IN ('purged', 'withdrawn') AND json_extract(head.value, '$.retain') > :now
  ORDER BY item.id
`;

/** `GET /v1/roster/old-locks`: own live files that are locked by a roster which is no longer in force. */
export function getOldLocks(app: Api, { view, clock }: Services): void {
  const schema = {
    ...signed,
    summary: 'own live files that an earlier roster locks',
    response: { 200: OldLocksSchema, ...problems },
  };
  app.get('/v1/roster/old-locks', { schema }, () => {
    const current = view.state(networkKey)?.roster ?? null;
    return { current, items: current === null ? [] : oldLocks(view, current, clock().toISOString()) };
  });
}

function oldLocks(view: View, current: number, now: string) {
  const rows = view.select(locked, { agency: view.agency, current, now });
  return rows.map(({ id, record, roster }) => ({
    item: String(id) as StatementId,
    record: String(record) as StatementId,
    roster: Number(roster),
  }));
}
