import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalBytes, digest, fromUtf8, toBase64url } from '@tocsin/envelope/verify';
import { connect, type Layer, openEmbeddedLedger, verifyEmbeddedExport } from '@tocsin/network-embedded';
import { beforeAll, expect, test } from 'vitest';
import { type Exchange, openExchange } from '../support/exchange.ts';
import type { LedgerHost } from '../support/host.ts';

/**
 * The hardest case: whoever doctors the export runs the ledger and signs every block anew. What members signed must
 * still give it away.
 */
interface Doctored {
  body: Record<string, unknown> & { transactions: Record<string, unknown>[] };
  hash: string;
  signature: string;
  [surplus: string]: unknown;
}

let lines: string[];
let roots: Map<string, string>;
let operator: KeyObject;

beforeAll(async () => {
  const exchange = await openExchange({ open: gathering });
  roots = new Map(exchange.agencies.map(({ code, root }) => [code, toBase64url(root)]));
  await withConflict(exchange);
  lines = await linesOf(exchange);
  operator = createPrivateKey(await readFile(join(exchange.folder, 'ledger', 'ledger.key.pem')));
  await exchange.close();
});

/** A ledger that waits long enough for two statements to meet in one block. */
async function gathering(folder: string, clock: () => number): Promise<LedgerHost> {
  const ledger = await openEmbeddedLedger({ folder, clock, batchMs: 20 });
  return { connect: async (gateway) => connect(ledger, gateway), close: () => ledger.close() };
}

/** Two openings by one officer at once: the second meets the first's quota and is written down as refused. */
async function withConflict(exchange: Exchange): Promise<void> {
  const { id } = await exchange.post();
  const { officer, ledger } = exchange.agency('kh-immigration');
  const hash = '0'.repeat(64);
  const body = {
    record: id,
    item: id,
    purpose: 'trafficking-investigation',
    basis: hash,
    case: null,
    epk: hash,
  } as const;
  const asked = await Promise.all([officer.sign('access.request/1', body), officer.sign('access.request/1', body)]);
  await Promise.all(asked.map(({ jws }) => ledger.submit(jws, null)));
}

async function linesOf(exchange: Exchange): Promise<string[]> {
  const { id } = await exchange.post();
  const all: string[] = [];
  for await (const block of exchange.agency('th-police').ledger.blocks(0n, new AbortController().signal)) {
    all.push(block.raw);
    if (block.transactions.some(({ writes }) => writes.some(({ key }) => key === `record/${id}`))) break;
  }
  return all;
}

const verified = (export_: readonly string[]) =>
  verifyEmbeddedExport(export_, { rootOf: (agency) => roots.get(agency) });

const parsed = (): Doctored[] => lines.map((line) => JSON.parse(line) as Doctored);
const conflicting = (blocks: Doctored[]) =>
  blocks.flatMap(({ body }) => body.transactions).find(({ code }) => code !== 'VALID') as Record<string, unknown>;
const set = (part: object, members: object): object => Object.assign(part, members);
const writesOf = ({ body }: Doctored): object[] => lastOf(body.transactions).writes as object[];
const lastOf = <T>(all: readonly T[]): T => all.at(-1) as T;

