import Type from 'typebox';
import {
  FocalPointSchema,
  GatewaySchema,
  KeyDatesSchema,
  ListedAgencySchema,
  OfficerSchema,
  UnitSchema,
} from '../api/directory.ts';
import { ByAgency } from '../api/query.ts';
import type { Api, Services } from '../services.ts';
import { keyDates, listAgencies } from '../view/directory.ts';
import { problems, signed } from './route.ts';

/** `GET /v1/directory/agencies|units|officers|gateways|focal-points|keys`: who takes part, as the ledger says. */
export function getDirectory(app: Api, { view }: Services): void {
  const under = (agency: string | undefined): string[] => (agency === undefined ? [] : [agency]);
  const answer = <K extends string, S extends Type.TSchema>(name: K, item: S, summary: string) => ({
    ...signed,
    summary,
    querystring: ByAgency,
    response: { 200: Type.Object({ [name]: Type.Array(item) } as Record<K, Type.TArray<S>>), ...problems },
  });

  app.get(
    '/v1/directory/agencies',
    { schema: answer('agencies', ListedAgencySchema, 'all agencies, with their certificates') },
    ({ query: { agency } }) => ({
      agencies: listAgencies(view).filter(({ code }) => agency === undefined || code === agency),
    }),
  );
  app.get(
    '/v1/directory/units',
    { schema: answer('units', UnitSchema, 'units of all agencies or of one') },
    ({ query: { agency } }) => ({ units: view.statesUnder('unit', ...under(agency)) }),
  );
  app.get(
    '/v1/directory/officers',
    { schema: answer('officers', OfficerSchema, "officers' handles, roles and certificates; no names") },
    ({ query: { agency } }) => ({
      officers: view.statesUnder('officer').filter((officer) => agency === undefined || officer.agency === agency),
    }),
  );
  app.get(
    '/v1/directory/gateways',
    { schema: answer('gateways', GatewaySchema, "agencies' gateways: how to reach and to recognise them") },
    ({ query: { agency } }) => ({
      gateways: view.statesUnder('gateway').filter((gateway) => agency === undefined || gateway.agency === agency),
    }),
  );
  app.get(
    '/v1/directory/focal-points',
    { schema: answer('focalPoints', FocalPointSchema, 'posts that answer for steps of the procedure') },
    ({ query: { agency } }) => ({ focalPoints: view.statesUnder('focal-point', ...under(agency)) }),
  );
  app.get(
    '/v1/directory/keys',
    {
      schema: answer(
        'keys',
        KeyDatesSchema,
        'published keys of all epochs and their terms, without the keys themselves',
      ),
    },
    ({ query: { agency } }) => ({ keys: keyDates(view, agency) }),
  );
}
