import { digest } from '@tocsin/envelope';
import { canonicalBytes, fromUtf8 } from '@tocsin/envelope/verify';
import { agencyKey, type Instant, type Purpose, Refusal } from '@tocsin/record';
import {
  type CheckAnswer,
  type CheckQuery,
  ChecksAnsweredSchema,
  ChecksAsked,
  DecidedSchema,
  DecisionAsked,
} from '../api/checks.ts';
import { GatewayError } from '../error.ts';
import type { Sources } from '../screening/answer.ts';
import type { Asked } from '../screening/asked.ts';
import { standings } from '../screening/standing.ts';
import { Turns } from '../screening/turns.ts';
import type { Api, Services } from '../services.ts';
import { listed, lookUpLicences } from '../view/brokers.ts';
import { problems, readerOf, signed } from './route.ts';

/**
 * `POST /v1/checks`: whether who is on a paper is listed, and whether the licence they show is theirs. What is asked goes
 * to nobody: the own index and the own view answer. That it was asked is in the own log before it is answered.
 */
export function postChecks(app: Api, services: Services): void {
  const { agency, screening, ownLog, follower, clock } = services;
  const schema = {
    ...signed,
    summary: 'checks of persons, companies and licences against listings and registers, up to 500 at once',
    body: ChecksAsked,
    response: { 200: ChecksAnsweredSchema, ...problems },
  };
  app.post('/v1/checks', { schema }, async (request) => {
    const officer = readerOf(request);
    const { purpose, salt, queries } = request.body;
    const { block } = screening;
    await screening.load();
    if (queries.some(asksByCompany)) await screening.registers.readSome();
    const now = clock().toISOString();
    const answers = await answersTo(sourcesOf(services, purpose, now), queries);
    const commitment = digest(`${salt}.${fromUtf8(canonicalBytes(wellFormed(queries)))}`);
    const check = { purpose, count: queries.length, commitment, block: String(block) };
    const about = { access: null, item: null, key: null, code: null };
    await ownLog.append({ at: now, kind: 'check', agency, officer: officer.handle, ...about, check });
    const { size: listings } = screening.screen;
    const stale = follower.following.state !== 'following';
    const asOf = { block: String(block), listings, unopened: screening.unopened, stale };
    return { asOf, commitment, answers };
  });
}

/** Registers are looked through by names only where no number is asked for. */
const asksByCompany = ({ companies = [], licence }: CheckQuery): boolean =>
  companies.length > 0 && licence === undefined;

/** Half a character has no canonical form: it is committed to as U+FFFD. */
const wellFormed = (queries: readonly CheckQuery[]): unknown =>
  JSON.parse(JSON.stringify(queries), (_, value: unknown) =>
    typeof value === 'string' ? value.toWellFormed() : value,
  );

/** `POST /v1/checks/decisions`: who was checked is not whom a listing is about; remembered for this agency alone. */
export function postCheckDecision(app: Api, services: Services): void {
  const { agency, view, screening, ownLog, clock } = services;
  const schema = {
    ...signed,
    summary: 'remembers that who was checked is not whom a listing is about, or takes that back',
    body: DecisionAsked,
    response: { 200: DecidedSchema, ...problems },
  };
  app.post('/v1/checks/decisions', { schema }, async (request) => {
    const { handle } = readerOf(request);
    const { record, query, reason } = request.body;
    const screen = await screening.load();
    if (!screen.has(record)) throw new Refusal('UNKNOWN_RECORD', record);
    const asked = await readAsked(query, view.state(agencyKey(agency))?.country ?? '');
    const at = clock().toISOString();
    const code = reason === null ? 'decision-taken-back' : 'not-the-same';
    await ownLog.append({ at, kind: 'check', agency, officer: handle, access: null, item: record, key: null, code });
    if (reason === null) return { changed: await screening.decisions.undo(asked, record) };
    await screening.decisions.keep(asked, record, { at, by: handle, reason });
    return { changed: true };
  });
}

async function readAsked(query: CheckQuery, country: string): Promise<Asked> {
  const { askedIn, UnreadableQuery } = await import('../screening/door.ts');
  try {
    return askedIn(query, country);
  } catch (fault) {
    if (fault instanceof UnreadableQuery) throw new GatewayError('MALFORMED_REQUEST', `${fault.code} ${fault.field}`);
    throw fault;
  }
}

/** What this gateway answers from at a moment, for a purpose. */
function sourcesOf({ agency, view, screening }: Services, purpose: Purpose, now: Instant): Sources {
  return {
    screen: screening.screen,
    country: view.state(agencyKey(agency))?.country ?? '',
    standingOf: standings(view, { agency, purpose, now }),
    licences: (number, authority) =>
      lookUpLicences(view, { numbers: [number], ...(authority === null ? {} : { authority }) }, now),
    *licencesOf(companies) {
      const { keys, complete } = yield* screening.registers.named(companies);
      return { found: keys.flatMap((key) => listed(view, key, now) ?? []), complete };
    },
    decided: (asked, record, matched) => screening.decisions.of(asked, record, matched),
  };
}

async function answersTo(sources: Sources, queries: readonly CheckQuery[]): Promise<CheckAnswer[]> {
  const { answering } = await import('../screening/door.ts');
  const turns = new Turns();
  const answers: CheckAnswer[] = [];
  for (const query of queries) answers.push(await turns.of(answering(sources, query)));
  return answers;
}
