import { generateSealKey, type SealKey } from '@tocsin/envelope';
import { digest } from '@tocsin/envelope/verify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { usualAgencies } from '../support/agency.ts';
import { registrationOf } from '../support/founding.ts';
import { certifiedOfficer, type Officer } from '../support/officer.ts';
import { type Served, type ServedExchange, serveExchange } from '../support/served.ts';

/** Whoever got an access statement through has fifteen minutes: what changes within them must count. */
let exchange: ServedExchange;
let record: string;
beforeAll(async () => {
  exchange = await serveExchange({ agencies: [...usualAgencies, { code: 'vn-police', class: 'police' }] });
});
afterAll(() => exchange.close());

interface Granted {
  readonly access: string;
  readonly device: SealKey;
}

async function granted(code: string, officer: Officer = exchange.agency(code).officer): Promise<Granted> {
  const device = generateSealKey();
  const body = {
    record,
    item: record,
    purpose: 'trafficking-investigation' as const,
    basis: '0'.repeat(64),
    case: null,
  };
  const request = await officer.sign('access.request/1', { ...body, epk: digest(device.publicKey) });
  await exchange.served.get(code)?.client(officer).submit(request.jws);
  return { access: request.id, device };
}

const released = (code: string, { access, device }: Granted, client = exchange.desk(code)) =>
  client.accessKey(access, device.publicKey);

async function leaves(code: string): Promise<void> {
  const { registrar, ledger } = exchange.agency(code);
  await ledger.submit((await registrar.sign('agreement.withdraw/1', { agreement: exchange.agreement })).jws, null);
}

test('an officer revoked while asking gets no key, whichever came first', async () => {
  record = (await exchange.post()).id;
  const { authority, registrar, ledger } = exchange.agency('kh-immigration');
  const clock = exchange.clock;
  const leaving = await certifiedOfficer({ authority, clock, unit: 'duty-desk', roles: ['reader'] });
  await ledger.submit((await registrar.sign('officer.register/1', registrationOf(leaving, clock()))).jws, null);
  const client = (exchange.served.get('kh-immigration') as Served).client(leaving);
  await expect
    .poll(() =>
      client.me().then(
        ({ officer }) => officer.handle,
        () => null,
      ),
    )
    .toBe(leaving.handle);
  const access = granted('kh-immigration', leaving).catch(() => null);
  const revocation = await registrar.sign('officer.revoke/1', { officer: leaving.handle, reason: 'left-post' });
  await Promise.all([access, ledger.submit(revocation.jws, null)]);
  const given = (await access) ?? { access: 'a'.repeat(26), device: generateSealKey() };
  await expect(released('kh-immigration', given, client)).rejects.toMatchObject({ code: 'OFFICER_REVOKED' });
});

test('no file and no key of a record that its author took back', async () => {
  record = (await exchange.post()).id;
  const given = await granted('kh-immigration');
  expect(await released('kh-immigration', given)).toMatchObject({ ct: expect.any(Uint8Array) });
  const { officer } = exchange.agency('th-police');
  await exchange
    .desk('th-police')
    .submit((await officer.sign('record.withdraw/1', { record, reason: 'mistaken' })).jws);
  await expect(released('kh-immigration', given)).rejects.toMatchObject({ code: 'RECORD_WITHDRAWN' });
  for (const code of ['kh-immigration', 'th-police'])
    await expect(exchange.desk(code).file(record)).rejects.toMatchObject({ code: 'RECORD_WITHDRAWN' });
});

test('an agency that left the agreement gets no key; an author that left takes its words along', async () => {
  record = (await exchange.post({ to: ['kh-immigration', 'la-fiu'] })).id;
  const [kh, la] = [await granted('kh-immigration'), await granted('la-fiu')];
  await leaves('kh-immigration');
  await expect(released('kh-immigration', kh)).rejects.toMatchObject({ code: 'NOT_A_PARTY', detail: 'kh-immigration' });
  expect(await released('la-fiu', la)).toMatchObject({ ct: expect.any(Uint8Array) });
  await leaves('th-police');
  await expect(released('la-fiu', la)).rejects.toMatchObject({ code: 'NOT_A_PARTY', detail: 'th-police' });
});
