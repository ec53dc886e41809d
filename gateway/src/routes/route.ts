import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { Officer } from '@tocsin/record';
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest, RawServerDefault } from 'fastify';
import { ProblemSchema } from '../api/schema.ts';
import { GatewayError } from '../error.ts';

/** The application as routes see it: handlers typed by their schemas. */
export type Api = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** What every signed route documents besides its own answer. */
export const signed = { security: [{ officer: [] }] };
export const problems = { '4xx': ProblemSchema, '5xx': ProblemSchema };

/** Who signed the request; asking on a route that nobody authenticates is our bug. */
export function officerOf(request: FastifyRequest<never> | { officer?: Officer }): Officer {
  if (request.officer === undefined) throw new GatewayError('UNAUTHENTICATED');
  return request.officer;
}

/** A page's length from its query text. */
export const limitOf = (text: string | undefined): number => (text === undefined ? 50 : Number(text));
