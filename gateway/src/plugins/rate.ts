import rateLimit from '@fastify/rate-limit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GatewayError } from '../error.ts';
import type { Limits } from '../limits.ts';
import type { Api } from '../services.ts';

type Limiter = ReturnType<Api['createRateLimit']>;

/** Counts in memory only: no address is ever written down. */
export async function registerRates(app: Api): Promise<void> {
  await app.register(rateLimit, { global: false, timeWindow: 60_000, cache: 10_000 });
}

/** Limits each network address, before anything costly is done for it. */
export function limitAddresses(app: Api, { perAddress }: Limits): void {
  const limiter = app.createRateLimit({ max: perAddress, keyGenerator: (request) => request.ip });
  app.addHook('onRequest', (request, reply) => mustBeWithin(limiter, request, reply));
}

/** Limits each officer, wherever the requests come from; needs the officer to be known. */
export function limitOfficers(app: Api, { perOfficer }: Limits): void {
  const limiter = app.createRateLimit({ max: perOfficer, keyGenerator: (request) => request.officer?.handle ?? '' });
  app.addHook('onRequest', (request, reply) => mustBeWithin(limiter, request, reply));
}

/** Limits each agency's gateway; needs it to be known. */
export function limitPeers(app: Api, { perPeer }: Limits): void {
  const limiter = app.createRateLimit({ max: perPeer, keyGenerator: (request) => request.peer ?? '' });
  app.addHook('onRequest', (request, reply) => mustBeWithin(limiter, request, reply));
}

async function mustBeWithin(limiter: Limiter, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const outcome = await limiter(request);
  if (outcome.isAllowed || !outcome.isExceeded) return;
  reply.header('retry-after', String(outcome.ttlInSeconds));
  throw new GatewayError('TOO_MANY_REQUESTS');
}
