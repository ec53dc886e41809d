import { exitCodeOf } from '@tocsin/cli';
import { generateSealKey, signStatement, toHex, utf8 } from '@tocsin/envelope';
import { digest } from '@tocsin/envelope/verify';
import { ApiError, type Client } from '@tocsin/gateway/api';
import { agreementKey, type Clause, statementId } from '@tocsin/record';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DESK } from '../support/agency.ts';
import { alertClause } from '../support/agreement.ts';
import { openItem } from '../support/device.ts';
import type { PostOrder } from '../support/exchange.ts';
import { registrationOf } from '../support/founding.ts';
import { certifiedOfficer, freshNonce, type Officer } from '../support/officer.ts';
import { type ServedExchange, serveExchange } from '../support/served.ts';

const HOUR = 3_600_000;
let shift = 0;
let exchange: ServedExchange;
/** Agreements that lack one thing each. */
const agreements: Record<string, string> = {};
let revoked: Officer;
let expiring: Officer;
let posted: { id: string; jws: string; file: Uint8Array };

beforeAll(async () => {
  exchange = await serveExchange({ clock: () => Date.now() + shift });
  const base = alertClause(exchange.agencies);
  agreements.kind = await agreed('other-kind', { ...base, kinds: ['consignment'] });
  agreements.class = await agreed('other-class', { ...base, to: ['police'] });
  agreements.purpose = await agreed('other-purpose', { ...base, purposes: ['prosecution'] });
  agreements.ceiling = await agreed('low-ceiling', { ...base, ceiling: 'GREEN' });
  agreements.suspended = await agreed('suspended', base);
  await byRegistrar('kh-immigration', 'agreement.suspend/1', { agreement: agreements.suspended });
  agreements.proposed = await proposed('proposed', base);
  agreements.later = await agreed('later', base, { from: 24 * HOUR, until: 48 * HOUR });
  agreements.expired = await agreed('expired', base, { from: -HOUR, until: HOUR });
  revoked = await registered();
  await byRegistrar('th-police', 'officer.revoke/1', { officer: revoked.handle, reason: 'left-post' });
  expiring = await registered(HOUR);
  shift = 2 * HOUR;
  posted = await exchange.post();
}, 60_000);
afterAll(() => exchange.close());

async function byRegistrar(code: string, typ: string, body: object): Promise<string> {
  const { registrar, ledger } = exchange.agency(code);
  const statement = await registrar.sign(typ as 'agreement.suspend/1', body as never);
  await ledger.submit(statement.jws, null);
  return statement.id;
}

async function proposed(name: string, clause: Clause, { from = -HOUR, until = 4000 * HOUR } = {}): Promise<string> {
  const term = {
    from: new Date(exchange.clock() + from).toISOString(),
    until: new Date(exchange.clock() + until).toISOString(),
  };
  const parties = exchange.agencies.map(({ code }) => code);
  return byRegistrar('th-police', 'agreement.propose/1', { name, parties, clauses: [clause], ...term });
}

async function agreed(name: string, clause: Clause, term = {}): Promise<string> {
  const agreement = await proposed(name, clause, term);
  const standing = await exchange.agency('th-police').ledger.state(agreementKey(agreement));
  for (const code of ['kh-immigration', 'la-fiu'])
    await byRegistrar(code, 'agreement.sign/1', { agreement, digest: standing?.digest });
  return agreement;
}

/** A Thai officer, registered for a while. */
async function registered(forMs = 1000 * HOUR, roles: Officer['roles'] = ['author', 'reader']): Promise<Officer> {
  const { authority } = exchange.agency('th-police');
  const officer = await certifiedOfficer({ authority, unit: DESK, roles, clock: exchange.clock });
  const body = registrationOf(officer, exchange.clock());
  await byRegistrar('th-police', 'officer.register/1', {
    ...body,
    until: new Date(exchange.clock() + forMs).toISOString(),
  });
  return officer;
}

