import type { Statistics } from '@tocsin/audit';
import { StatisticsQuery } from '../api/query.ts';
import { StatisticsSchema } from '../api/statistics.ts';
import { GatewayError } from '../error.ts';
import type { Api, Services } from '../services.ts';
import { countedBeside } from '../statistics/counting.ts';
import { problems, signed } from './route.ts';

/** All statements are read for an answer, which is then given to whoever asks within this time, ms. */
const KEPT_MS = 60_000;

/** `GET /v1/statistics`: counts and answer times by half-year; what is small is withheld, as in what is published. */
export function getStatistics(app: Api, { view, clock }: Services): void {
  const kept = new Map<boolean, { readonly at: number; readonly value: Promise<Statistics> }>();
  const closing = new AbortController();
  app.addHook('preClose', async () => closing.abort());
  const schema = {
    ...signed,
    summary: 'counts and answer times by half-year, without content and without small counts',
    querystring: StatisticsQuery,
    response: { 200: StatisticsSchema, ...problems },
  };
  app.get('/v1/statistics', { schema }, ({ query }) => {
    const current = query.current === 'true';
    const [known, now] = [kept.get(current), clock().getTime()];
    if (known !== undefined && Math.abs(now - known.at) < KEPT_MS) return known.value;
    if (view.checkpoint === null) throw new GatewayError('NOT_READY', 'view');
    // Whoever asks while it is being counted waits for the same answer.
    const value = countedBeside(view, current, closing.signal);
    kept.set(current, { at: now, value });
    value.catch(() => kept.delete(current));
    return value;
  });
}
