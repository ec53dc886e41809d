import { digest, fromBase64url, generateSealKey, hpkeSeal, type SealKey } from '@tocsin/envelope';
import {
  type Access,
  accessKey,
  agreementKey,
  type Item,
  itemKey,
  type Ledger,
  networkKey,
  officerKey,
  recordKey,
  rosterKey,
  type StateKey,
} from '@tocsin/record';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Post, requestAccessOn } from '../../fixture/access.ts';
import { type Exchange, openExchange, openGateway, TestClock, type TestGateway } from '../../fixture/gateway.ts';
import { GatewayError } from '../error.ts';
import { UnitKeys } from '../keys/unit-keys.ts';
import type { Entry } from '../own-log/entry.ts';
import { type ReleaseAsked, release, type TrusteeServices } from './release.ts';

const clock = new TestClock();
let exchange: Exchange;
let trustee: TestGateway;
let post: Post;
let device: SealKey;
let access: string;
let log: Entry[];

beforeAll(async () => {
  exchange = await openExchange({ roster: true, clock: clock.now });
  trustee = await openGateway(exchange, 'la-fiu');
  post = await exchange.post();
  device = generateSealKey();
  access = await requestAccessOn(exchange, 'kh-immigration', post.id, device);
  const { view, follower } = trustee.gateway;
  for (let changed = follower.changed(); !view.state(accessKey(access)); changed = follower.changed()) await changed;
});
afterAll(async () => {
  await trustee?.gateway.close();
  await exchange?.close();
});

/** What a doctored peer says instead: for some keys of state, or for the file. */
interface Doctored {
  readonly state?: ReadonlyMap<StateKey, unknown>;
  readonly file?: Uint8Array | undefined;
}

function peer({ state = new Map(), ...more }: Doctored = {}): Ledger {
  const { ledger } = exchange.agency('la-fiu');
  return Object.assign(Object.create(ledger) as Ledger, {
    agency: ledger.agency,
    state: async (key: StateKey) => (state.has(key) ? state.get(key) : ledger.state(key)),
    sealed: async (id: string) => ('file' in more ? more.file : ledger.sealed(id)),
  });
}

/** The trustee of la-fiu with one thing changed, asked for its share with one thing changed. */
async function ask(asked: Partial<ReleaseAsked> = {}, services: Partial<TrusteeServices> = {}): Promise<string> {
  log = [];
  const { steward, trusteeKey } = exchange.agency('la-fiu');
  const keys = new UnitKeys(async () => [{ unit: 'duty-desk', epoch: 1, secretKey: trusteeKey.secretKey }]);
  await keys.load();
  const held: TrusteeServices = {
    ledger: peer(),
    view: trustee.gateway.view,
    keys,
    steward: { key: steward },
    coverage: { covered: async (block) => ({ block: await blockAt(block) }) },
    log: { append: async (entry) => void log.push(entry) },
  };
  const question = { ticket: { access }, item: post.id, agency: 'kh-immigration', epk: device.publicKey };
  const now = new Date(clock.now());
  return release({ ...held, ...services }, { ...question, now, ...asked });
}

async function blockAt(number: bigint) {
  const done = new AbortController();
  for await (const block of exchange.agency('la-fiu').ledger.blocks(number, done.signal)) {
    done.abort();
    return block;
  }
  throw new Error('no such block');
}

const outcome = (asked: Partial<ReleaseAsked> = {}, services: Partial<TrusteeServices> = {}): Promise<string> =>
  ask(asked, services).then(
    () => 'released',
    (fault: { code: string }) => fault.code,
  );

/** The code of what must be a refusal, and stand in the own log as one. */
async function refusal(asked: Partial<ReleaseAsked>, services: Partial<TrusteeServices>): Promise<string> {
  const code = await outcome(asked, services);
  expect(log).toMatchObject([{ kind: 'refusal', code, agency: 'kh-immigration', access }]);
  return code;
}
const told = async <T>(key: StateKey): Promise<T> => (await exchange.agency('la-fiu').ledger.state(key)) as T;
const doctored = async <T extends object>(key: StateKey, change: Partial<T>): Promise<Partial<TrusteeServices>> => ({
  ledger: peer({ state: new Map([[key, { ...(await told<T>(key)), ...change }]]) }),
});

