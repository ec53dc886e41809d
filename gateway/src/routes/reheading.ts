import { toBase64, toBase64url } from '@tocsin/envelope';
import { Refusal } from '@tocsin/record';
import { ById } from '../api/query.ts';
import { HeaderOrder, OpenedPageSchema, ReheadedSchema, UnitKeyPlace, UnitKeyQuery } from '../api/upkeep.ts';
import { openedBy } from '../reheading/opened-by.ts';
import { rehead } from '../reheading/reheading.ts';
import type { Api, Services } from '../services.ts';
import { officerOf, problems, signed } from './route.ts';

/** `POST /v1/items/:id/header`: an own file under a new header, for the `record.rehead/1` that is to name it. */
export function postHeader(app: Api, { ledger, deposits, keys, ownLog: log, clock }: Services): void {
  const schema = {
    ...signed,
    summary: "an own file's payload under a new header, for these recipients and the roster in force",
    params: ById,
    body: HeaderOrder,
    response: { 200: ReheadedSchema, ...problems },
  };
  app.post('/v1/items/:id/header', { schema }, async (request) => {
    const { recipients } = request.body;
    const { file, sealed, deposit } = await rehead(
      { ledger, deposits, keys, log },
      {
        item: request.params.id,
        officer: officerOf(request),
        recipients,
        now: clock(),
      },
    );
    const left = deposit === null ? null : { enc: toBase64url(deposit.enc), ct: toBase64url(deposit.ct) };
    return { file: toBase64(file), sealed, deposit: left };
  });
}

/** `GET /v1/unit-keys/:unit/:epoch/items`: what one of the gateway's unit keys opens, to its keymasters and authors. */
export function getUnitKeyItems(app: Api, services: Services): void {
  const schema = {
    ...signed,
    summary: 'live files that a unit key opens, a page at a time',
    params: UnitKeyPlace,
    querystring: UnitKeyQuery,
    response: { 200: OpenedPageSchema, ...problems },
  };
  app.get('/v1/unit-keys/:unit/:epoch/items', { schema }, async (request) => {
    const { roles } = officerOf(request);
    if (!roles.includes('keymaster') && !roles.includes('author')) throw new Refusal('ROLE_LACKING', 'keymaster');
    const { unit, epoch } = request.params;
    return openedBy(services, { unit, epoch: Number(epoch), after: request.query.after });
  });
}
