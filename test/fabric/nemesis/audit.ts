import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { canonicalBytes } from '@tocsin/envelope/verify';
import { buildGateway } from '@tocsin/gateway';
import type { Block, Ledger, StateKey, StateKind } from '@tocsin/record';
import type { Acknowledged } from './books.ts';

/** One agency's peer as its blocks tell it. */
interface PeerAccount {
  readonly agency: string;
  readonly ledger: Ledger;
  /** A digest a block, over its hash and what the peer says of each transaction. */
  readonly chain: readonly string[];
  /** VALID transactions by statement. */
  readonly applied: ReadonlyMap<string, readonly string[]>;
  /** Digest of the value of every key of public state that the blocks wrote. */
  readonly state: ReadonlyMap<string, string>;
}

/** What is wrong; all empty when nothing is. */
export interface Findings {
  /** Acknowledged and not on every peer, or not as it was acknowledged. */
  readonly lost: readonly string[];
  /** Statements in two VALID transactions of one peer. */
  readonly twice: readonly string[];
  /** Peers whose blocks, replayed state or state as they answer differ from the first peer's. */
  readonly divergent: readonly string[];
  /** Sealed files that a member's peer did not have in time. */
  readonly unsealed: readonly string[];
  /** Views of the same blocks that differ. */
  readonly views: readonly string[];
}

export const nothing: Findings = { lost: [], twice: [], divergent: [], unsealed: [], views: [] };

export interface AuditOrder {
  readonly ledgers: readonly Ledger[];
  readonly acknowledged: ReadonlyMap<string, Acknowledged>;
  /** A folder for views. */
  readonly folder: string;
  /** Milliseconds for peers to catch up and for sealed files to arrive. */
  readonly within?: number;
}

/** Reads every peer from its first block on and compares what they say with what writers were told. */
export async function audit({ ledgers, acknowledged, folder, within = 60_000 }: AuditOrder): Promise<Findings> {
  const height = await commonHeight(ledgers, within);
  const accounts: PeerAccount[] = [];
  for (const ledger of ledgers) accounts.push(await accountOf(ledger, height));
  return {
    lost: accounts.flatMap((account) => lostAt(account, acknowledged)),
    twice: accounts.flatMap(({ agency, applied }) =>
      [...applied].filter(([, by]) => by.length > 1).map(([id]) => `${agency} ${id}`),
    ),
    divergent: [...divergentAmong(accounts), ...(await stateDiffers(accounts))],
    unsealed: await unsealedAt(ledgers, acknowledged, within),
    views: await viewsDiffer(accounts, height, folder),
  };
}

/** Height that every peer has reached; a peer that stays behind is not waited for longer than that. */
async function commonHeight(ledgers: readonly Ledger[], within: number): Promise<bigint> {
  const until = performance.now() + within;
  for (;;) {
    const heights = await Promise.all(ledgers.map((ledger) => ledger.height().catch(() => -1n)));
    const [first = 0n] = heights;
    if (first > 0n && heights.every((height) => height === first)) return first;
    if (performance.now() > until) throw new Error(`peers stay at different heights: ${heights.join(', ')}`);
    await pause(100);
  }
}

async function accountOf(ledger: Ledger, height: bigint): Promise<PeerAccount> {
  const chain: string[] = [];
  const applied = new Map<string, string[]>();
  const state = new Map<string, string>();
  const done = new AbortController();
  for await (const block of ledger.blocks(0n, done.signal)) {
    chain.push(digestOf(block));
    for (const { id, writes } of block.transactions) {
      for (const { key, value } of writes) {
        state.set(key, sha256(value));
        if (key.startsWith('statement/')) applied.set(key.slice(10), [...(applied.get(key.slice(10)) ?? []), id]);
      }
    }
    if (block.number + 1n >= height) done.abort();
  }
  return { agency: ledger.agency, ledger, chain, applied, state };
}

/** Validation codes are no part of a block's hash, so what the peer says of them is compared too. */
const digestOf = ({ hash, transactions }: Block): string => sha256(`${hash}${JSON.stringify(transactions)}`);

const lostAt = ({ agency, applied }: PeerAccount, acknowledged: AuditOrder['acknowledged']): string[] =>
  [...acknowledged.values()]
    .filter(({ post, committed }) => !applied.get(post.id)?.includes(committed.transaction))
    .map(({ post }) => `${agency} ${post.id}`);

