import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { toBase64url } from '@tocsin/envelope';
import { buildGateway } from '@tocsin/gateway';
import { connect, openEmbeddedLedger, verifyEmbeddedExport } from '@tocsin/network-embedded';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Exchange, openExchange } from '../support/exchange.ts';
import { embeddedHost, type LedgerHost } from '../support/host.ts';
import { LedgerProcess, type Load } from './ledger-process.ts';
import { Tally } from './ledger-tally.ts';
import { LoadMaker } from './load.ts';

const KILLS = Number(process.env.KILLS ?? 50);
const IN_FLIGHT = 16;
/** Milliseconds between the first acknowledgement of a life and its end. */
const LONGEST_LIFE = 400;
/** Milliseconds in which a process loads and opens the ledger, with room to spare. */
const LONGEST_OPENING = 700;

let exchange: Exchange;
let host: LedgerHost;
beforeAll(async () => {
  const open = async (folder: string, clock: () => number) => {
    host = await embeddedHost(folder, clock);
    return host;
  };
  exchange = await openExchange({ open });
  await host.close();
});
afterAll(() => exchange?.close());

/** Everything that was acknowledged, and what was sent and never answered: that is sent again in the next life. */
interface Books {
  readonly acknowledged: Map<string, { transaction: string; block: string }>;
  readonly unanswered: Map<string, Load>;
  readonly failures: string[];
  resent: number;
}

test(`ledger and gateways are killed ${KILLS} times under load and lose nothing they have acknowledged`, async () => {
  const { folder } = exchange;
  const tally = new Tally(join(folder, 'ledger'), exchange.agency('th-police'));
  const maker = new LoadMaker(exchange);
  const books: Books = { acknowledged: new Map(), unanswered: new Map(), failures: [], resent: 0 };
  for (let kill = 0; kill < KILLS; kill++) {
    const before = new Set(books.acknowledged.keys());
    await (kill % 5 === 4 ? dieOpening(folder) : live(folder, maker, books));
    const fresh = new Map([...books.acknowledged].filter(([id]) => !before.has(id)));
    expect(await tally.read(fresh), `after kill ${kill + 1}`).toEqual({ missing: [], broken: [] });
    for (const [id, told] of fresh) expect(tally.applied.get(id)).toEqual(told);
    expect(tally.twice).toEqual([]);
  }
  await settle(folder, books);
  expect(await tally.read(books.acknowledged)).toEqual({ missing: [], broken: [] });
  expect(tally.twice).toEqual([]);
  expect(books.failures).toEqual([]);
  await viewsAgree(folder, tally);
  const roots = new Map(exchange.agencies.map(({ code, root }) => [code, toBase64url(root)]));
  const verified = await verifyEmbeddedExport(tally.lines, { rootOf: (agency) => roots.get(agency) });
  expect(verified).toMatchObject({ fault: null, blocks: tally.lines.length, statements: tally.applied.size });
  console.log(
    `${KILLS} kills: ${books.acknowledged.size} acknowledged, 0 lost, 0 twice; ${books.resent} resent after a kill; ` +
      `${verified.blocks} blocks with ${verified.refused} conflicts verified offline`,
  );
}, 600_000);

/** Views that were cut off fifty times must be what a view built from block 0 in one go is. */
async function viewsAgree(folder: string, tally: Tally): Promise<void> {
  const ledger = await openEmbeddedLedger({ folder: join(folder, 'ledger') });
  for (const { code, gateway: identity } of exchange.agencies) {
    const options = { agency: code, ledger: connect(ledger, identity), unitKeys: [] };
    const gateway = await buildGateway({ ...options, folder: join(folder, `gateway-${code}`) });
    const tip = ledger.store.last()?.number ?? 0n;
    await gateway.follower.reached(tip, AbortSignal.timeout(60_000));
    const grown = gateway.view.contents();
    expect(grown.statement?.length).toBe(tally.applied.size);
    await gateway.rebuild();
    await gateway.follower.reached(tip, AbortSignal.timeout(60_000));
    expect(isDeepStrictEqual(gateway.view.contents(), grown), `${code}: grown and rebuilt views agree`).toBe(true);
    await gateway.close();
  }
  await ledger.close();
}

/** A life that ends while the ledger opens: recovery itself may be killed. */
async function dieOpening(folder: string): Promise<void> {
  const ledger = await LedgerProcess.start(folder, exchange.agencies);
  await pause(randomInt(LONGEST_OPENING));
  await ledger.kill();
}

/** One life: what the last one left unanswered goes first, then new statements, and then the kill. */
async function live(folder: string, maker: LoadMaker, books: Books): Promise<void> {
  const ledger = await LedgerProcess.start(folder, exchange.agencies);
  await ledger.opened;
  const first = Promise.withResolvers<void>();
  let dying = false;
  const send = async (): Promise<void> => {
    const load = await maker.next();
    books.unanswered.set(load.id, load);
    if (!dying) ledger.send(load);
  };
  ledger.onReport = (report) => {
    if ('opened' in report) return;
    record(report, maker, books);
    first.resolve();
    if (!dying) void send();
  };
  books.resent += books.unanswered.size;
  for (const load of books.unanswered.values()) ledger.send(load);
  for (let i = books.unanswered.size; i < IN_FLIGHT; i++) await send();
  await first.promise;
  await pause(randomInt(LONGEST_LIFE));
  dying = true;
  await ledger.kill();
}

/** A last life that ends only when every statement ever sent has its answer. */
async function settle(folder: string, books: Books): Promise<void> {
  const ledger = await LedgerProcess.start(folder, exchange.agencies);
  await ledger.opened;
  const done = Promise.withResolvers<void>();
  ledger.onReport = (report) => {
    record(report, null, books);
    if (books.unanswered.size === 0) done.resolve();
  };
  if (books.unanswered.size === 0) done.resolve();
  for (const load of books.unanswered.values()) ledger.send(load);
  await done.promise;
  await ledger.kill();
}

function record(report: object, maker: LoadMaker | null, books: Books): void {
  if ('committed' in report) {
    const { committed: id, transaction, block } = report as { committed: string; transaction: string; block: string };
    const load = books.unanswered.get(id);
    books.unanswered.delete(id);
    books.acknowledged.set(id, { transaction, block });
    if (load !== undefined) maker?.stands(load);
  } else if ('failed' in report) {
    const { failed: id, code } = report as { failed: string; code: string };
    books.unanswered.delete(id);
    books.failures.push(code);
  }
}
