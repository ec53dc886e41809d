import { digest } from '@tocsin/envelope';
import { Refusal } from '@tocsin/record';
import { OwnNumbersAsked, OwnNumbersSchema } from '../api/blind.ts';
import { ListedListingSchema, ListingPageSchema, ListingsQuery } from '../api/brokers.ts';
import { ById } from '../api/query.ts';
import type { Api, Services } from '../services.ts';
import { listingOf, listListings } from '../view/brokers.ts';
import { limitOf, problems, readerOf, signed } from './route.ts';

/** `GET /v1/listings`: listings that the own agency wrote or received, by how they count now. */
export function getListings(app: Api, { view, clock }: Services): void {
  const schema = {
    ...signed,
    summary: 'listings that the own agency proposed or received',
    querystring: ListingsQuery,
    response: { 200: ListingPageSchema, ...problems },
  };
  app.get('/v1/listings', { schema }, ({ query: { standing, after, limit } }) =>
    listListings(view, { standing, after, limit: limitOf(limit) }, clock().toISOString()),
  );
}

/** `GET /v1/listings/:id`: how one listing counts, who stands for it, and what was said against it. */
export function getListing(app: Api, { view, clock }: Services): void {
  const schema = {
    ...signed,
    summary: 'one listing: who stands for it, contests, reviews',
    params: ById,
    response: { 200: ListedListingSchema, ...problems },
  };
  app.get('/v1/listings/:id', { schema }, ({ params: { id } }) => listingOf(view, id, clock().toISOString()));
}

/**
 * `POST /v1/listings/numbers`: the numbers of whom the own agency has listed, for its table of blind checks. Asked once the
 * index knows the last block, so that none is left out, by who may make one; in the own log, with what commits to the answer, before it is given.
 */
export function postOwnNumbers(app: Api, services: Services): void {
  const { agency, view, screening, ownLog, clock, limits } = services;
  const schema = {
    ...signed,
    summary: 'numbers of the subjects of own listings, which a table for blind checks is made of',
    body: OwnNumbersAsked,
    response: { 200: OwnNumbersSchema, ...problems },
  };
  app.post('/v1/listings/numbers', { schema }, async (request) => {
    const { handle: officer, roles } = readerOf(request);
    // Every number of the agency's list at once is for who makes its table, which authors do.
    if (!roles.includes('author')) throw new Refusal('ROLE_LACKING', 'author and reader');
    const { purpose, salt } = request.body;
    await screening.reached(view.checkpoint?.number ?? 0n, AbortSignal.timeout(limits.viewMs));
    await screening.load();
    const at = clock().toISOString();
    const { ownNumbers } = await import('../screening/door.ts');
    const { listings, kept } = ownNumbers(services, at);
    const commitment = digest(`${salt}.${JSON.stringify(listings)}`);
    const check = { purpose, count: listings.length, commitment, block: String(screening.block) };
    const about = { access: null, item: null, key: null, code: 'own-numbers', check };
    await ownLog.append({ at, kind: 'check', agency, officer, ...about });
    return { listings, kept, commitment };
  });
}
