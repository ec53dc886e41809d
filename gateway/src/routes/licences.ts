import { FoundLicencesSchema, LicenceLookup, LicencePageSchema, LicencesQuery } from '../api/brokers.ts';
import type { Api, Services } from '../services.ts';
import { listLicences, lookUpLicences } from '../view/brokers.ts';
import { limitOf, problems, signed } from './route.ts';

/** `GET /v1/licences`: registers as their keepers publish them, page by page. */
export function getLicences(app: Api, { view, clock }: Services): void {
  const schema = {
    ...signed,
    summary: 'licences of all registers, of one agency or of one register',
    querystring: LicencesQuery,
    response: { 200: LicencePageSchema, ...problems },
  };
  app.get('/v1/licences', { schema }, ({ query: { limit, ...filter } }) =>
    listLicences(view, { ...filter, limit: limitOf(limit) }, clock().toISOString()),
  );
}

/** `POST /v1/licences/lookup`: licences by their numbers, however these are written. */
export function postLicenceLookup(app: Api, { view, clock }: Services): void {
  const schema = {
    ...signed,
    summary: 'licences of these numbers, in every register or in one',
    body: LicenceLookup,
    response: { 200: FoundLicencesSchema, ...problems },
  };
  app.post('/v1/licences/lookup', { schema }, ({ body }) => ({
    licences: lookUpLicences(view, body, clock().toISOString()),
  }));
}
