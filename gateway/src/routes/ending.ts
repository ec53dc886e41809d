import { attestationKey, Refusal, recordKey } from '@tocsin/record';
import Type from 'typebox';
import { ById } from '../api/query.ts';
import { ConsentSchema, ConsentsQuery, PurgeSchema } from '../api/upkeep.ts';
import type { Api, Services } from '../services.ts';
import { problems, signed } from './route.ts';

/** `GET /v1/records/:id/purge`: the tombstone, every holder's word, and whose is missing. */
export function getPurge(app: Api, { view }: Services): void {
  const schema = {
    ...signed,
    summary: 'what became of a purged record with each of its holders',
    params: ById,
    response: { 200: PurgeSchema, ...problems },
  };
  app.get('/v1/records/:id/purge', { schema }, ({ params: { id } }) => {
    const head = view.state(recordKey(id));
    if (head === undefined) throw new Refusal('UNKNOWN_RECORD', id);
    const holders = head.purged?.holders ?? [];
    const attestations = holders.flatMap((agency) => view.state(attestationKey(id, agency)) ?? []);
    const missing = holders.filter((holder) => !attestations.some(({ agency }) => agency === holder));
    return { tombstone: head.purged, attestations, missing };
  });
}

/** `GET /v1/consents`: consents to re-share, in the order of their identifiers; all members see all. */
export function getConsents(app: Api, { view }: Services): void {
  const schema = {
    ...signed,
    summary: 'consents by which further agencies may open what somebody wrote',
    querystring: ConsentsQuery,
    response: { 200: Type.Object({ consents: Type.Array(ConsentSchema) }), ...problems },
  };
  app.get('/v1/consents', { schema }, ({ query: { record } }) => ({
    consents: view.statesUnder('consent').filter((consent) => record === undefined || consent.record === record),
  }));
}
