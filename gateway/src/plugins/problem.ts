import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from '../api/operation.ts';
import { GatewayError } from '../error.ts';
import type { Api } from '../services.ts';
import { codeOf } from './fault-code.ts';
import { type ErrorCode, errorWords, statusOf } from './status.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Code of the refusal, for the log. */
    refused?: ErrorCode;
  }
}

/** Answers every error as RFC 9457 `application/problem+json` with a code of the closed tables. */
export function answerProblems(app: Api): void {
  app.setErrorHandler((fault, request, reply) => sendProblem(fault, request, reply));
  app.setNotFoundHandler((request, reply) => sendProblem(new GatewayError('NOT_FOUND'), request, reply));
}

/** One error as its problem document; also for what fails before any route is found. */
export function sendProblem(fault: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(fault);
  request.refused = problem.code as ErrorCode;
  // Only our own bugs are errors; their text may quote a value, so the log gets the frames alone.
  if (problem.code === 'INTERNAL') request.log.error({ fault: framesOf(fault) }, 'internal');
  return reply.code(problem.status).type('application/problem+json').send(problem);
}

/** A fault as it is told to a client: nothing of an unexpected error gets out. */
export function problemOf(fault: unknown): Problem {
  const { code, detail } = codeOf(fault);
  const { meaning: title, hint } = errorWords[code];
  const told = { type: `urn:tocsin:error:${code}`, title, status: statusOf(code), code, hint };
  return detail === undefined ? told : { ...told, detail };
}

function framesOf(fault: unknown): string {
  if (!(fault instanceof Error)) return typeof fault;
  const frames = (fault.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line));
  return [fault.name, ...frames.slice(0, 12)].join('\n');
}
