import { parseStatement } from '@tocsin/envelope/verify';
import type {
  AgencyCode,
  Block,
  Digest,
  Handle,
  Instant,
  StateKey,
  StateKind,
  StatementId,
  StateOf,
} from '@tocsin/record';

/** One statement that the ledger has taken in, where it stands and what it says. */
export interface ToldStatement {
  readonly id: StatementId;
  readonly typ: string;
  readonly agency: AgencyCode;
  readonly officer: Handle;
  /** Ledger time. */
  readonly at: Instant;
  /** Number of the block, decimal, and the transaction in it. */
  readonly block: string;
  readonly transaction: string;
  /** Position of the transaction in the block. */
  readonly index: number;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** How far a trail reaches: the last block and the latest ledger time in it. */
export interface Reach {
  readonly block: string;
  readonly hash: Digest;
  readonly at: Instant;
}

/** A block that does not follow the one before it: what comes behind it proves nothing. */
export class BrokenTrail extends Error {
  override readonly name = 'BrokenTrail';
}

/**
 * What the ledger's blocks say, in their order: statements, and public state as the valid ones wrote it. Two trails over
 * the same blocks are equal, whoever's peer they came from. It follows hashes from block to block and verifies no more.
 */
export class Trail {
  readonly statements: ToldStatement[] = [];
  readonly #state = new Map<string, string>();
  #reach: Reach | null = null;

  /** The trail of some blocks, from the first one on. @throws BrokenTrail */
  static async of(blocks: AsyncIterable<Block> | Iterable<Block>): Promise<Trail> {
    const trail = new Trail();
    for await (const block of blocks) trail.add(block);
    return trail;
  }

  /** Null before the first block. */
  get reach(): Reach | null {
    return this.#reach;
  }

  /** The next block. @throws BrokenTrail */
  add({ number, hash, previous, transactions }: Block): void {
    const last = this.#reach;
    const expected = last === null ? '0' : String(BigInt(last.block) + 1n);
    if (String(number) !== expected) throw new BrokenTrail(`block ${expected} is missing`);
    if (last !== null && previous !== last.hash) throw new BrokenTrail(`block ${expected} names another predecessor`);
    for (const { id, index, code, at, statement, writes } of transactions) {
      if (code !== 'VALID') continue;
      this.statements.push(toldStatement(statement, { at, block: expected, transaction: id, index }));
      for (const { key, value } of writes) this.#state.set(key, value);
    }
    const times = transactions.map(({ at }) => at);
    this.#reach = { block: expected, hash, at: [last?.at ?? '', ...times].reduce((a, b) => (a > b ? a : b)) };
  }

  state<K extends StateKind>(key: StateKey<K>): StateOf[K] | undefined {
    const value = this.#state.get(key);
    return value === undefined ? undefined : (JSON.parse(value) as StateOf[K]);
  }

  /** All public state of a kind, in the order of its keys. */
  statesOf<K extends StateKind>(kind: K): StateOf[K][] {
    const keys = [...this.#state.keys()].filter((key) => key.startsWith(`${kind}/`)).sort();
    return keys.map((key) => JSON.parse(this.#state.get(key) ?? 'null') as StateOf[K]);
  }

  /** Statements of some types, in the order of the ledger. */
  told(...types: readonly string[]): ToldStatement[] {
    return this.statements.filter(({ typ }) => types.includes(typ));
  }
}

/** What reports read of a trail: whoever has it from somewhere else than blocks gives them the same. */
export type LedgerTrail = Pick<Trail, 'reach' | 'told' | 'state'>;

function toldStatement(
  jws: string,
  place: Pick<ToldStatement, 'at' | 'block' | 'transaction' | 'index'>,
): ToldStatement {
  const { header, payload } = parseStatement(jws);
  const { id, typ, agency } = payload;
  return { id: String(id), typ: String(typ), agency: String(agency), officer: header.kid, ...place, payload };
}