/** Everything the exchange holds: last block, and each gateway's whole view. */
async function held(): Promise<string> {
  const views = [...exchange.served.values()].map(({ gateway }) => [
    gateway.view.checkpoint?.hash,
    gateway.view.contents(),
  ]);
  return JSON.stringify(views, (_, value) => (typeof value === 'bigint' ? String(value) : value));
}

/** The act is refused with this code and status, the command would end so, and nothing anywhere has changed. */
async function refused(act: () => Promise<unknown>, code: string, status: number, exit: number): Promise<void> {
  const before = await held();
  const error = await act().then(
    () => new Error('it was not refused'),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ code, status });
  expect(exitCodeOf(code)).toBe(exit);
  expect(await held()).toBe(before);
}

const thai = (): Client => exchange.desk('th-police');
const submitted = async (order: PostOrder, client = thai()): Promise<unknown> => {
  const { jws, file } = await exchange.draft(order);
  return client.submit(jws, file);
};
const clientOf = (officer: Officer): Client => exchange.served.get('th-police')?.client(officer) as Client;

describe('a post is refused', () => {
  const posts: [string, () => PostOrder, string, number, number][] = [
    ['to an agency nobody knows', () => ({ odd: { to: ['mm-police'] } }), 'UNKNOWN_AGENCY', 404, 5],
    [
      'under no agreement',
      () => ({ odd: { agreement: statementId('th-police', freshNonce()) } }),
      'UNKNOWN_AGREEMENT',
      404,
      5,
    ],
    [
      'under an agreement not all have signed',
      () => ({ odd: { agreement: agreements.proposed } }),
      'AGREEMENT_NOT_IN_FORCE',
      422,
      5,
    ],
    [
      'under an agreement that has expired',
      () => ({ odd: { agreement: agreements.expired } }),
      'AGREEMENT_EXPIRED',
      422,
      5,
    ],
    [
      'under an agreement that has not begun',
      () => ({ odd: { agreement: agreements.later } }),
      'AGREEMENT_NOT_STARTED',
      422,
      5,
    ],
    [
      'under a suspended agreement',
      () => ({ odd: { agreement: agreements.suspended } }),
      'AGREEMENT_SUSPENDED',
      422,
      5,
    ],
    ['when no clause covers the kind', () => ({ odd: { agreement: agreements.kind } }), 'KIND_NOT_COVERED', 422, 5],
    ['when no clause covers the class', () => ({ odd: { agreement: agreements.class } }), 'CLASS_NOT_COVERED', 422, 5],
    [
      'when no clause covers the purpose',
      () => ({ odd: { agreement: agreements.purpose } }),
      'PURPOSE_NOT_COVERED',
      422,
      5,
    ],
    [
      'above the handling ceiling',
      () => ({ odd: { agreement: agreements.ceiling } }),
      'HANDLING_ABOVE_CEILING',
      422,
      5,
    ],
    ['of an unknown kind', () => ({ odd: { kind: 'rumour' } }), 'UNKNOWN_KIND', 404, 1],
    [
      'with a clock 6 minutes off',
      () => ({ odd: { at: new Date(exchange.clock() - 6 * 60_000).toISOString() } }),
      'CLOCK_SKEW',
      401,
      5,
    ],
    [
      'due in the past',
      () => ({ odd: { due: { acknowledge: '2026-01-01T00:00:00.000Z', answer: '2026-01-01T00:00:00.000Z' } } }),
      'DUE_NOT_COVERED',
      422,
      5,
    ],
    [
      'kept for too long',
      () => ({ odd: { retain: new Date(exchange.clock() + 9000 * HOUR).toISOString() } }),
      'RETENTION_NOT_COVERED',
      422,
      5,
    ],
    ['with a member that its schema does not know', () => ({ odd: { note: 'x' } }), 'MALFORMED_STATEMENT', 400, 1],
    ["in another agency's name", () => ({ odd: { agency: 'la-fiu' } }), 'BAD_ID', 400, 5],
  ];
  test.each(posts)('%s', (_, order, code, status, exit) => refused(() => submitted(order()), code, status, exit));

  test('by an officer who is revoked', () =>
    refused(() => submitted({ author: revoked }, clientOf(revoked)), 'OFFICER_REVOKED', 403, 5));
  test('by an officer whose registration has expired', () =>
    refused(() => submitted({ author: expiring }, clientOf(expiring)), 'OFFICER_EXPIRED', 403, 5));
  test('by a revoked officer through a colleague', () =>
    refused(() => submitted({ author: revoked }), 'OFFICER_REVOKED', 403, 5));
  test('without the role', async () => {
    const { keymaster } = exchange.agency('th-police');
    await refused(() => submitted({ author: keymaster }, clientOf(keymaster)), 'ROLE_LACKING', 403, 5);
  });
  test('by an officer nobody has registered', async () => {
    const { authority } = exchange.agency('th-police');
    const stranger = await certifiedOfficer({ authority, unit: DESK, roles: ['author'], clock: exchange.clock });
    await refused(() => submitted({ author: stranger }, clientOf(stranger)), 'UNKNOWN_OFFICER', 403, 5);
  });
  test('with a sealed file that was changed on the way', async () => {
    const { jws, file } = await exchange.draft();
    const changed = Uint8Array.from(file, (byte, index) => (index === file.length - 1 ? byte ^ 1 : byte));
    await refused(() => thai().submit(jws, changed), 'SEALED_FILE_MISMATCH', 400, 5);
  });
  test('without its sealed file', async () => {
    const { jws } = await exchange.draft();
    await refused(() => thai().submit(jws), 'SEALED_FILE_MISSING', 400, 5);
  });
  test('under the identifier of another statement', async () => {
    const nonce = JSON.parse(Buffer.from(posted.jws.split('.')[1] ?? '', 'base64url').toString()).nonce;
    await refused(() => submitted({ precedence: 'FLASH', odd: { nonce, id: posted.id } }), 'CONFLICT', 409, 5);
  });
  test("through another agency's gateway", async () => {
    const { officer } = exchange.agency('th-police');
    const foreign = exchange.served.get('la-fiu')?.client(officer) as Client;
    await refused(() => submitted({}, foreign), 'WRONG_AGENCY', 403, 5);
  });
});

