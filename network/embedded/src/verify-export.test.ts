import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { digest, toBase64url } from '@tocsin/envelope/verify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blocksBetween } from '../../../test/conformance/told-blocks.ts';
import { act } from '../../../test/support/act.ts';
import { type Exchange, openExchange } from '../../../test/support/exchange.ts';
import { type BlockBody, encodeBlock, type SignedBlock } from './block.ts';
import type { Entry } from './entry.ts';
import { type Layer, type Verification, verifyEmbeddedExport } from './index.ts';

let exchange: Exchange;
let lines: string[];
let roots: Map<string, string>;
beforeAll(async () => {
  exchange = await openExchange();
  const { id } = await exchange.post();
  const { officer, ledger } = exchange.agency('kh-immigration');
  const both = await Promise.all([1, 2].map(() => officer.sign('record.acknowledge/1', { record: id })));
  await Promise.allSettled(both.map(({ jws }) => ledger.submit(jws, null)));
  await custody(id);
  await exchange.post();
  lines = (await blocksBetween(ledger, 0n, (await ledger.height()) - 1n)).map(({ raw }) => raw);
  roots = new Map(exchange.agencies.map(({ code, root }) => [code, toBase64url(root)]));
});
afterAll(() => exchange?.close());

/** A file is sealed anew, then the record is destroyed. */
async function custody(record: string): Promise<void> {
  const { officer } = exchange.agency('th-police');
  const { file } = await exchange.draft();
  const sealed = { mode: 'direct' as const, hash: digest(file), header: digest('header'), size: file.length };
  await act(exchange, officer, 'record.rehead/1', { record, item: record, sealed }, file);
  await act(exchange, officer, 'record.purge/1', { record, reason: 'court-order' });
}

const verify = (changed: readonly string[], trusted = roots): Promise<Verification> =>
  verifyEmbeddedExport(changed, { rootOf: (agency) => trusted.get(agency) });

test('an honest export verifies, with progress', async () => {
  const progress: number[] = [];
  const verified = await verifyEmbeddedExport([...lines, ''], {
    rootOf: (agency) => roots.get(agency),
    progress: (blocks) => progress.push(blocks),
  });
  const transactions = lines.flatMap((line) => (JSON.parse(line) as SignedBlock).body.transactions);
  const statements = transactions.filter(({ code }) => code === 'VALID').length;
  expect(verified).toMatchObject({ blocks: lines.length, statements, refused: 1, fault: null });
  expect(verified.head).toBe((JSON.parse(lines.at(-1) as string) as SignedBlock).hash);
  expect(progress).toEqual(lines.map((_, i) => i + 1));
});

test('an empty export says that it is empty', async () => {
  expect(await verify([])).toMatchObject({ blocks: 0, statements: 0, key: null, fault: null });
});

