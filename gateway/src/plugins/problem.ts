import { LogError } from '@tocsin/envelope/log';
import { EnvelopeError } from '@tocsin/envelope/verify';
import { LedgerFault, Refusal } from '@tocsin/record';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from '../api/schema.ts';
import { GatewayError } from '../error.ts';
import type { Api } from '../services.ts';
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

function codeOf(fault: unknown): { code: ErrorCode; detail?: string | undefined } {
  if (isStorageFull(fault)) return { code: 'STORAGE_FULL' };
  if (fault instanceof Refusal || fault instanceof GatewayError) return { code: fault.code, detail: fault.detail };
  if (fault instanceof EnvelopeError || fault instanceof LogError || fault instanceof LedgerFault)
    return { code: fault.code };
  return codeOfFramework(fault as FastifyError);
}

function codeOfFramework(fault: FastifyError): { code: ErrorCode; detail?: string } {
  const first = fault?.validation?.[0];
  if (first !== undefined) {
    // The path and keyword name the schema's field; the value stays where it is.
    const field = `${fault.validationContext ?? 'body'}${first.instancePath}`;
    return { code: 'MALFORMED_REQUEST', detail: `${field} ${first.keyword}`.slice(0, 120) };
  }
  if (fault?.statusCode === 413) return { code: 'BODY_TOO_LARGE' };
  if (fault?.statusCode === 429) return { code: 'TOO_MANY_REQUESTS' };
  if (fault?.statusCode === 503) return { code: 'NOT_READY' };
  const clients = fault?.statusCode !== undefined && fault.statusCode >= 400 && fault.statusCode < 500;
  return { code: clients ? 'MALFORMED_REQUEST' : 'INTERNAL' };
}

const SQLITE_FULL = 13;

/** Whether a fault, or what caused it, is a full disk. */
export function isStorageFull(fault: unknown): boolean {
  if (!(fault instanceof Error)) return false;
  const { errcode, code } = fault as { errcode?: unknown; code?: unknown };
  return errcode === SQLITE_FULL || code === 'ENOSPC' || isStorageFull(fault.cause);
}

function framesOf(fault: unknown): string {
  if (!(fault instanceof Error)) return typeof fault;
  const frames = (fault.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line));
  return [fault.name, ...frames.slice(0, 12)].join('\n');
}
