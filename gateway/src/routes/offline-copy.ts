import { digest, encryptFor, fromBase64url, signCopy, toBase64 } from '@tocsin/envelope';
import type { Handle, Officer } from '@tocsin/record';
import type { FastifyReply } from 'fastify';
import { AccountedSchema, AccountsTold, CopyAsked, CopyGivenSchema } from '../api/checks.ts';
import { GatewayError } from '../error.ts';
import type { Entry } from '../own-log/entry.ts';
import { COPY_CODE, Copies, TooManyCopies } from '../screening/copies.ts';
import { type CopyOrder, copyFor } from '../screening/copying.ts';
import type { Api, Services } from '../services.ts';
import type { StewardKey } from '../steward/steward.ts';
import { problems, readerOf, signed } from './route.ts';

/**
 * `POST /v1/checks/offline-copies`: the list for a post without a line, sealed to a key of the officer's device and signed
 * by this gateway's steward: anybody could seal another list to that key.
 */
export function postOfflineCopy(app: Api, services: Services): void {
  const { agency, screening, ownLog, witnessing, clock } = services;
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
    const made = now.toISOString();
    const noted = { at: made, agency, officer: officer.handle, access: null, item: null, key: null };
    const takeBack = await counted(services, copies, { noted, now, reply });
    try {
      const order = { purpose, now: made, expires: endOf(hours, now, officer) };
      const { file, copy, device } = await copySealed(services, witnessing.steward.key, { order, key });
      const { listings, licences, withheld, stale, expires } = copy;
      const check = { purpose, count: listings.length, commitment: digest(file), block, device };
      await ownLog.append({ ...noted, kind: 'check', code: COPY_CODE, check });
      const counts = { listings: listings.length, licences: licences.length, withheld };
      return { file: toBase64(file), made, expires, ...counts, stale };
    } catch (fault) {
      takeBack();
      throw fault;
    }
  });
}

type Noted = Omit<Entry, 'kind' | 'code'> & { readonly officer: Handle };

/** @throws TooManyCopies, which is in the own log then */
async function counted(
  { repeats }: Services,
  copies: Copies,
  { noted, now, reply }: { readonly noted: Noted; readonly now: Date; readonly reply: FastifyReply },
): Promise<() => void> {
  try {
    return copies.count(noted.officer, now);
  } catch (fault) {
    if (!(fault instanceof TooManyCopies)) throw fault;
    await repeats.append({ ...noted, kind: 'refusal', code: fault.code });
    reply.header('retry-after', String(fault.retryAfter));
    throw fault;
  }
}

interface Sealing {
  readonly order: CopyOrder;
  /** X-Wing public key of the device, base64url. */
  readonly key: string;
}

async function copySealed(services: Services, { signer, chain }: StewardKey, { order, key }: Sealing) {
  const { packCopy } = await import('../screening/door.ts');
  const copy = copyFor(services, order);
  const publicKey = fromBase64url(key);
  const device = digest(publicKey);
  const sealed = encryptFor(publicKey, await packCopy(copy));
  return { file: await signCopy(sealed, { ...copy, device }, signer, chain), copy, device };
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
