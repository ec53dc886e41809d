import { fromBase64url, toBase64url } from '@tocsin/envelope';
import { leaseKey, Refusal } from '@tocsin/record';
import Type from 'typebox';
import { ById } from '../api/query.ts';
import { KeyReleaseSchema, TrusteeAnswerSchema } from '../api/records.ts';
import { LeasedKey, LeasedShares, LeaseSchema } from '../api/upkeep.ts';
import { releaseKey } from '../keys/release.ts';
import type { Api, Services } from '../services.ts';
import { sharesFor } from '../trustee/shares.ts';
import { officerOf, problems, signed } from './route.ts';

/** `GET /v1/leases/:id`: a lease as the ledger has it; all members see all leases, as they see accesses. */
export function getLease(app: Api, { view }: Services): void {
  const schema = {
    ...signed,
    summary: 'a lease, and what is accounted for of it',
    params: ById,
    response: { 200: LeaseSchema, ...problems },
  };
  app.get('/v1/leases/:id', { schema }, ({ params: { id } }) => {
    const lease = view.state(leaseKey(id));
    if (lease === undefined) throw new Refusal('UNKNOWN_LEASE', id);
    return lease;
  });
}

/** `POST /v1/leases/:id/key`: what `POST /v1/accesses/:id/key` gives, for one item of a lease. */
export function postLeaseKey(app: Api, { agency, ledger, keys, repeats: log, clock }: Services): void {
  const schema = {
    ...signed,
    summary: "the own unit's layer of a leased file, wrapped for the device's one-time key",
    params: ById,
    body: LeasedKey,
    response: { 200: KeyReleaseSchema, ...problems },
  };
  app.post('/v1/leases/:id/key', { schema }, async (request) => {
    const { item, epk } = request.body;
    const showing = { ticket: { lease: request.params.id, item }, agency, officer: officerOf(request).handle };
    const { enc, ct } = await releaseKey({ ledger, keys, log }, { ...showing, epk: fromBase64url(epk), now: clock() });
    return { enc: toBase64url(enc), ct: toBase64url(ct) };
  });
}

/** `POST /v1/leases/:id/shares`: the trustees' signed releases for one item of a lease. */
export function postLeaseShares(app: Api, services: Services): void {
  const schema = {
    ...signed,
    summary: "trustees' releases of a leased witnessed file",
    params: ById,
    body: LeasedShares,
    response: { 200: Type.Object({ answers: Type.Array(TrusteeAnswerSchema) }), ...problems },
  };
  app.post('/v1/leases/:id/shares', { schema }, async (request) => {
    const { item, epk, except = [] } = request.body;
    const ticket = { lease: request.params.id, item };
    const asked = { ticket, officer: officerOf(request).handle, epk: fromBase64url(epk), except };
    return { answers: await sharesFor(services, asked) };
  });
}