function divergentAmong([first, ...others]: readonly PeerAccount[]): string[] {
  return others.flatMap(({ agency, chain, state }) => [
    ...(same(chain, first?.chain) ? [] : [`${agency} blocks`]),
    ...(same([...state].sort(), [...(first?.state ?? [])].sort()) ? [] : [`${agency} state`]),
  ]);
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** How many keys of each peer's real state are compared with what its blocks wrote. */
const SAMPLE = 150;

async function stateDiffers(accounts: readonly PeerAccount[]): Promise<string[]> {
  const differing = accounts.map(async ({ agency, ledger, state }) => {
    const keys = [...state.keys()];
    const step = Math.max(1, Math.floor(keys.length / SAMPLE));
    const wrong = await checked(
      keys.filter((_, i) => i % step === 0),
      async (key) => {
        const value = await ledger.state(key as StateKey<StateKind>);
        return value !== undefined && sha256(canonicalBytes(value)) === state.get(key);
      },
    );
    return wrong.map((key) => `${agency} state of ${key}`);
  });
  return (await Promise.all(differing)).flat();
}

async function unsealedAt(
  ledgers: readonly Ledger[],
  acknowledged: AuditOrder['acknowledged'],
  within: number,
): Promise<string[]> {
  const until = performance.now() + within;
  const missing = ledgers.map(async (ledger) => {
    const has = async (id: string): Promise<boolean> => {
      const file = await ledger.sealed(id).catch(() => undefined);
      return file !== undefined && Buffer.compare(file, acknowledged.get(id)?.post.file ?? Buffer.alloc(0)) === 0;
    };
    let left = await checked([...acknowledged.keys()], has);
    while (left.length > 0 && performance.now() < until) {
      await pause(250);
      left = await checked(left, has);
    }
    return left.map((id) => `${ledger.agency} ${id}`);
  });
  return (await Promise.all(missing)).flat();
}

/** Those of which it does not hold; some at a time, for there are thousands. */
async function checked(keys: readonly string[], holds: (key: string) => Promise<boolean>): Promise<string[]> {
  const waiting = keys.values();
  const wrong: string[] = [];
  const worker = async (): Promise<void> => {
    for (const key of waiting) if (!(await holds(key))) wrong.push(key);
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return wrong;
}

/** The first agency's view, built from each peer's blocks. */
async function viewsDiffer(accounts: readonly PeerAccount[], height: bigint, folder: string): Promise<string[]> {
  const agency = accounts[0]?.agency ?? '';
  const contents: string[] = [];
  for (const { ledger } of accounts) {
    const options = { agency, ledger: readAs(agency, ledger), unitKeys: [] };
    const gateway = await buildGateway({ ...options, folder: join(folder, `view-from-${ledger.agency}`) });
    await gateway.follower.reached(height - 1n, AbortSignal.timeout(120_000));
    contents.push(sha256(contentsOf(gateway.view)));
    await gateway.close();
  }
  return accounts.flatMap((account, i) => (contents[i] === contents[0] ? [] : [`view from ${account.agency}`]));
}

/** Views that grew through everything, compared with the same views built anew in one go. */
export async function grownViewsDiffer(
  ledgers: readonly Ledger[],
  folderOf: (agency: string) => string,
): Promise<string[]> {
  const differing: string[] = [];
  for (const ledger of ledgers) {
    const { agency } = ledger;
    const gateway = await buildGateway({ agency, ledger, folder: folderOf(agency), unitKeys: [] });
    const tip = (await ledger.height()) - 1n;
    await gateway.follower.reached(tip, AbortSignal.timeout(60_000));
    const grown = contentsOf(gateway.view);
    await gateway.rebuild();
    await gateway.follower.reached(tip, AbortSignal.timeout(120_000));
    if (contentsOf(gateway.view) !== grown) differing.push(`view of ${agency}`);
    await gateway.close();
  }
  return differing;
}

/** The same peer's blocks under the name of another agency: a view belongs to one. */
const readAs = (agency: string, ledger: Ledger): Ledger => ({
  agency,
  submit: (...args) => ledger.submit(...args),
  state: (key) => ledger.state(key),
  sealed: (item) => ledger.sealed(item),
  height: () => ledger.height(),
  blocks: (...args) => ledger.blocks(...args),
  close: async () => undefined,
});

const contentsOf = (view: { contents(): unknown }): string =>
  JSON.stringify(view.contents(), (_, value) => (typeof value === 'bigint' ? String(value) : value));

const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');