/** Chains, hashes and signs the whole of it again. */
function signedAnew(blocks: readonly Doctored[], key = operator): string[] {
  let previous = '0'.repeat(64);
  return blocks.map(({ body, hash: _hash, signature: _signature, ...surplus }, number) => {
    const text = fromUtf8(canonicalBytes({ ...body, number: String(number), previous }));
    previous = digest(text);
    const signature = sign('sha256', Buffer.from(previous), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
    return fromUtf8(canonicalBytes({ body: JSON.parse(text), hash: previous, signature, ...surplus }));
  });
}

test('signed anew without a change it still verifies: what follows is found for its own sake', async () => {
  expect(await verified(signedAnew(parsed()))).toMatchObject({ fault: null, blocks: lines.length, refused: 1 });
});

const doctored: [string, Layer, (blocks: Doctored[]) => unknown][] = [
  ['a refused transaction has a code of its own', 'validity', (all) => set(conflicting(all), { code: 'OK' })],
  ['a refused transaction is called something else', 'validity', (all) => set(conflicting(all), { code: 'INVALID' })],
  ['a refused transaction is called valid', 'validity', (all) => set(conflicting(all), { code: 'VALID' })],
  ['a refused transaction writes', 'writes', (all) => set(conflicting(all), { writes: [{ key: 'a', value: '1' }] })],
  ['a transaction says more', 'encoding', (all) => set(conflicting(all), { note: 'seen by nobody' })],
  ['a block says more', 'encoding', (all) => set(lastOf(all).body, { note: 'seen by nobody' })],
  ['a line says more', 'encoding', (all) => set(lastOf(all), { afterword: 'seen by nobody' })],
  ['a write says more', 'writes', (all) => set(writesOf(lastOf(all))[0] ?? {}, { by: 'nobody' })],
  ['the last block is told twice', 'statement', (all) => all.push(structuredClone(lastOf(all)))],
  ['the founding block is left out', 'statement', (all) => all.shift()],
  ['a block is put behind those that rest on it', 'writes', (all) => all.push(...all.splice(-3, 1))],
  ['ledger time goes back', 'chain', (all) => set(lastOf(all).body, { at: '2020-01-01T00:00:00.000Z' })],
  ['ledger time is no day', 'chain', (all) => set(lastOf(all).body, { at: '2099-02-31T00:00:00.000Z' })],
];

test.each(doctored)('found although signed anew: %s', async (_name, layer, change) => {
  const blocks = parsed();
  change(blocks);
  expect((await verified(signedAnew(blocks))).fault).toMatchObject({ layer });
});

test('another ledger key from some block on, or one of another curve, is found', async () => {
  const { privateKey: other } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const half = lines.length >> 1;
  const mixed = [...lines.slice(0, half), ...signedAnew(parsed(), other).slice(half)];
  expect((await verified(mixed)).fault?.block).toBe(String(half));
  const { privateKey: rsa, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = publicKey.export({ type: 'spki', format: 'der' }).toString('base64url');
  const foreign = parsed().map((block) => ({ ...block, body: { ...block.body, key } }));
  expect((await verified(signedAnew(foreign, rsa))).fault).toMatchObject({ block: '0', layer: 'block-signature' });
});

test('a signature spelled otherwise is no signature', async () => {
  const [first = ''] = lines;
  const { signature } = JSON.parse(first) as Doctored;
  const respelled = [`${signature}=`, `${signature}AAAA`, `${signature} `, signature.slice(0, -1) + stray(signature)];
  for (const other of respelled) {
    const { fault } = await verified([first.replace(signature, other), ...lines.slice(1)]);
    expect(fault).toMatchObject({ block: '0' });
  }
});

/** The last character with a bit set that decodes to nothing. */
function stray(signature: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return alphabet[alphabet.indexOf(lastOf([...signature])) | 1] ?? '';
}

test('a flipped bit anywhere in the last block is found, and the blocks before it stand', async () => {
  const line = Buffer.from(lastOf(lines));
  for (let at = 0; at < line.length; at += 499) {
    const flipped = Buffer.from(line);
    flipped[at] = (line[at] ?? 0) ^ 1;
    const { fault, blocks } = await verified([...lines.slice(0, -1), flipped.toString()]);
    expect(fault?.block).toBe(String(lines.length - 1));
    expect(blocks).toBe(lines.length - 1);
  }
});

test('without its tail an export verifies, and its head tells', async () => {
  const [whole, cut] = [await verified(lines), await verified(lines.slice(0, -1))];
  expect(cut.fault).toBeNull();
  expect(cut.head).not.toBe(whole.head);
});
