import { parseStatement, signStatement, toBase64url } from '@tocsin/envelope/verify';
import { type RecordErrorCode, Refusal, statementKey } from '@tocsin/record';
import { beforeAll, describe, expect, test } from 'vitest';
import { agencyKeys, DESK, membershipOf } from '../../test/support/agency.ts';
import type { Post } from '../../test/support/exchange.ts';
import { registrationOf } from '../../test/support/founding.ts';
import { certifiedOfficer, type Odd } from '../../test/support/officer.ts';
import { MemoryPeer } from '../fixture/memory-peer.ts';
import { type Scene, scene } from '../fixture/walk.ts';
import { ENDORSER_TOLERANCE_MS, judge } from './index.ts';

let here: Scene;
beforeAll(async () => {
  here = await scene();
});

/** The code something is refused with; whatever else it throws is a bug. */
async function refusalOf(act: Promise<unknown>): Promise<RecordErrorCode | 'accepted'> {
  try {
    await act;
    return 'accepted';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

const submit = (jws: string, file: Uint8Array | null = null, by = 'th-police') => here.peer.judge(jws, file, by);
const snapshot = (): string => JSON.stringify([...here.peer.state]);

test('a statement is applied once; its own bytes are a retry, other bytes a conflict', async () => {
  const { jws, file, id, payload } = await here.exchange.draft();
  expect(await submit(jws, file)).toMatchObject({ id, already: false });
  const before = snapshot();
  expect(await submit(jws, file)).toMatchObject({ id, already: true, writes: [] });
  const again = await signStatement(payload, here.exchange.agency('th-police').officer.signer);
  expect(await refusalOf(submit(again, file))).toBe('CONFLICT');
  expect(snapshot()).toBe(before);
});

test('a retry stays harmless after hours, when the same statement would come too late', async () => {
  const late = await scene();
  const { jws, file } = await late.exchange.post();
  late.later(5 * 3_600_000);
  expect(await late.peer.judge(jws, file, 'th-police')).toMatchObject({ already: true });
});

test('what was applied is written down with its digest and ledger time', async () => {
  const { jws, file, id } = await here.exchange.draft();
  const { writes } = await submit(jws, file);
  const applied = JSON.parse(writes.find(({ key }) => key === statementKey(id))?.value ?? '');
  const { digest } = parseStatement(jws);
  const transaction = expect.stringMatching(/^transaction-\d+$/);
  expect(applied).toEqual({ id, typ: 'record.post/1', digest, at: here.exchange.now(), transaction });
  for (const { value } of writes) expect(value).not.toMatch(/\s"|": /);
});

describe('refused, and nothing written', () => {
  const withOdd = (odd: Odd) => (post: Post) =>
    here.exchange.draft({ odd }).then(({ jws, file }) => submit(jws, file ?? post.file));
  const cases: readonly (readonly [string, RecordErrorCode, (post: Post) => Promise<unknown>])[] = [
    ['no JWS', 'MALFORMED_STATEMENT', () => submit('not a statement')],
    ['a lone surrogate', 'MALFORMED_STATEMENT', ({ jws }) => submit(`${jws}\ud800`)],
    ['an unknown type', 'UNKNOWN_TYPE', withOdd({ typ: 'record.delete/1' })],
    ['a type from the prototype', 'UNKNOWN_TYPE', withOdd({ typ: 'constructor' })],
    ['a surplus member', 'MALFORMED_STATEMENT', withOdd({ note: 'x' })],
    ['an identifier of its own choice', 'BAD_ID', withOdd({ id: 'a'.repeat(26) })],
    ["another agency's gateway", 'WRONG_AGENCY', ({ jws, file }) => submit(jws, file, 'kh-immigration')],
    ['another network', 'WRONG_NETWORK', withOdd({ network: 'a'.repeat(26) })],
    ['a clock that is off', 'CLOCK_SKEW', withOdd({ at: '2026-11-23T07:24:59.000Z' })],
    ['no file', 'SEALED_FILE_MISSING', ({ jws }) => submit(jws)],
    ['another file', 'SEALED_FILE_MISMATCH', ({ jws, file }) => submit(jws, file.slice(1))],
    ['a changed signature', 'BAD_STATEMENT_SIGNATURE', ({ jws, file }) => submit(otherSignature(jws), file)],
    ["another officer's name", 'BAD_STATEMENT_SIGNATURE', ({ payload, file }) => bySomebodyElse(payload, file)],
    ['a handle nobody registered', 'UNKNOWN_OFFICER', ({ payload, file }) => byStranger(payload, 'a'.repeat(26), file)],
    [
      'a handle that is a path',
      'UNKNOWN_OFFICER',
      ({ payload, file }) => byStranger(payload, '../network/members', file),
    ],
  ];
  test.each(cases)('%s: %s', async (_name, code, attempt) => {
    const post = await here.exchange.draft();
    const before = snapshot();
    expect(await refusalOf(attempt(post))).toBe(code);
    expect(snapshot()).toBe(before);
  });

  test('a file beside a statement that names none', async () => {
    const { id: record } = await here.exchange.post();
    const { officer } = here.exchange.agency('kh-immigration');
    const { jws } = await officer.sign('record.acknowledge/1', { record });
    expect(await refusalOf(submit(jws, new Uint8Array(4), 'kh-immigration'))).toBe('SEALED_FILE_MISMATCH');
  });
});

function otherSignature(jws: string): string {
  const [head, body] = jws.split('.');
  return `${head}.${body}.${toBase64url(new Uint8Array(64).fill(1))}`;
}

async function bySomebodyElse(payload: object, file: Uint8Array) {
  const { officer, keymaster } = here.exchange.agency('th-police');
  return submit(await signStatement(payload, { ...keymaster.signer, handle: officer.handle }), file);
}

async function byStranger(payload: object, handle: string, file: Uint8Array) {
  const { officer } = here.exchange.agency('th-police');
  return submit(await signStatement(payload, { ...officer.signer, handle }), file);
}

test.each([
  [0, 'accepted'],
  [ENDORSER_TOLERANCE_MS, 'accepted'],
  [-ENDORSER_TOLERANCE_MS, 'accepted'],
  [ENDORSER_TOLERANCE_MS + 1, 'CLOCK_SKEW'],
  [-ENDORSER_TOLERANCE_MS - 1, 'CLOCK_SKEW'],
])('an endorsing peer whose clock is %i ms off: %s', async (off, expected) => {
  const { jws, file } = await here.exchange.draft();
  const delivered = null;
  const now = here.exchange.now();
  const clock = new Date(here.exchange.clock() + off).toISOString();
  const read = async (keys: readonly string[]) => keys.map((key) => here.peer.state.get(key));
  const by = { submitter: 'th-police', transaction: 'transaction-x' };
  const attempt = judge({ statement: jws, delivered, ...by, now, clock, state: { read } });
  // Without its file the post itself is refused, one step after the clock.
  expect(await refusalOf(attempt)).toBe(expected === 'accepted' ? 'SEALED_FILE_MISSING' : expected);
  expect(file.length).toBeGreaterThan(0);
});

describe('certificates', () => {
  const register = async (issuer: 'th-police' | 'kh-immigration', odd: Odd = {}) => {
    const { authority } = here.exchange.agency(issuer);
    const clock = here.exchange.clock;
    const officer = await certifiedOfficer({ authority, clock, unit: DESK, roles: ['reader'] });
    const { registrar } = here.exchange.agency('th-police');
    const { jws } = await registrar.sign('officer.register/1', registrationOf(officer, clock()), odd);
    return refusalOf(submit(jws));
  };

  test("the agency's own authority may certify, another may not", async () => {
    expect(await register('th-police')).toBe('accepted');
    expect(await register('kh-immigration')).toBe('BAD_OFFICER_CERTIFICATE');
  });

  test.each([
    ['not base64url', 'A'],
    ['not a certificate', 'AAAA'],
  ])('%s', async (_name, certificate) => {
    expect(await register('th-police', { certificate })).toBe('BAD_OFFICER_CERTIFICATE');
  });

  test("nobody takes another's handle for a key of his own", async () => {
    const { registrar, authority } = here.exchange.agency('th-police');
    const { handle } = here.exchange.agency('kh-immigration').officer;
    const clock = here.exchange.clock;
    const squatter = await certifiedOfficer({ authority, clock, unit: DESK, roles: ['reader'], handle });
    const { jws } = await registrar.sign('officer.register/1', registrationOf(squatter, clock()));
    expect(await refusalOf(submit(jws))).toBe('BAD_OFFICER_CERTIFICATE');
  });
});

describe('founding', () => {
  test('is over once all have signed', async () => {
    const { registrar } = here.exchange.agency('th-police');
    const members = here.exchange.agencies.map(membershipOf);
    const { jws } = await registrar.sign('network.found/1', { name: 'again', members });
    expect(await refusalOf(submit(jws))).toBe('ALREADY_FOUNDED');
  });

  test('before all have signed, nothing else is possible', async () => {
    const clock = here.exchange.clock;
    const peer = new MemoryPeer(clock);
    const agencies = await Promise.all([
      agencyKeys({ code: 'th-police', class: 'police' }, clock),
      agencyKeys({ code: 'kh-immigration', class: 'immigration' }, clock),
    ]);
    const [th, kh] = agencies;
    const unit = { unit: DESK, level: 'post', names: { en: 'Desk' }, desk: true, closed: false } as const;
    const setUnit = async (odd: Odd = {}) =>
      peer.judge((await th.registrar.sign('unit.set/1', unit, odd)).jws, null, 'th-police');
    expect(await refusalOf(setUnit())).toBe('NETWORK_NOT_FOUNDED');
    const founding = await th.registrar.sign('network.found/1', { name: 'new', members: agencies.map(membershipOf) });
    const stranger = await signStatement(founding.payload, kh.registrar.signer);
    expect(await refusalOf(peer.judge(stranger, null, 'th-police'))).toBe('UNKNOWN_OFFICER');
    expect(await refusalOf(peer.judge(founding.jws, null, 'kh-immigration'))).toBe('WRONG_AGENCY');
    await peer.judge(founding.jws, null, 'th-police');
    expect(await refusalOf(setUnit())).toBe('NETWORK_NOT_FOUNDED');
    const body = { network: founding.id, digest: parseStatement(founding.jws).digest };
    await peer.judge((await kh.registrar.sign('network.sign/1', body)).jws, null, 'kh-immigration');
    expect(await refusalOf(setUnit({ network: here.exchange.network }))).toBe('WRONG_NETWORK');
    expect(await refusalOf(setUnit({ network: founding.id }))).toBe('accepted');
  });
});
