import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { AgencyCode } from '@tocsin/record';
import { AgencyCode as AgencyCodeSchema } from '@tocsin/record';
import Fastify, { type FastifyBaseLogger, type FastifyRequest, LogController } from 'fastify';
import { Compile } from 'typebox/compile';
import { GatewayError } from '../error.ts';
import { logAnswers } from '../plugins/log.ts';
import { answerProblems, sendProblem } from '../plugins/problem.ts';
import { limitAddresses, limitPeers, registerRates } from '../plugins/rate.ts';
import type { Api, Services } from '../services.ts';
import { mustBeGatewayOf } from './membership.ts';

/** Largest request of another gateway, bytes: a one-time key, or a checkpoint with its proof. */
const LARGEST_REQUEST = 128 * 1024;

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose gateway asks; proved on every route under /peer. */
    peer?: AgencyCode;
  }
}

/** A route for other gateways. */
export type PeerRoute = (app: Api, services: Services) => void;

/**
 * The application that other agencies' gateways speak to. It has nothing in common with the officers' one: every request
 * needs a certificate that the own peer's directory leads to a member, and says which.
 */
export async function peerApplication(
  services: Services,
  routes: readonly PeerRoute[],
  logger: FastifyBaseLogger | undefined,
): Promise<Api> {
  const app = Fastify({
    ...(logger === undefined ? {} : { loggerInstance: logger }),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: LARGEST_REQUEST,
    trustProxy: false,
    frameworkErrors: sendProblem,
    exposeHeadRoutes: false,
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: false } },
  }).withTypeProvider<TypeBoxTypeProvider>() as Api;
  app.setSerializerCompiler(() => JSON.stringify);
  answerProblems(app);
  logAnswers(app);
  await registerRates(app);
  limitAddresses(app, services.limits);
  app.addHook('onRequest', async (request) => {
    request.peer = await provenPeer(services, request);
  });
  limitPeers(app, services.limits);
  for (const route of routes) route(app, services);
  await app.ready();
  return app;
}

const isAgencyCode = Compile(AgencyCodeSchema);

async function provenPeer({ directory, roots, clock }: Services, request: FastifyRequest): Promise<AgencyCode> {
  const claimed = request.headers['tocsin-agency'];
  if (!isAgencyCode.Check(claimed)) throw new GatewayError('PEER_NOT_TRUSTED', 'no agency named');
  await mustBeGatewayOf({ directory, roots }, claimed, certificateOf(request), clock());
  return claimed;
}

/** Of each connection; a handshake shows one, and no other comes after it. */
const certificates = new WeakMap<Socket, Buffer>();

function certificateOf({ raw: { socket } }: FastifyRequest): Buffer | undefined {
  const certificate = certificates.get(socket) ?? (socket as TLSSocket).getPeerCertificate?.().raw;
  if (certificate !== undefined) certificates.set(socket, certificate);
  return certificate;
}

/** Whose gateway asks; asking on a route that nobody authenticates is our bug. */
export function peerOf(request: { peer?: AgencyCode }): AgencyCode {
  if (request.peer === undefined) throw new GatewayError('PEER_NOT_TRUSTED');
  return request.peer;
}