test('a trustee releases for a committed access, to the one device, and writes it down first', async () => {
  expect(await ask()).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  const about = { agency: 'kh-immigration', officer: null, access, item: post.id };
  expect(log).toEqual([{ at: expect.any(String), kind: 'release', ...about, key: 'trustee duty-desk 1', code: null }]);
});

test('what cannot be written down is not released', async () => {
  const full = async () => {
    throw Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 });
  };
  await expect(ask({}, { log: { append: full } })).rejects.toThrow('full');
});

describe('refused', () => {
  test.each<[string, Partial<ReleaseAsked>, string]>([
    ['without an access record', { ticket: { access: 'a'.repeat(26) } }, 'UNKNOWN_ACCESS'],
    ['without a lease', { ticket: { lease: 'a'.repeat(26), item: 'b'.repeat(26) } }, 'UNKNOWN_LEASE'],
    ['for another one-time key', { epk: generateSealKey().publicKey }, 'NOT_YOUR_ACCESS'],
    ["to a gateway that is not the access's agency", { agency: 'th-police' }, 'NOT_YOUR_ACCESS'],
    ['for another item than the access', { item: 'b'.repeat(26) }, 'NOT_YOUR_ACCESS'],
  ])('%s', async (_, asked, code) => {
    expect(await outcome(asked)).toBe(code);
    expect(log).toMatchObject([{ kind: 'refusal', code }]);
  });

  test('after 15 minutes, and not before', async () => {
    const { at } = await told<Access>(accessKey(access));
    const after = (ms: number) => outcome({ now: new Date(Date.parse(at) + ms) });
    expect(await after(15 * 60_000)).toBe('released');
    expect(await after(15 * 60_000 + 1)).toBe('ACCESS_TOO_OLD');
  });
  test('where the agency is not addressed', async () => {
    expect(await refusal({}, await doctored<Item>(itemKey(post.id), { to: ['la-fiu'] }))).toBe('NOT_ADDRESSED');
  });
  test('for a purpose that the item does not allow', async () => {
    const other = await doctored<Access>(accessKey(access), { purpose: 'prosecution' });
    expect(await refusal({}, other)).toBe('PURPOSE_NOT_ALLOWED');
  });
  test('where consent was withdrawn', async () => {
    const share = { agency: 'kh-immigration', consent: 'c'.repeat(26), purposes: ['trafficking-investigation'] };
    const shared = [{ ...share, until: '2099-01-01T00:00:00.000Z', withdrawn: '2026-01-01T00:00:00.000Z' }] as never;
    expect(await refusal({}, await doctored<Item>(itemKey(post.id), { to: [], shared }))).toBe('CONSENT_WITHDRAWN');
  });
  test('of a record that was purged, withdrawn, or is past its retention', async () => {
    const purged = { at: '', by: '', officer: '', reason: '', rule: 'author', holders: [] };
    expect(await refusal({}, await doctored(recordKey(post.id), { purged }))).toBe('RECORD_PURGED');
    expect(await refusal({}, await doctored(recordKey(post.id), { state: 'withdrawn' }))).toBe('RECORD_WITHDRAWN');
    const over = await doctored(recordKey(post.id), { retain: '2026-01-01T00:00:00.000Z' });
    expect(await refusal({}, over)).toBe('RECORD_EXPIRED');
  });
  test('under an agreement that was suspended, or that a party has left', async () => {
    const key = agreementKey(exchange.agreement);
    expect(await refusal({}, await doctored(key, { suspendedBy: 'th-police' }))).toBe('AGREEMENT_SUSPENDED');
    expect(await refusal({}, await doctored(key, { withdrawn: ['kh-immigration'] }))).toBe('NOT_A_PARTY');
  });
  test('where the officer was revoked, or the agency removed', async () => {
    const { officer } = exchange.agency('kh-immigration');
    const revoked = { at: '2026-01-01T00:00:00.000Z', reason: 'left-post' };
    expect(await refusal({}, await doctored(officerKey(officer.handle), { revoked }))).toBe('OFFICER_REVOKED');
    const network = await told<{ members: { code: string }[] }>(networkKey);
    const members = network.members.map((one) => (one.code === 'kh-immigration' ? { ...one, status: 'removed' } : one));
    expect(await refusal({}, await doctored(networkKey, { members }))).toBe('AGENCY_REMOVED');
  });
  test('where the stanzas were dealt for another record', async () => {
    const other = await exchange.post();
    const { sealed } = await told<Item>(itemKey(other.id));
    const { ledger } = await doctored<Item>(itemKey(post.id), { sealed });
    const moved = Object.assign(ledger as Ledger, { sealed: async () => other.file });
    expect(await refusal({}, { ledger: moved })).toBe('WITNESS_MISMATCH');
  });
  test('under laxer terms than they were dealt for', async () => {
    const purposes = ['trafficking-investigation', 'prosecution'] as const;
    expect(await refusal({}, await doctored<Item>(itemKey(post.id), { purposes }))).toBe('WITNESS_MISMATCH');
    const retain = '2099-01-01T00:00:00.000Z';
    expect(await refusal({}, await doctored<Item>(itemKey(post.id), { retain }))).toBe('WITNESS_MISMATCH');
  });
  test('of a file that is not the one on the ledger, or gone', async () => {
    const file = post.file.map((byte, i) => (i === 900 ? byte ^ 1 : byte));
    expect(await refusal({}, { ledger: peer({ file }) })).toBe('SEALED_FILE_MISMATCH');
    expect(await refusal({}, { ledger: peer({ file: undefined }) })).toBe('RECORD_EXPIRED');
  });
  test('where the roster is another one, unknown, or without this agency', async () => {
    const key = rosterKey(1);
    expect(await refusal({}, await doctored(key, { t: 3 }))).toBe('ROSTER_MISMATCH');
    const { trustees } = await told<{ trustees: { agency: string }[] }>(key);
    const strangers = trustees.map((one) => (one.agency === 'la-fiu' ? { ...one, agency: 'vn-border' } : one));
    expect(await refusal({}, await doctored(key, { trustees: strangers }))).toBe('NOT_A_TRUSTEE');
    expect(await refusal({}, { ledger: peer({ state: new Map([[key, undefined]]) }) })).toBe('UNKNOWN_ROSTER');
    const elsewhere = [...trustees].reverse();
    expect(await refusal({}, await doctored(key, { trustees: elsewhere }))).toBe('WITNESS_MISMATCH');
  });
  test('of a direct file', async () => {
    const { sealed } = await told<Item>(itemKey(post.id));
    const direct = { ...sealed, mode: 'direct' } as never;
    expect(await refusal({}, await doctored<Item>(itemKey(post.id), { sealed: direct }))).toBe('NOT_A_TRUSTEE');
  });
  test('without the trustee key of the epoch', async () => {
    const other = { unit: 'duty-desk', epoch: 2, secretKey: generateSealKey().secretKey };
    const keys = new UnitKeys(async () => [other]);
    expect(await refusal({}, { keys })).toBe('KEY_NOT_HELD');
    const wrong = new UnitKeys(async () => [{ ...other, epoch: 1 }]);
    expect(await refusal({}, { keys: wrong })).toBe('WITNESS_MISMATCH');
  });
  test('without a fresh checkpoint that enough agencies cosigned', async () => {
    for (const code of ['CHECKPOINT_NOT_COSIGNED', 'CHECKPOINT_INCONSISTENT', 'LEDGER_WITHHELD'] as const) {
      const covered = async () => {
        throw new GatewayError(code);
      };
      expect(await refusal({}, { coverage: { covered } })).toBe(code);
    }
  });
  test('where the access stands in state alone, or says something else in its block', async () => {
    const first = await blockAt(0n);
    expect(await refusal({}, { coverage: { covered: async () => ({ block: first }) } })).toBe('NOT_COVERED');
    const forged = generateSealKey();
    const { epk } = await told<Access>(accessKey(access));
    const invented = digest(forged.publicKey);
    expect(invented).not.toBe(epk);
    const services = await doctored<Access>(accessKey(access), { epk: invented });
    expect(await refusal({ epk: forged.publicKey }, services)).toBe('NOT_COVERED');
    const invalid = async (number: bigint) => {
      const block = await blockAt(number);
      const transactions = block.transactions.map((one) => ({ ...one, code: 'MVCC_READ_CONFLICT' as const }));
      return { block: { ...block, transactions } };
    };
    expect(await refusal({}, { coverage: { covered: invalid } })).toBe('NOT_COVERED');
  });
  test('to a one-time key that is none', async () => {
    const epk = fromBase64url('A'.repeat(1622)).map((byte, i) => (i < 1184 ? 255 : byte));
    expect(() => hpkeSeal(epk, new Uint8Array(), new Uint8Array(), new Uint8Array())).toThrow();
    expect(await refusal({ epk }, {})).toBe('NOT_YOUR_ACCESS');
  });
});
