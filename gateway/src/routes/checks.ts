import { setImmediate as breathe } from 'node:timers/promises';
import { digest } from '@tocsin/envelope';
import { canonicalBytes, fromUtf8 } from '@tocsin/envelope/verify';
import { agencyKey, type Instant, type Purpose, Refusal } from '@tocsin/record';
import { type CheckAnswer, type CheckQuery, ChecksAnsweredSchema, ChecksAsked } from '../api/checks.ts';
import { answerTo, type Sources } from '../screening/answer.ts';
import { answerOrRefusal } from '../screening/asking.ts';
import { standings } from '../screening/standing.ts';
import type { Api, Services } from '../services.ts';
import { lookUpLicences } from '../view/brokers.ts';
import { officerOf, problems, signed } from './route.ts';

/** Queries that are answered before others get their turn. */
const TOGETHER = 8;

/**
 * `POST /v1/checks`: whether who is on a paper is listed, and whether the licence they show is theirs. What is asked goes
 * to nobody: the own index and the own view answer. That it was asked is in the own log before it is answered.
 */
export function postChecks(app: Api, services: Services): void {
  const { agency, screening, ownLog, clock } = services;
  const schema = {
    ...signed,
    summary: 'checks of persons, companies and licences against listings and registers, up to 500 at once',
    body: ChecksAsked,
    response: { 200: ChecksAnsweredSchema, ...problems },
  };
  app.post('/v1/checks', { schema }, async (request) => {
    const officer = officerOf(request);
    if (!officer.roles.includes('reader')) throw new Refusal('ROLE_LACKING', 'reader');
    const { purpose, salt, queries } = request.body;
    const { block } = screening;
    const now = clock().toISOString();
    const answers = await answersTo(sourcesOf(services, purpose, now), queries);
    const commitment = digest(`${salt}.${fromUtf8(canonicalBytes(wellFormed(queries)))}`);
    const check = { purpose, count: queries.length, commitment, block: String(block) };
    const about = { access: null, item: null, key: null, code: null };
    await ownLog.append({ at: now, kind: 'check', agency, officer: officer.handle, ...about, check });
    const asOf = { block: String(block), listings: screening.screen.size, unopened: screening.unopened };
    return { asOf, commitment, answers };
  });
}

/** Half a character has no canonical form: it is committed to as U+FFFD. */
const wellFormed = (queries: readonly CheckQuery[]): unknown =>
  JSON.parse(JSON.stringify(queries), (_, value: unknown) =>
    typeof value === 'string' ? value.toWellFormed() : value,
  );

/** What this gateway answers from at a moment, for a purpose. */
function sourcesOf({ agency, view, screening }: Services, purpose: Purpose, now: Instant): Sources {
  return {
    screen: screening.screen,
    country: view.state(agencyKey(agency))?.country ?? '',
    standingOf: standings(view, { agency, purpose, now }),
    licences: (number, authority) =>
      lookUpLicences(view, { numbers: [number], ...(authority === null ? {} : { authority }) }, now),
    decided: () => null,
  };
}

async function answersTo(sources: Sources, queries: readonly CheckQuery[]): Promise<CheckAnswer[]> {
  const answers: CheckAnswer[] = [];
  for (const [i, query] of queries.entries()) {
    if (i % TOGETHER === TOGETHER - 1) await breathe();
    answers.push(answerOrRefusal(sources, query));
  }
  return answers;
}
