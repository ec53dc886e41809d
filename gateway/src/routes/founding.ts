import { networkKey, Refusal } from '@tocsin/record';
import { PostFounding } from '../api/query.ts';
import { CommittedSchema } from '../api/schema.ts';
import { isFounded } from '../founding-door.ts';
import type { Api, Services } from '../services.ts';
import { problems } from './route.ts';
import { submit } from './statements.ts';

/** Room for the longest statement and its quotes. */
const MOST_BYTES = 70_000;

/**
 * `POST /v1/founding`: the one statement of an officer whom no register knows yet. The request is not signed: the
 * statement proves itself, and passes only until the exchange is founded.
 */
export function postFounding(app: Api, services: Services): void {
  const schema = {
    summary: 'propose the founding of the exchange, before there is a register',
    body: PostFounding,
    response: { 200: CommittedSchema, ...problems },
  };
  app.post('/v1/founding', { schema, bodyLimit: MOST_BYTES }, async ({ body }) => {
    const { ledger, follower, limits, view } = services;
    const height = await ledger.height();
    // A view that still catches up may not know that the exchange is founded already.
    if (height > 0n) await follower.reached(height - 1n, AbortSignal.timeout(limits.viewMs));
    if (isFounded(view.state(networkKey))) throw new Refusal('ALREADY_FOUNDED');
    return submit(services, body);
  });
}
