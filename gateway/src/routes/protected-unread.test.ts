import { generateSealKey, toBase64url } from '@tocsin/envelope';
import { type Ledger, LedgerFault, publishedKeyKey, type StatementId, statementKey } from '@tocsin/record';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { fictitiousAlert } from '../../../test/support/alert.ts';
import { fictitiousListing } from '../../../test/support/listing.ts';
import { type Exchange, openExchange, openGateway, type TestGateway } from '../../fixture/gateway.ts';

/** Somebody who does not exist, as an alert of the Khmer agency to the Thai one speaks of her. */
const victim = {
  role: 'victim' as const,
  names: [{ asWritten: 'ນາງ ບຸນມີ ສີສະຫວາດ', script: 'Laoo' }],
  documents: [{ type: 'passport' as const, number: 'PA 000-0001', country: 'LA' }],
};

let exchange: Exchange;
let gateway: TestGateway | null = null;
beforeAll(async () => {
  exchange = await openExchange();
  const content = { ...fictitiousAlert, people: [victim] };
  await exchange.post({ from: 'kh-immigration', to: ['th-police'], content });
});
afterEach(async () => {
  await gateway?.gateway.close();
  gateway = null;
});
afterAll(() => exchange?.close());

/** Proposes a listing of the victim; what was refused does not stand on the ledger. */
async function propose(to: TestGateway): Promise<{ code: string | null; status?: number; detail?: string }> {
  const subject = { type: 'person' as const, names: [{ asWritten: 'Somebody Else', script: 'Latn' }] };
  const content = { ...fictitiousListing, subject: { ...subject, documents: victim.documents } };
  const { jws, file, id } = await exchange.draft({ kind: 'listing', content, purposes: ['border-control'] });
  const told = await to
    .client()
    .submit(jws, file)
    .then(
      () => ({ code: null }),
      ({ code, status, detail }: { code: string; status: number; detail?: string }) => ({
        ...{ code, status },
        ...(detail === undefined ? {} : { detail }),
      }),
    );
  expect((await standing(id)) === undefined, 'nothing was written').toBe(told.code !== null);
  return told;
}
const standing = (id: StatementId) => exchange.agency('th-police').ledger.state(statementKey(id));

/** The Thai agency's ledger, of which some calls go otherwise. */
const through = (changed: Partial<Ledger>): Ledger => {
  const { ledger } = exchange.agency('th-police');
  return new Proxy(ledger, {
    get: (target, name: keyof Ledger) => {
      const own = changed[name] ?? target[name];
      return typeof own === 'function' ? own.bind(target) : own;
    },
  });
};

test('as long as the own peer hands an alert out to nobody no listing is taken, and the same one is judged once it does', async () => {
  const { ledger } = exchange.agency('th-police');
  let away = true;
  const sealed: Ledger['sealed'] = async (item) => {
    if (away) throw new LedgerFault('LEDGER_UNAVAILABLE');
    return ledger.sealed(item);
  };
  gateway = await openGateway(exchange, 'th-police', { ledger: through({ sealed }) });
  expect(await propose(gateway)).toEqual({ code: 'NOT_SCREENED', status: 503, detail: 'LEDGER_UNAVAILABLE' });
  away = false;
  expect(await propose(gateway)).toMatchObject({ code: 'PROTECTED_SUBJECT' });
});

test('nor while a file is missing that the ledger names, nor before a deadline that a silent peer lets pass', async () => {
  const { ledger } = exchange.agency('th-police');
  const answered = Promise.withResolvers<void>();
  let given: Ledger['sealed'] = async () => undefined;
  gateway = await openGateway(exchange, 'th-police', { ledger: through({ sealed: (item) => given(item) }) });
  expect(await propose(gateway)).toMatchObject({ code: 'NOT_SCREENED', detail: 'RECORD_EXPIRED' });
  await gateway.gateway.close();
  given = async (item) => {
    await answered.promise;
    return ledger.sealed(item);
  };
  const hasty = { screenMs: 50 };
  gateway = await openGateway(exchange, 'th-police', { limits: hasty, ledger: through({ sealed: (i) => given(i) }) });
  expect(await propose(gateway)).toMatchObject({ code: 'NOT_SCREENED', detail: 'late' });
  answered.resolve();
});

test('nor while the view lags behind the own peer, which may have been told of a victim meanwhile', async () => {
  const { ledger } = exchange.agency('th-police');
  const height: Ledger['height'] = async (seen) => (await ledger.height(seen)) + 1n;
  const limits = { screenMs: 200 };
  gateway = await openGateway(exchange, 'th-police', { limits, ledger: through({ height }) });
  expect(await propose(gateway)).toMatchObject({ code: 'NOT_SCREENED' });
});

test('a view that is built again forgets nobody', async () => {
  gateway = await openGateway(exchange, 'th-police');
  expect(await propose(gateway)).toMatchObject({ code: 'PROTECTED_SUBJECT' });
  const { follower, view, screening } = gateway.gateway;
  await follower.stop();
  view.clear();
  // As with every block that the new view takes in.
  (await screening.protection()).forgetEnded();
  follower.start();
  expect(await propose(gateway)).toMatchObject({ code: 'PROTECTED_SUBJECT' });
});

test('a key that the gateway lacks keeps listings back until it has it, or until it is destroyed', async () => {
  const agency = exchange.agency('th-police');
  const { ledger, keymaster } = agency;
  const [former, next] = [agency.sealKey, generateSealKey()];
  const announced = { unit: 'duty-desk', use: 'seal' as const, epoch: 1 };
  const where = publishedKeyKey('th-police', 'duty-desk', 'seal', 1);
  const { digest: previous = '', until = '' } = (await ledger.state(where)) ?? {};
  const from = new Date(exchange.clock() + 25 * 3_600_000).toISOString();
  const key = toBase64url(next.publicKey);
  const published = await keymaster.sign('key.publish/1', { ...announced, epoch: 2, key, previous, from, until });
  await ledger.submit(published.jws, null);
  // Listings are sealed to the new key from here on; the alert was to the former.
  Object.assign(agency, { sealKey: next });
  const held = [{ unit: 'duty-desk', epoch: 2, secretKey: next.secretKey }];
  const both = [...held, { unit: 'duty-desk', epoch: 1, secretKey: former.secretKey }];
  let keys = held;
  gateway = await openGateway(exchange, 'th-police', { unitKeys: async () => keys });
  const refused = { code: 'NOT_SCREENED', status: 503, detail: 'KEY_NOT_HELD' };
  expect([await propose(gateway), await propose(gateway)]).toEqual([refused, refused]);
  keys = both;
  expect(await propose(gateway)).toMatchObject({ code: 'PROTECTED_SUBJECT' });
  await gateway.gateway.close();

  keys = held;
  gateway = await openGateway(exchange, 'th-police', { unitKeys: async () => keys });
  expect(await propose(gateway)).toEqual(refused);
  const destroyed = await keymaster.sign('key.destroy/1', { ...announced, digest: previous });
  await gateway.client(keymaster).submit(destroyed.jws);
  expect((await propose(gateway)).code, 'nobody of the agency can read it any more').toBeNull();
});
