import { fromBase64url, toBase64url } from '@tocsin/envelope';
import Type from 'typebox';
import { factsFor } from '../access/snapshot.ts';
import { AccessesQuery, ById, OneTimeKey } from '../api/query.ts';
import { AccessSchema, KeyReleaseSchema } from '../api/records.ts';
import { releaseKey } from '../keys/release.ts';
import type { Api, Services } from '../services.ts';
import { listAccesses } from '../view/accesses.ts';
import { limitOf, officerOf, problems, signed } from './route.ts';

/** `GET /v1/accesses`: who asked to open what, newest first; all members see all accesses. */
export function getAccesses(app: Api, { view }: Services): void {
  const schema = {
    ...signed,
    summary: 'who asked to open what, when and for which purpose',
    querystring: AccessesQuery,
    response: { 200: Type.Object({ accesses: Type.Array(AccessSchema) }), ...problems },
  };
  app.get('/v1/accesses', { schema }, ({ query: { limit, ...filter } }) => ({
    accesses: listAccesses(view, { ...filter, limit: limitOf(limit) }),
  }));
}

/** `POST /v1/accesses/:id/key`: what opens the file, wrapped for the one-time key that the access statement commits to. */
export function postAccessKey(app: Api, { agency, ledger, view, keys, repeats: log, clock }: Services): void {
  const schema = {
    ...signed,
    summary: "a direct file's key, or the addressees' secret of a witnessed one, wrapped for the device's one-time key",
    params: ById,
    body: OneTimeKey,
    response: { 200: KeyReleaseSchema, ...problems },
  };
  app.post('/v1/accesses/:id/key', { schema }, async (request) => {
    const epk = fromBase64url(request.body.epk);
    const ticket = { access: request.params.id };
    const showing = { ticket, agency, officer: officerOf(request).handle, epk, now: clock() };
    const facts = await factsFor(ledger, view, ticket, agency);
    const { enc, ct } = await releaseKey({ ledger: facts, keys, log }, showing);
    return { enc: toBase64url(enc), ct: toBase64url(ct) };
  });
}
