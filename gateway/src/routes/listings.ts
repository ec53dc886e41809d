import { ListedListingSchema, ListingPageSchema, ListingsQuery } from '../api/brokers.ts';
import { ById } from '../api/query.ts';
import type { Api, Services } from '../services.ts';
import { listingOf, listListings } from '../view/brokers.ts';
import { limitOf, problems, signed } from './route.ts';

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