describe('a statement is refused', () => {
  const officer = (): Officer => exchange.agency('th-police').officer;
  const base64url = (text: string | Uint8Array): string => Buffer.from(text).toString('base64url');
  const around = async (payload: string | Uint8Array): Promise<string> => {
    const { signer } = officer();
    const head = base64url(JSON.stringify({ alg: 'ES256', kid: signer.handle, typ: 'tocsin+jws' }));
    const input = `${head}.${base64url(payload)}`;
    return `${input}.${base64url(await signer.sign(utf8(input)))}`;
  };
  const malformed: [string, () => Promise<string>, string][] = [
    ['that is no JWS', async () => 'not.a-jws', 'MALFORMED_JWS'],
    [
      'with an algorithm of its own choice',
      async () => `${base64url('{"alg":"none","kid":"x","typ":"tocsin+jws"}')}.${base64url('{}')}.`,
      'MALFORMED_JWS',
    ],
    ['that is no JSON', () => around('{"typ":'), 'MALFORMED_JSON'],
    ['that is not canonical', () => around('{"b":1, "a":2}'), 'NOT_CANONICAL'],
    ['that is no UTF-8', () => around(Uint8Array.of(0x22, 0xc3, 0x28, 0x22)), 'MALFORMED_UTF8'],
  ];
  test.each(malformed)('%s', async (_, make, layer) => {
    const act = async (): Promise<unknown> => thai().submit(await make());
    await refused(act, 'MALFORMED_STATEMENT', 400, 1);
    expect(await act().catch((error: ApiError) => error.detail)).toBe(layer);
  });
  test('of a type nobody knows', () =>
    refused(
      async () => thai().submit(await signStatement({ typ: 'record.burn/1' }, officer().signer)),
      'UNKNOWN_TYPE',
      400,
      5,
    ));

  test('that somebody else signed', async () => {
    const { signer, handle } = officer();
    const imposter = { handle, sign: (data: Uint8Array) => exchange.agency('la-fiu').officer.signer.sign(data) };
    const { payload } = await exchange.draft();
    expect(signer.handle).toBe(handle);
    await refused(async () => thai().submit(await signStatement(payload, imposter)), 'BAD_STATEMENT_SIGNATURE', 403, 5);
  });
  test('of 25 MB', () => refused(() => thai().submit('x', new Uint8Array(25_000_000)), 'BODY_TOO_LARGE', 413, 1));
});