/** An operator who holds the ledger's key signs whatever suits: the whole chain anew, with one body changed. */
function resigned(change: (body: BlockBody, number: number) => BlockBody): string[] {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64url');
  const signed = (hash: string): string =>
    sign('sha256', Buffer.from(hash), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  let previous = '0'.repeat(64);
  return lines.map((line, number) => {
    const body = change((JSON.parse(line) as SignedBlock).body, number);
    const { raw, hash } = encodeBlock({ ...body, key, previous }, signed);
    previous = hash;
    return raw;
  });
}

const changedEntry = (number: number, index: number, change: (entry: Entry) => Entry): string[] =>
  resigned((body, at) =>
    at === number
      ? { ...body, transactions: body.transactions.map((entry, i) => (i === index ? change(entry) : entry)) }
      : body,
  );

test('a chain signed anew without changes is as good: keep the head or the key of the first one', async () => {
  expect((await verify(resigned((body) => body))).fault).toBeNull();
});

describe('every change is found, with block, transaction and layer', () => {
  const last = () => lines.length - 1;
  const meeting = () => lines.findIndex((line) => line.includes('MVCC_READ_CONFLICT'));
  const cases: readonly (readonly [string, Layer, () => string[]])[] = [
    ['a line that is no block', 'encoding', () => [...lines.slice(0, -1), '{}']],
    ['a space', 'encoding', () => lines.map((line) => line.replace('{"body":', '{"body": '))],
    [
      'a changed byte',
      'encoding',
      () => lines.map((line, i) => (i === last() ? line.replace('VALID', 'VALIB') : line)),
    ],
    ['a missing block', 'chain', () => lines.toSpliced(last() - 1, 1)],
    ['a block twice', 'chain', () => lines.toSpliced(last(), 0, lines[last() - 1] as string)],
    [
      'ledger time that goes back',
      'chain',
      () => resigned((body, i) => (i === last() ? { ...body, at: '2020-01-01T00:00:00.000Z' } : body)),
    ],
    ['a block by another key', 'block-signature', () => lines.map((line, i) => (i === 0 ? line : rechained(line)))],
    ['another identifier', 'envelope', () => changedEntry(last(), 0, (entry) => ({ ...entry, id: '0'.repeat(64) }))],
    [
      "another statement under the gateway's signature",
      'envelope',
      () => changedEntry(last(), 0, (entry) => ({ ...entry, statement: firstStatement() })),
    ],
    [
      'an invalid transaction called valid',
      'validity',
      () => changedEntry(meeting(), 1, (entry) => ({ ...entry, code: 'VALID' })),
    ],
    [
      'a valid transaction called invalid',
      'validity',
      () => changedEntry(last(), 0, (entry) => ({ ...entry, code: 'MVCC_READ_CONFLICT', writes: [] })),
    ],
    ['a changed write', 'writes', () => changedEntry(last(), 0, doctored)],
    [
      'a missing write',
      'writes',
      () => changedEntry(last(), 0, (entry) => ({ ...entry, writes: entry.writes.slice(1) })),
    ],
    [
      'a surplus write',
      'writes',
      () =>
        changedEntry(last(), 0, (entry) => ({
          ...entry,
          writes: [...entry.writes, { key: 'network/members', value: '{}' }],
        })),
    ],
    ['a purge that leaves the file in state', 'writes', () => changedEntry(last() - 1, 0, unpurged)],
    ['a statement applied twice', 'statement', () => repeated()],
    [
      'a transaction that is none',
      'encoding',
      () => resigned((body, i) => (i === last() ? { ...body, transactions: [null as never] } : body)),
    ],
  ];
  test.each(cases)('%s: %s', async (_name, layer, change) => {
    const { fault, blocks } = await verify(change());
    expect(fault?.layer).toBe(layer);
    expect(fault?.block).toBe(String(blocks));
    const ofTransaction = ['envelope', 'validity', 'writes', 'statement'].includes(layer);
    if (ofTransaction) expect(fault?.transaction).toBeTypeOf('number');
  });

  const firstStatement = (): string =>
    (JSON.parse(lines[0] as string) as SignedBlock).body.transactions[0]?.statement ?? '';
  const unpurged = (entry: Entry): Entry => ({
    ...entry,
    writes: entry.writes.filter(({ key }) => !key.startsWith('item/')),
  });
  const doctored = (entry: Entry): Entry => ({
    ...entry,
    writes: entry.writes.map(({ key, value }) => ({ key, value: value.replace('PRIORITY', 'ROUTINE') })),
  });
  /** The last transaction once more, in a block of its own. */
  const repeated = (): string[] => {
    const body = (JSON.parse(lines.at(-1) as string) as SignedBlock).body;
    const kept = lines;
    lines = [...lines, JSON.stringify({ body: { ...body, number: String(lines.length) } })];
    try {
      return resigned((unchanged) => unchanged);
    } finally {
      lines = kept;
    }
  };
  /** A block that follows honestly but is signed by somebody else. */
  const rechained = (line: string): string => {
    const { body } = JSON.parse(line) as SignedBlock;
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const signed = (hash: string): string =>
      sign('sha256', Buffer.from(hash), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');
    return encodeBlock(body, signed).raw;
  };
});

describe('roots come from outside', () => {
  test.each([
    ['none', undefined],
    ["another agency's", 'kh-immigration'],
  ])('%s for the founder', async (_name, other) => {
    const trusted = new Map(roots);
    const root = other === undefined ? undefined : roots.get(other);
    if (root === undefined) trusted.delete('th-police');
    else trusted.set('th-police', root);
    expect((await verify(lines, trusted)).fault).toMatchObject({ layer: 'root', block: '0', transaction: 0 });
  });

  test("another agency's for a member that signs later", async () => {
    const trusted = new Map(roots).set('la-fiu', roots.get('th-police') as string);
    expect((await verify(lines, trusted)).fault?.layer).toBe('root');
  });
});
