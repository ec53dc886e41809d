import type { Api, Services } from '../services.ts';

/** What shows who opened what. Everything else an auditor may ask for is the directory. */
const telling: ReadonlySet<string> = new Set([
  '/v1/accesses',
  '/v1/records',
  '/v1/records/:id',
  '/v1/listings',
  '/v1/listings/:id',
  '/v1/statements/:id',
  '/v1/ledger/blocks',
  '/v1/proofs/:transaction',
  '/v1/own-log',
  '/v1/events',
]);

/**
 * Auditors are watched too: each look of theirs stands in the gateway's own log before it is answered, with the officer
 * and the route (threats, T41).
 */
export function writeDownLooks(app: Api, { agency, ownLog, clock }: Services): void {
  app.addHook('preHandler', async ({ officer, method, routeOptions: { url = '' }, params }) => {
    if (officer === undefined || method !== 'GET' || !telling.has(url) || !officer.roles.includes('auditor')) return;
    const { id = null } = (params ?? {}) as { readonly id?: string };
    const about = { access: null, item: id, key: null, code: url };
    await ownLog.append({ at: clock().toISOString(), kind: 'look', agency, officer: officer.handle, ...about });
  });
}
