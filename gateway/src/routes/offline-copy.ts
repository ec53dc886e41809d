import { digest, encryptFor, fromBase64url, signCopy, toBase64 } from '@tocsin/envelope';
import type { Officer } from '@tocsin/record';
import { AccountedSchema, AccountsTold, CopyAsked, CopyGivenSchema } from '../api/checks.ts';
import { GatewayError } from '../error.ts';
import { COPY_CODE, Copies, TooManyCopies } from '../screening/copies.ts';
import { copyFor } from '../screening/copying.ts';
import type { Api, Services } from '../services.ts';
import { problems, readerOf, signed } from './route.ts';

/**
 * `POST /v1/checks/offline-copies`: the list for a post without a line, sealed to a key of the officer's device and signed
 * by this gateway's steward: anybody could seal another list to that key.
 */
export function postOfflineCopy(app: Api, services: Services): void {
  const { agency, screening, ownLog, repeats, witnessing, clock } = services;
  const copies = new Copies(ownLog);
  const schema = {
    ...signed,
    summary: 'listings and registers for a post without a line, sealed to the device, answering until a time',
    body: CopyAsked,
    response: { 200: CopyGivenSchema, ...problems },
  };
  app.post('/v1/checks/offline-copies', { schema }, async (request, reply) => {
    const officer = readerOf(request);
    if (witnessing === null) throw new GatewayError('NOT_WITNESSING');
    const { purpose, hours, key } = request.body;
    const now = clock();
    await screening.load();
    const block = String(screening.block);
    const noted = { at: now.toISOString(), agency, officer: officer.handle, access: null, item: null, key: null };
    try {
      copies.count(officer.handle, now);
    } catch (fault) {
      if (!(fault instanceof TooManyCopies)) throw fault;
      await repeats.append({ ...noted, kind: 'refusal', code: fault.code });
      reply.header('retry-after', String(fault.retryAfter));
      throw fault;
    }
    const { packCopy } = await import('../screening/door.ts');
    const copy = copyFor(services, { purpose, now: now.toISOString(), expires: endOf(hours, now, officer) });
    const publicKey = fromBase64url(key);
    const device = digest(publicKey);
    const { made, expires, listings, licences, withheld } = copy;
    const sealed = encryptFor(publicKey, await packCopy(copy));
    const { signer, chain } = witnessing.steward.key;
    const file = await signCopy(sealed, { agency, device, purpose, made, expires }, signer, chain);
    const check = { purpose, count: listings.length, commitment: digest(file), block, device };
    await ownLog.append({ ...noted, kind: 'check', code: COPY_CODE, check });
    const counts = { listings: listings.length, licences: licences.length, withheld };
    return { file: toBase64(file), made, expires, ...counts };
  });
}

/** Nobody's copy outlives their registration. */
function endOf(hours: number, now: Date, { until }: Officer): string {
  const end = new Date(now.getTime() + hours * 3_600_000).toISOString();
  return end < until ? end : until;
}

/** `POST /v1/checks/accounts`: what was checked without a line, into the own log. */
export function postCheckAccounts(app: Api, { agency, ownLog, clock }: Services): void {
  const schema = {
    ...signed,
    summary: 'accounts for checks that were made without a line',
    body: AccountsTold,
    response: { 200: AccountedSchema, ...problems },
  };
  app.post('/v1/checks/accounts', { schema }, async (request) => {
    const { handle } = readerOf(request);
    const at = clock().toISOString();
    const about = { access: null, item: null, key: null, code: 'offline' };
    const { checks } = request.body;
    await Promise.all(
      checks.map(({ at: asked, ...check }) =>
        ownLog.append({ at, kind: 'check', agency, officer: handle, ...about, check: { ...check, asked } }),
      ),
    );
    return { accounted: checks.length };
  });
}