describe('an addressee', () => {
  const khmer = (): Client => exchange.desk('kh-immigration');
  const khmerOfficer = (): Officer => exchange.agency('kh-immigration').officer;

  test('acknowledges once', async () => {
    const acknowledge = async (): Promise<unknown> =>
      khmer().submit((await khmerOfficer().sign('record.acknowledge/1', { record: posted.id })).jws);
    await acknowledge();
    await refused(acknowledge, 'ALREADY_ACKNOWLEDGED', 409, 5);
  });
  test('opens for a purpose of the record only', () =>
    refused(
      () =>
        openItem({
          exchange,
          officer: khmerOfficer(),
          client: khmer(),
          item: { id: posted.id, record: posted.id },
          purpose: 'prosecution',
        }),
      'PURPOSE_NOT_ALLOWED',
      403,
      5,
    ));
  test('is given no key without an access record', () =>
    refused(
      () => khmer().accessKey(statementId('kh-immigration', freshNonce()), generateSealKey().publicKey),
      'UNKNOWN_ACCESS',
      404,
      5,
    ));
  test('is given no key for another one-time key, nor is a colleague, nor after 15 minutes', async () => {
    const device = generateSealKey();
    const basis = toHex(utf8('b'.repeat(32)));
    const body = {
      record: posted.id,
      item: posted.id,
      purpose: 'trafficking-investigation' as const,
      basis,
      case: null,
      epk: digest(device.publicKey),
    };
    const access = await khmerOfficer().sign('access.request/1', body);
    await khmer().submit(access.jws);
    await refused(() => khmer().accessKey(access.id, generateSealKey().publicKey), 'NOT_YOUR_ACCESS', 403, 5);
    const colleague = exchange.served
      .get('kh-immigration')
      ?.client(exchange.agency('kh-immigration').keymaster) as Client;
    await refused(() => colleague.accessKey(access.id, device.publicKey), 'NOT_YOUR_ACCESS', 403, 5);
    expect((await khmer().accessKey(access.id, device.publicKey)).ct.length).toBeGreaterThan(16);
    shift += 16 * 60_000;
    await refused(() => khmer().accessKey(access.id, device.publicKey), 'ACCESS_TOO_OLD', 403, 5);
  });
});

describe('whoever is not addressed', () => {
  const lao = (): Client => exchange.desk('la-fiu');
  test('gets no file', () => refused(() => lao().file(posted.id), 'NOT_ADDRESSED', 403, 5));
  test('gets no access', async () => {
    const { officer } = exchange.agency('la-fiu');
    await refused(
      () => openItem({ exchange, officer, client: lao(), item: { id: posted.id, record: posted.id } }),
      'NOT_ADDRESSED',
      403,
      5,
    );
  });
});

test('the same statement again is answered as done and written once', async () => {
  const before = await held();
  const again = await thai().submit(posted.jws, posted.file);
  expect(again.already).toBe(true);
  expect(await held()).toBe(before);
});

test('a gateway that is down is reported as such', async () => {
  const client = exchange.desk('la-fiu');
  await exchange.served.get('la-fiu')?.stop();
  const error = await client.me().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'NOT_READY', status: 0 });
});
