import type { Api } from '../services.ts';

/**
 * One line an answer: the route's pattern, never its address or query; status, duration, code, and the opaque handle.
 * No body, no header, no network address.
 */
export function logAnswers(app: Api): void {
  app.addHook('onResponse', async (request, reply) => {
    const line = {
      route: `${request.method} ${request.routeOptions.url ?? 'unknown'}`,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      ...(request.officer === undefined ? {} : { handle: request.officer.handle }),
      ...(request.refused === undefined ? {} : { code: request.refused }),
    };
    request.log.info(line, 'answered');
  });
}
