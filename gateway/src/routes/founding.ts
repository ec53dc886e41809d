import { type Committed, networkKey, Refusal } from '@tocsin/record';
import { PostFounding } from '../api/query.ts';
import { CommittedSchema } from '../api/records.ts';
import { GatewayError } from '../error.ts';
import { isFounded, mustBeOwnFounding, mustFound } from '../founding-door.ts';
import type { Api, Services } from '../services.ts';
import { problems } from './route.ts';
import { submit } from './statements.ts';

/** Room for the longest statement and its quotes. */
const MOST_BYTES = 70_000;
/** Foundings looked at or waiting: people propose one. */
const MOST_WAITING = 8;

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
  const turn = new Turn(MOST_WAITING);
  app.post('/v1/founding', { schema, bodyLimit: MOST_BYTES }, ({ body }) => {
    mustBeOwnFounding(body.statement, services);
    return turn.during(() => found(services, body.statement));
  });
}

/** Anybody may ask, unsigned: what is refused costs the peer no question, and the founder's signature is proved first. */
async function found(services: Services, statement: string): Promise<Committed> {
  const { ledger, follower, limits, view } = services;
  await mustFound(statement, services);
  const height = await ledger.height();
  // A view that still catches up may not know that the exchange is founded already.
  if (height > 0n) await follower.reached(height - 1n, AbortSignal.timeout(limits.viewMs));
  if (isFounded(view.state(networkKey))) throw new Refusal('ALREADY_FOUNDED');
  return submit(services, { statement });
}

/** One at a time, in the order of coming, and no more than so many waiting. */
class Turn {
  readonly #most: number;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** @throws GatewayError TOO_MANY_REQUESTS */
  async during<T>(act: () => Promise<T>): Promise<T> {
    if (this.#waiting >= this.#most) throw new GatewayError('TOO_MANY_REQUESTS', 'foundings');
    this.#waiting++;
    const turn = this.#last.then(act);
    this.#last = turn.catch(() => undefined);
    return turn.finally(() => {
      this.#waiting--;
    });
  }
}
