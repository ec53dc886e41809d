import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { toBase64url, unwrapFileKey } from '@tocsin/envelope';
import { verifyFabricExport } from '@tocsin/network-fabric';
import { statementKey } from '@tocsin/record';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { blocksBetween } from '../conformance/told-blocks.ts';
import { act } from '../support/act.ts';
import { type Exchange, openExchange } from '../support/exchange.ts';
import { agenciesOf, type FabricHost, fabricHost } from './host.ts';
import { eventually } from './nemesis/nodes.ts';

/** Blocks and milliseconds for which the stores are watched after the purge. */
const WATCHED = { posts: 6, ms: 15_000 };

let exchange: Exchange;
let host: FabricHost;
beforeAll(async () => {
  exchange = await openExchange({
    agencies: agenciesOf('three-raft'),
    open: async (folder, clock) => {
      host = await fabricHost('three-raft')(folder, clock);
      return host;
    },
  });
});
afterAll(() => exchange?.close());

test('a purged file is gone from every peer at once; what stays on disks is ciphertext that no key opens', async () => {
  const kept = await exchange.post();
  const gone = await exchange.post();
  const { id, file, committed } = gone;
  for (const { ledger } of exchange.agencies)
    await eventually(15_000, 'every member has the file', async () => (await ledger.sealed(id)) !== undefined);
  // A stretch of the ciphertext's body: 32 bytes that stand nowhere else.
  const marker = Buffer.from(file).subarray(-48, -16);
  const hash = createHash('sha256').update(file).digest();
  const before = await placesOf(marker);
  expect(before.filter((place) => place.includes('pvtdataStore')).length).toBeGreaterThan(0);

  const began = performance.now();
  const { officer } = exchange.agency('th-police');
  await act(exchange, officer, 'record.purge/1', { record: id, reason: 'court-order' });
  for (const { ledger } of exchange.agencies)
    await eventually(10_000, 'no peer has the file', async () => (await ledger.sealed(id)) === undefined);
  const served = Math.round(performance.now() - began);

  // The tombstone: the statement in state, its hash in the block, the purge in a block after it.
  for (const { ledger } of exchange.agencies) {
    expect(await ledger.state(statementKey(id))).toMatchObject({ id });
    const [block] = await blocksBetween(ledger, BigInt(committed.block), BigInt(committed.block));
    expect(Buffer.from(block?.raw ?? '', 'base64').includes(hash)).toBe(true);
  }

  const table = await watched(marker, began);
  console.log([`purged: no peer serves the file after ${served} ms; its ciphertext lies in`, ...table].join('\n'));
  // The orderers never had it, and no block holds it.
  expect([...before, ...(await placesOf(marker))].filter((place) => /orderer|chains/.test(place))).toEqual([]);

  const other = await exchange.agency('kh-immigration').ledger.sealed(kept.id);
  expect(Buffer.compare(other ?? Buffer.alloc(0), kept.file)).toBe(0);
  await destroyKeys(file);
  await verifies();
});

/** Whoever verifies an export judges the purge again, as real peers have told it. */
async function verifies(): Promise<void> {
  const { ledger } = exchange.agency('kh-immigration');
  const blocks = await blocksBetween(ledger, 0n, (await ledger.height()) - 1n);
  const roots = new Map(exchange.agencies.map(({ code, root }) => [code, toBase64url(root)]));
  const lines = blocks.map(({ raw }) => raw);
  const { fault } = await verifyFabricExport(lines, { rootOf: (agency) => roots.get(agency) });
  expect(fault).toBeNull();
}

/** How long each store still holds the bytes while the exchange goes on; one line a store. */
async function watched(marker: Buffer, began: number): Promise<string[]> {
  const seen = new Map<string, number>();
  const until = performance.now() + WATCHED.ms;
  let last: string[] = [];
  for (let post = 0; performance.now() < until; post++) {
    if (post < WATCHED.posts) await exchange.post();
    else await pause(1_000);
    last = await placesOf(marker);
    for (const place of last) seen.set(place, Math.round(performance.now() - began));
    if (last.length === 0) break;
  }
  return [...seen].map(
    ([place, ms]) => `  ${place}: ${last.includes(place) ? `still after ${ms} ms` : `until ${ms} ms`}`,
  );
}

/** Stores of the network's nodes in which the bytes stand, as `agency/store`, each with its number of files. */
async function placesOf(marker: Buffer): Promise<string[]> {
  const root = join(host.network.folder, 'agencies');
  const names = await readdir(root, { recursive: true, withFileTypes: true });
  const files = names.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  const found = new Map<string, number>();
  for (const file of files) {
    if (!(await holds(file, marker))) continue;
    const [agency, node, , ...path] = file.slice(root.length + 1).split('/');
    const place = `${agency} ${node} ${path
      .slice(0, 2)
      .join('/')
      .replace(/\/[^/]*\.(log|ldb)$/, '')}`;
    found.set(place, (found.get(place) ?? 0) + 1);
  }
  return [...found.keys()].sort();
}

/** Files change and go while they are read: one that is gone holds nothing. */
async function holds(file: string, marker: Buffer): Promise<boolean> {
  let rest = Buffer.alloc(0);
  try {
    for await (const chunk of createReadStream(file)) {
      const bytes = Buffer.concat([rest, chunk as Buffer]);
      if (bytes.includes(marker)) return true;
      rest = bytes.subarray(-marker.length);
    }
  } catch {
    // Compacted away meanwhile.
  }
  return false;
}

/** The keys of the two desks that could open it are overwritten; then no key of the exchange opens what is left. */
async function destroyKeys(file: Uint8Array): Promise<void> {
  const opens = async (code: string): Promise<boolean> =>
    (await unwrapFileKey(file, exchange.agency(code).sealKey.secretKey)) !== null;
  const holders = ['th-police', 'kh-immigration'];
  for (const code of holders) expect(await opens(code), code).toBe(true);
  for (const code of holders) exchange.agency(code).sealKey.secretKey.fill(0);
  for (const { code } of exchange.agencies) expect(await opens(code), code).toBe(false);
}
