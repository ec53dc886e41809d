import type { Registry } from 'prom-client';
import Type from 'typebox';
import { type Readiness, ReadinessSchema } from '../api/operation.ts';
import { problemOf } from '../plugins/problem.ts';
import type { Api, Services } from '../services.ts';

/** `GET /health`, `/ready`, `/metrics`, `/openapi.json`: for the operator, unsigned, and telling nothing of records. */
export function getOperation(app: Api, services: Services, metrics: Registry): void {
  const health = { summary: 'the process runs', response: { 200: Type.Object({ status: Type.Literal('ok') }) } };
  app.get('/health', { schema: health }, () => ({ status: 'ok' as const }));

  const ready = { summary: 'the gateway serves', response: { 200: ReadinessSchema, 503: ReadinessSchema } };
  app.get('/ready', { schema: ready }, (_request, reply) => {
    const readiness = readinessOf(services);
    reply.code(readiness.ready ? 200 : 503);
    return readiness;
  });
  app.get('/metrics', { schema: { summary: 'Prometheus metrics' } }, async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.metrics()),
  );
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
}

/** Ready once the view holds a block and the ledger is being followed. */
export function readinessOf({ follower: { following }, view }: Services): Readiness {
  const checkpoint = view.checkpoint;
  return {
    ready: following.state === 'following' && checkpoint !== null,
    following: following.state,
    reason: reasonOf(following),
    checkpoint: checkpoint === null ? null : { number: String(checkpoint.number), hash: checkpoint.hash },
  };
}

function reasonOf(following: Services['follower']['following']): string | null {
  if (following.state === 'broken') return following.reason;
  return following.state === 'retrying' ? problemOf(following.fault).code : null;
}
