import type { CheckAnswer, CheckQuery } from '../api/checks.ts';
import { answerTo, type Sources } from './answer.ts';
import { askedIn, UnreadableQuery } from './asked.ts';
import { atOnce, type Steps } from './turns.ts';

/** The answer to a query as it is written, in steps; one of many that cannot be read keeps the others from nothing. */
export function* answering(sources: Sources, query: CheckQuery): Steps<CheckAnswer> {
  try {
    return yield* answerTo(sources, askedIn(query, sources.country));
  } catch (fault) {
    if (!(fault instanceof UnreadableQuery)) throw fault;
    const { code, field, also } = fault;
    return { answer: 'refused', code, field, ...(also.length === 0 ? {} : { also }) };
  }
}

/** The same at once, where nobody else waits. */
export const answerOrRefusal = (sources: Sources, query: CheckQuery): CheckAnswer => atOnce(answering(sources, query));
