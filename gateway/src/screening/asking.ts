import type { CheckAnswer, CheckQuery } from '../api/checks.ts';
import { answerTo, type Sources } from './answer.ts';
import { askedIn, UnreadableQuery } from './asked.ts';

/** The answer to a query as it is written; one of many that cannot be read keeps the others from nothing. */
export function answerOrRefusal(sources: Sources, query: CheckQuery): CheckAnswer {
  try {
    return answerTo(sources, askedIn(query, sources.country));
  } catch (fault) {
    if (!(fault instanceof UnreadableQuery)) throw fault;
    const { code, field, also } = fault;
    return { answer: 'refused', code, field, ...(also.length === 0 ? {} : { also }) };
  }
}
