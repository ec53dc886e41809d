import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { toBase64url } from '@tocsin/envelope';
import {
  type Checkpoint,
  cosignCheckpoint,
  cosignerName,
  formatCheckpoint,
  formatNote,
  type NoteSigner,
  originOf,
  signCheckpoint,
} from '@tocsin/envelope/log';
import { type Block, networkKey } from '@tocsin/record';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blocksBetween } from '../../../test/conformance/told-blocks.ts';
import { DESK } from '../../../test/support/agency.ts';
import { type Exchange, openExchange } from '../../../test/support/exchange.ts';
import { registrationOf } from '../../../test/support/founding.ts';
import { certifiedOfficer } from '../../../test/support/officer.ts';
import { ExportTree } from './export-tree.ts';
import { told } from './trail-source.ts';

let exchange: Exchange;
let blocks: Block[];
const signers = new Map<string, NoteSigner>();

beforeAll(async () => {
  exchange = await openExchange();
  let last = '0';
  for (const { code, authority, registrar, ledger } of exchange.agencies) {
    signers.set(code, signerOf(generateKeyPairSync('ed25519')));
    const { clock } = exchange;
    const steward = await certifiedOfficer({ authority, clock, unit: DESK, roles: ['gateway'] });
    const act = async (statement: { readonly jws: string }) => (await ledger.submit(statement.jws, null)).block;
    await act(await registrar.sign('officer.register/1', registrationOf(steward, clock())));
    const cosigner = toBase64url(signers.get(code)!.publicKey);
    const body = { address: `gateway.${code}.example:7443`, cosigner, steward: steward.handle };
    last = await act(await registrar.sign('gateway.set/1', body));
  }
  const found = await blocksBetween(exchange.agency('la-fiu').ledger, 0n, BigInt(last));
  // As an export holds them.
  blocks = found.map(({ raw }) => told(raw));
});
afterAll(() => exchange?.close());

function signerOf({ publicKey, privateKey }: { publicKey: KeyObject; privateKey: KeyObject }): NoteSigner {
  const { x } = publicKey.export({ format: 'jwk' });
  return {
    publicKey: Buffer.from(String(x), 'base64url'),
    sign: async (data) => sign(null, data, privateKey),
  };
}

function builtOf(given: readonly Block[], note: string | null = null, least = 1): ExportTree {
  const built = new ExportTree(note, least);
  for (const block of given) built.add(block);
  return built;
}

/** A checkpoint of the first blocks, cosigned by agencies. */
async function noteOf(
  agencies: readonly string[],
  upTo = blocks.length,
  change: Partial<Checkpoint> = {},
): Promise<string> {
  const origin = originOf(blocks[0]!.hash);
  const { size, root } = builtOf(blocks.slice(0, upTo)).tree;
  const checkpoint = { origin, size, root: Buffer.from(root, 'base64'), ...change };
  const log = await signCheckpoint(checkpoint, signers.get('th-police')!);
  const cosignatures = agencies.map((agency) =>
    cosignCheckpoint(checkpoint, {
      name: cosignerName(origin, agency),
      signer: signers.get(agency)!,
      time: 1_790_000_000,
    }),
  );
  return formatNote({ text: formatCheckpoint(checkpoint), signatures: [log, ...(await Promise.all(cosignatures))] });
}

const verdictOn = async (note: string, given: readonly Block[] = blocks) =>
  (await builtOf(given, note).verdict())?.fault;

/** The same transactions, the last of which wrote something else besides. */
function withState(state: Readonly<Record<string, object>>): Block[] {
  const writes = Object.entries(state).map(([key, value]) => ({ key, value: JSON.stringify(value) }));
  const network = JSON.stringify({ ...networkIn(blocks), ...('roster/1' in state ? { roster: 1 } : {}) });
  return blocks.map((block, i) => {
    if (i !== blocks.length - 1) return block;
    const added = [...writes, { key: networkKey, value: network }];
    return { ...block, transactions: block.transactions.map((one) => ({ ...one, writes: [...one.writes, ...added] })) };
  });
}

