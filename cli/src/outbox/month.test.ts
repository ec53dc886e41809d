import { followUp, post, prepare } from '@tocsin/device';
import type { Client } from '@tocsin/gateway/api';
import { leaseKey } from '@tocsin/record';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fictitiousAlert } from '../../../test/support/alert.ts';
import { type ServedExchange, serveExchange } from '../../../test/support/served.ts';
import { type Devices, devicesOf } from '../../../test/support/tocsin.ts';
import { unlock } from '../device.ts';
import { silent } from '../exchange.test-support.ts';
import { account } from '../lease/accounting.ts';
import { LeaseBook } from '../lease/book.ts';
import { offlineSession } from '../lease/offline-session.ts';
import { leaseFor, openLeased } from '../lease/opening.ts';
import { leaseFolder, publicHalf, storeKey } from '../lease/store-key.ts';
import { takeLease } from '../lease/taking.ts';
import { readProfile } from '../profile.ts';
import { act, openSession } from '../session.ts';
import { Outbox } from './outbox.ts';

const HOUR = 3_600_000;
const slow = process.env.SLOW === '1';
/** A post that has a line every third day only, for a month (twelve days without SLOW): each time it takes a lease for the next two. */
const SPELLS = slow ? 10 : 4;
/** Signed in each spell: an acknowledgement and an answer for each record, and alerts of its own. */
const EACH = slow ? { records: 8, posts: 4 } : { records: 1, posts: 1 };
const SIGNED = SPELLS * (2 * EACH.records + EACH.posts);

let exchange: ServedExchange;
let devices: Devices;
let offset = 0;
const clock = (): number => Date.now() + offset;
beforeAll(async () => {
  exchange = await serveExchange({ clock, roster: true });
  devices = await devicesOf(exchange);
}, 180_000);
afterAll(() => exchange?.close());

/** A gateway whose answers are lost now and then: what was submitted stands, and the process ends. */
function killing(client: Client, every: number): Client {
  let count = 0;
  const submit: Client['submit'] = async (...args) => {
    const committed = await client.submit(...args);
    count += 1;
    if (count % every === 0) throw new Error('killed');
    return committed;
  };
  return { ...client, submit };
}

test(`${3 * SPELLS} days at a post with hardly a line: ${SIGNED} signed, each stands once, in order, and every opening is told`, {
  timeout: 600_000,
}, async () => {
  const { officer } = exchange.agency('kh-immigration');
  await devices.as(officer, ['inbox']);
  const terminal = { ...silent(devices.home), clock: () => new Date(clock()) };
  const name = devices.profile(officer).split('/').at(-1) ?? '';
  const profile = await readProfile(devices.home, name);
  const device = await unlock(terminal, profile);
  const [book, outbox] = [new LeaseBook(leaseFolder(profile)), new Outbox(profile)];
  const online = async () => (await openSession(profile, device, terminal.clock)).session;
  const secretKey = await storeKey(terminal, profile, { passphraseFile: undefined, make: true });
  const signed: string[] = [];
  const leases: string[] = [];

  for (let spell = 0; spell < SPELLS; spell++) {
    const records: string[] = [];
    for (let i = 0; i < EACH.records; i++) records.push((await exchange.post()).id);
    const wish = { items: records, until: new Date(clock() + 48 * HOUR), basis: 'no line on the river' };
    const taking = { book, storeKey: publicHalf(secretKey), progress: () => undefined };
    const { id: lease } = await takeLease(await online(), wish, taking);
    leases.push(lease);

    const session = await offlineSession(terminal, { profile, device, passphraseFile: undefined });
    const kept = await book.open(lease, secretKey);
    for (const record of records) {
      offset += HOUR;
      expect(await leaseFor(book, record, terminal.clock().toISOString())).toBe(lease);
      const reader = { agency: profile.agency, roots: session.roots, clock: terminal.clock };
      await openLeased({ reader, book, lease: kept }, record);
      signed.push((await act(session, 'record.acknowledge/1', { record })).id);
      const text = { schema: 'follow-up/1' as const, language: 'km', text: `បានរកឃើញ ${record}` };
      signed.push((await followUp(session, { record, outcome: 'located', content: text })).id);
    }
    for (let i = 0; i < EACH.posts; i++) {
      offset += HOUR;
      const about = { kind: 'alert', to: ['th-police'], purposes: ['victim-protection' as const], links: [] };
      const handling = { tlp: 'AMBER' as const, codes: [] };
      const posting = { ...about, handling, precedence: 'PRIORITY' as const, content: fictitiousAlert };
      signed.push((await post(session, await prepare(session, posting))).id);
    }
    expect(await outbox.entries()).toHaveLength(2 * EACH.records + EACH.posts);

    // The third day there is a line, and the process is killed after every second answer, before it can note it.
    offset += (60 - EACH.records - EACH.posts) * HOUR;
    const back = await online();
    const line = { client: killing(back.client, 2), clock: back.clock };
    for (let runs = 0; (await outbox.entries()).length > 0; runs++) {
      const { refused } = await outbox.send(line, { progress: () => undefined });
      expect(refused).toEqual([]);
      // Each run notes one statement at least: what was taken before the kill is answered as already done.
      expect(runs).toBeLessThan(2 * EACH.records + EACH.posts);
    }
    await account(back, book);
    offset += 12 * HOUR;
  }

  expect(signed).toHaveLength(SIGNED);
  expect(await ledgerOrder(signed)).toEqual(signed);
  for (const lease of leases) {
    const state = await exchange.agency('la-fiu').ledger.state(leaseKey(lease));
    expect(state?.opened).toHaveLength(EACH.records);
    expect(state?.opened.every(({ late }) => !late)).toBe(true);
    expect(state?.closed).not.toBeNull();
  }
  expect(await book.entries()).toEqual([]);
});

/** Which of these statements stand on the ledger, in its order, each as often as it stands there. */
async function ledgerOrder(ids: readonly string[]): Promise<string[]> {
  const { ledger } = exchange.agency('la-fiu');
  const wanted = new Set(ids);
  const found: string[] = [];
  const done = new AbortController();
  const height = await ledger.height();
  for await (const block of ledger.blocks(0n, done.signal)) {
    for (const { code, writes } of block.transactions) {
      if (code !== 'VALID') continue;
      const applied = writes.map(({ key }) => /^statement\/([a-z2-7]{26})$/.exec(key)?.[1] ?? '');
      found.push(...applied.filter((id) => wanted.has(id)));
    }
    if (block.number + 1n >= height) break;
  }
  done.abort();
  return found;
}
