import Type from 'typebox';
import { ListedKeySchema } from '../api/directory.ts';
import { KeysQuery } from '../api/query.ts';
import type { Api, Services } from '../services.ts';
import { listKeys } from '../view/directory.ts';
import { problems, signed } from './route.ts';

/** `GET /v1/keys`: published keys of all epochs, each with the proof by which a device verifies it to its own roots. */
export function getKeys(app: Api, { view }: Services): void {
  const schema = {
    ...signed,
    summary: 'published keys with their statements and certificates',
    querystring: KeysQuery,
    response: { 200: Type.Object({ keys: Type.Array(ListedKeySchema) }), ...problems },
  };
  app.get('/v1/keys', { schema }, ({ query }) => ({ keys: listKeys(view, query.agency, query.unit) }));
}
