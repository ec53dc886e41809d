import { toBase64url } from '@tocsin/envelope';
import { type Ledger, LedgerFault } from '@tocsin/record';
import { expect, test } from 'vitest';
import { fictitiousListing } from '../../../test/support/listing.ts';
import { openExchange, openGateway } from '../../fixture/gateway.ts';
import type { CheckQuery } from '../api/checks.ts';
import { copyFor } from '../screening/copying.ts';

test('while the view is built again nothing is answered, and nothing that was decided is forgotten', async () => {
  const exchange = await openExchange();
  const { gateway, client } = await openGateway(exchange, 'kh-immigration');
  const { view, screening, follower } = gateway;
  const documents = [{ type: 'passport' as const, number: 'TH0000001', country: 'TH' }];
  const content = { ...fictitiousListing, subject: { ...fictitiousListing.subject, documents } };
  const { id } = await exchange.post({ kind: 'listing', content, purposes: ['border-control'] });
  const reviewAt = new Date(Date.now() + 30 * 86_400_000).toISOString();
  const { jws } = await exchange.agency('kh-immigration').officer.sign('listing.confirm/1', { record: id, reviewAt });
  const due = BigInt((await client().submit(jws)).block);
  await screening.reached(due, AbortSignal.timeout(20_000));

  const paper: CheckQuery = { passport: 'TH0000001', born: '1999-01-01', names: ['Somebody Else'] };
  const salt = toBase64url(new Uint8Array(32));
  const asked = async () => (await client().check({ purpose: 'border-control', salt, queries: [paper] })).answers[0];
  await client().decide({ record: id, query: paper, reason: 'other father' });
  const before = await asked();
  expect(before).toMatchObject({ answer: 'not-the-same', candidates: [{ record: id }] });

  await gateway.rebuild();
  let looks = 0;
  for (; (view.checkpoint?.number ?? -1n) < due; looks++) {
    expect(() => screening.block).toThrow(expect.objectContaining({ code: 'NOT_READY' }));
    await follower.changed();
  }
  expect(looks).toBeGreaterThan(1);
  await expect.poll(asked).toEqual(before);
  await gateway.close();
  await exchange.close();
});

test('while nothing comes from the own peer an answer says so, and no more once it does', async () => {
  const exchange = await openExchange();
  const { ledger } = exchange.agency('kh-immigration');
  const cut = Promise.withResolvers<never>();
  cut.promise.catch(() => undefined);
  let [away, again] = [false, false];
  const blocks: Ledger['blocks'] = async function* (from, signal) {
    if (away) throw new LedgerFault('LEDGER_UNAVAILABLE');
    const interrupted = again ? new Promise<never>(() => undefined) : cut.promise;
    const coming = ledger.blocks(from, signal)[Symbol.asyncIterator]();
    for (;;) {
      const next = await Promise.race([coming.next(), interrupted]);
      if (next.done) return;
      yield next.value;
    }
  };
  const through = new Proxy(ledger, {
    get(target, name: keyof Ledger) {
      const own = name === 'blocks' ? blocks : target[name];
      return typeof own === 'function' ? own.bind(target) : own;
    },
  });
  const limits = { retryMs: { first: 5, longest: 20 } };
  const { gateway, client } = await openGateway(exchange, 'kh-immigration', { ledger: through, limits });
  await gateway.screening.reached((await ledger.height()) - 1n, AbortSignal.timeout(20_000));
  const salt = toBase64url(new Uint8Array(32));
  const stale = async () => {
    const paper = { purpose: 'border-control' as const, salt, queries: [{ passport: 'TH0000001' }] };
    return (await client().check(paper)).asOf.stale;
  };
  const copy = () => copyFor(gateway, { purpose: 'border-control', now: '', expires: '' }).stale;
  expect([await stale(), copy()]).toEqual([false, false]);
  const changed = gateway.follower.changed();
  away = true;
  cut.reject(new LedgerFault('LEDGER_UNAVAILABLE'));
  await changed;
  expect([await stale(), copy()]).toEqual([true, true]);
  [away, again] = [false, true];
  while (gateway.follower.following.state !== 'following') await gateway.follower.changed();
  expect(await stale()).toBe(false);
  await gateway.close();
  await exchange.close();
});