const networkIn = (all: readonly Block[]): object =>
  all
    .flatMap(({ transactions }) => transactions.flatMap(({ writes }) => writes))
    .filter(({ key }) => key === networkKey)
    .map(({ value }) => JSON.parse(value) as object)
    .at(-1) ?? {};

describe('an export and a checkpoint', () => {
  test('of the same ledger agree, also when the ledger went on', async () => {
    expect(await builtOf(blocks).verdict()).toBeNull();
    const note = await noteOf(['th-police', 'la-fiu'], blocks.length - 2);
    expect(await builtOf(blocks, note).verdict()).toMatchObject({
      cosigned: [{ agency: 'th-police' }, { agency: 'la-fiu' }],
      needed: 2,
      fault: null,
    });
  });

  test('one agency of three is too few, however often it signed', async () => {
    expect(await verdictOn(await noteOf(['la-fiu', 'la-fiu']))).toBe('TOO_FEW_COSIGNATURES');
  });

  test('fewer than whoever verifies demands are too few', async () => {
    const note = await noteOf(['th-police', 'la-fiu']);
    expect(await builtOf(blocks, note, 2).verdict()).toMatchObject({ needed: 2, fault: null });
    expect(await builtOf(blocks, note, 3).verdict()).toMatchObject({ needed: 3, fault: 'TOO_FEW_COSIGNATURES' });
  });

  test('agencies that are published, and do not vouch for the ledger, vouch for no fork of it', async () => {
    const note = await noteOf(['th-police', 'la-fiu']);
    const trustees = ['kh-immigration', 'vn-labour'].map((agency) => ({ agency }));
    expect(await verdictOn(note, withState({ 'roster/1': { trustees } }))).toBe('UNSIGNED_CHECKPOINT');
    const both = ['kh-immigration', 'la-fiu'].map((agency) => ({ agency }));
    expect(await verdictOn(note, withState({ 'roster/1': { trustees: both } }))).toBe('TOO_FEW_COSIGNATURES');
    const all = [...both, { agency: 'th-police' }];
    expect(await verdictOn(note, withState({ 'roster/1': { trustees: all } }))).toBeNull();
  });

  test('a key that its agency has replaced since vouches for nothing later', async () => {
    const note = await noteOf(['th-police', 'la-fiu']);
    const gateway = { agency: 'la-fiu', cosigner: toBase64url(new Uint8Array(32).fill(7)) };
    expect(await verdictOn(note, withState({ 'gateway/la-fiu': gateway }))).toBe('TOO_FEW_COSIGNATURES');
  });

  test('a flipped verdict, a changed transaction, a missing one: another tree', async () => {
    const note = await noteOf(['th-police', 'la-fiu']);
    const changed = (change: object): Block[] =>
      blocks.map((block, i) =>
        i === 3
          ? { ...block, envelopes: block.envelopes.map((one, j) => (j === 0 ? { ...one, ...change } : one)) }
          : block,
      );
    expect(await verdictOn(note, changed({ code: 'MVCC_READ_CONFLICT' }))).toBe('BAD_CONSISTENCY_PROOF');
    expect(await verdictOn(note, changed({ digest: 'ab'.repeat(32) }))).toBe('BAD_CONSISTENCY_PROOF');
    expect(await verdictOn(note, blocks.slice(0, -1))).toBe('EXPORT_TOO_SHORT');
  });

  test('another ledger, a wrong signature, a stranger: refused by their codes', async () => {
    const origin = originOf('ab'.repeat(32));
    expect(await verdictOn(await noteOf(['th-police', 'la-fiu'], blocks.length, { origin }))).toBe('WRONG_ORIGIN');
    const note = await noteOf(['th-police', 'la-fiu']);
    const [, size = ''] = note.split('\n');
    expect(await verdictOn(note.replace(`\n${size}\n`, `\n${Number(size) - 1}\n`))).toBe('BAD_NOTE_SIGNATURE');
    expect(await verdictOn(note, blocks.slice(0, 2))).toBe('UNSIGNED_CHECKPOINT');
    expect(() => new ExportTree('x')).toThrow(expect.objectContaining({ code: 'MALFORMED_NOTE' }));
  });
});
