import { networkKey, rosterKey } from '@tocsin/record';
import Type from 'typebox';
import { RosterSchema } from '../api/directory.ts';
import type { Api, Services } from '../services.ts';
import { problems, signed } from './route.ts';

/** `GET /v1/roster`: the trustees of the day; their keys are proved by `GET /v1/keys`. */
export function getRoster(app: Api, { view }: Services): void {
  const schema = {
    ...signed,
    summary: 'the roster of trustees in force, or null while there is none',
    response: { 200: Type.Object({ roster: Type.Union([RosterSchema, Type.Null()]) }), ...problems },
  };
  app.get('/v1/roster', { schema }, () => {
    const epoch = view.state(networkKey)?.roster;
    return { roster: epoch === undefined ? null : (view.state(rosterKey(epoch)) ?? null) };
  });
}
