import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Api, Services } from '../services.ts';

/** Figures for the operator: routes and codes only, nothing that tells who exchanges what with whom. */
export function measure(app: Api, { view, follower, mirror }: Services): Registry {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register, prefix: 'tocsin_' });
  const answers = new Histogram({
    name: 'tocsin_http_answer_seconds',
    help: 'time to answer, by route and status',
    labelNames: ['route', 'status'] as const,
    registers,
  });
  const refusals = new Counter({
    name: 'tocsin_refusals_total',
    help: 'refused requests, by code',
    labelNames: ['code'] as const,
    registers,
  });
  gauge('tocsin_view_block', 'last block applied to the view', () => Number(view.checkpoint?.number ?? -1n));
  gauge('tocsin_following', '1 while the ledger is followed', () => Number(follower.following.state === 'following'));
  gauge(
    'tocsin_mirror_alarms',
    'contradictions found between ledgers, see mirror/evidence',
    () => mirror.alarms.list.length,
  );
  app.addHook('onResponse', async (request, reply) => {
    const route = `${request.method} ${request.routeOptions.url ?? 'unknown'}`;
    answers.observe({ route, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
    if (request.refused !== undefined) refusals.inc({ code: request.refused });
  });
  return register;

  function gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  }
}
