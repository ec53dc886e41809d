import { digest, encryptFor, fromBase64url, toBase64 } from '@tocsin/envelope';
import { AccountedSchema, AccountsTold, CopyAsked, CopyGivenSchema } from '../api/checks.ts';
import { copyFor } from '../screening/copying.ts';
import type { Api, Services } from '../services.ts';
import { problems, readerOf, signed } from './route.ts';

/** `POST /v1/checks/offline-copies`: the list for a post without a line, sealed to a key of the officer's device. */
export function postOfflineCopy(app: Api, services: Services): void {
  const { agency, screening, ownLog, clock } = services;
  const schema = {
    ...signed,
    summary: 'listings and registers for a post without a line, sealed to the device, answering until a time',
    body: CopyAsked,
    response: { 200: CopyGivenSchema, ...problems },
  };
  app.post('/v1/checks/offline-copies', { schema }, async (request) => {
    const { handle } = readerOf(request);
    const { purpose, hours, key } = request.body;
    const now = clock();
    const expires = new Date(now.getTime() + hours * 3_600_000).toISOString();
    await screening.load();
    const { packCopy } = await import('../screening/door.ts');
    const copy = copyFor(services, { purpose, now: now.toISOString(), expires });
    const file = encryptFor(fromBase64url(key), await packCopy(copy));
    const check = { purpose, count: copy.listings.length, commitment: digest(file), block: String(screening.block) };
    const about = { access: null, item: null, key: null, code: 'offline-copy', check };
    await ownLog.append({ at: now.toISOString(), kind: 'check', agency, officer: handle, ...about });
    return { file: toBase64(file), expires, listings: copy.listings.length, licences: copy.licences.length };
  });
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
