import { fromBase64url } from '@tocsin/envelope';
import Type from 'typebox';
import { ById, SharesAsked } from '../api/query.ts';
import { TrusteeAnswerSchema } from '../api/records.ts';
import type { Api, Services } from '../services.ts';
import { sharesFor } from '../trustee/shares.ts';
import { officerOf, problems, signed } from './route.ts';

/** `POST /v1/accesses/:id/shares`: the trustees' signed releases for the device that the access names. */
export function postShares(app: Api, services: Services): void {
  const schema = {
    ...signed,
    summary: "trustees' releases of a witnessed file, as soon as enough of them have answered",
    params: ById,
    body: SharesAsked,
    response: { 200: Type.Object({ answers: Type.Array(TrusteeAnswerSchema) }), ...problems },
  };
  app.post('/v1/accesses/:id/shares', { schema }, async (request) => {
    const { epk, except = [] } = request.body;
    const ticket = { access: request.params.id };
    const asked = { ticket, officer: officerOf(request).handle, epk: fromBase64url(epk), except };
    return { answers: await sharesFor(services, asked) };
  });
}
