import { type Officer, Refusal } from '@tocsin/record';
import { ProblemSchema } from '../api/operation.ts';
import { GatewayError } from '../error.ts';

/** What every signed route documents besides its own answer. */
export const signed = { security: [{ officer: [] }] };
export const problems = { '4xx': ProblemSchema, '5xx': ProblemSchema };

/** Who signed the request; asking on a route that nobody authenticates is our bug. */
export function officerOf(request: { officer?: Officer }): Officer {
  if (request.officer === undefined) throw new GatewayError('UNAUTHENTICATED');
  return request.officer;
}

/** Whoever may open may check. @throws Refusal ROLE_LACKING */
export function readerOf(request: { officer?: Officer }): Officer {
  const officer = officerOf(request);
  if (!officer.roles.includes('reader')) throw new Refusal('ROLE_LACKING', 'reader');
  return officer;
}

/** A page's length from its query text. */
export const limitOf = (text: string | undefined): number => (text === undefined ? 50 : Number(text));
