import { isDeepStrictEqual } from 'node:util';
import type { StateWrite } from '@tocsin/chaincode';
import { parseStatement } from '@tocsin/envelope/verify';
import { type Agency, agencyKey, type ExportFault, type ExportVerification, type VerifyOptions } from '@tocsin/record';
import { decodeBlock, digestOf, GENESIS, type SignedBlock } from './block.ts';
import { type Bench, conflicts, type Endorsed, endorse, foundingRoot } from './endorse.ts';
import { type Entry, isEntry } from './entry.ts';
import { isSignedBy } from './ledger-key.ts';

/** Where an export fails to verify. */
export type Layer =
  | 'encoding'
  | 'chain'
  | 'block-signature'
  | 'envelope'
  | 'root'
  | 'statement'
  | 'validity'
  | 'writes';

export type Fault = ExportFault<Layer>;

export interface Verification extends ExportVerification<Layer> {
  /** The ledger's own public key (SPKI DER, base64url); null for an export without blocks. */
  readonly key: string | null;
}

class Found extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.reason);
    this.fault = fault;
  }
}

/**
 * Verifies an export, one block a line, with nothing but the agencies' roots: hash chain, the ledger's signatures, each
 * gateway's signature and certificates, and each statement judged again from an empty state, its writes compared.
 * Holds one block and the public state in memory. Stops at the first fault.
 */
export async function verifyEmbeddedExport(
  lines: AsyncIterable<string> | Iterable<string>,
  options: VerifyOptions,
): Promise<Verification> {
  const replay = new Replay(options);
  try {
    for await (const line of lines) if (line !== '') await replay.block(line);
    return replay.result(null);
  } catch (error) {
    if (error instanceof Found) return replay.result(error.fault);
    throw error;
  }
}

class Replay {
  readonly #options: VerifyOptions;
  readonly #state = new Map<string, string>();
  #blocks = 0;
  #statements = 0;
  #refused = 0;
  #head = GENESIS;
  #at = '';
  #key: string | null = null;

  constructor(options: VerifyOptions) {
    this.#options = options;
  }

  result(fault: Fault | null): Verification {
    const counts = { blocks: this.#blocks, statements: this.#statements, refused: this.#refused };
    return { ...counts, head: this.#head, key: this.#key, fault };
  }

  async block(raw: string): Promise<void> {
    const block = this.#decoded(raw);
    this.#mustChain(block);
    const written = new Map<string, string>();
    for (const [index, entry] of block.body.transactions.entries())
      await this.#transaction(entry, index, { at: block.body.at, written });
    for (const [key, value] of written) this.#state.set(key, value);
    this.#blocks += 1;
    this.#head = block.hash;
    this.#at = block.body.at;
    this.#options.progress?.(this.#blocks);
  }

  #decoded(raw: string): SignedBlock {
    try {
      return decodeBlock(raw);
    } catch (error) {
      throw this.#found(null, 'encoding', messageOf(error));
    }
  }

  #mustChain({ body, hash, signature }: SignedBlock): void {
    if (body.number !== String(this.#blocks)) throw this.#found(null, 'chain', `block ${this.#blocks} is missing`);
    if (body.previous !== this.#head) throw this.#found(null, 'chain', 'does not follow the block before it');
    if (!isInstant(body.at) || body.at < this.#at) throw this.#found(null, 'chain', 'ledger time goes back');
    this.#key ??= body.key;
    const signed = body.key === this.#key && safely(() => isSignedBy(body.key, hash, signature));
    if (!signed) throw this.#found(null, 'block-signature', "not signed by this ledger's key");
  }

  /** Judged against the state before the block, as the ledger did; then compared with what the ledger says. */
  async #transaction(entry: Entry, index: number, block: { at: string; written: Map<string, string> }): Promise<void> {
    if (!isEntry(entry)) throw this.#found(index, 'encoding', 'not a transaction');
    if (entry.id !== digestOf(entry.envelope)) throw this.#found(index, 'envelope', 'its identifier is not its digest');
    const endorsed = await this.#endorsed(entry, block.at, index);
    const valid = !conflicts(endorsed, block.written);
    if (entry.code !== (valid ? 'VALID' : 'MVCC_READ_CONFLICT'))
      throw this.#found(index, 'validity', `should not be ${entry.code}`);
    const writes = valid ? endorsed.judgement.writes : [];
    if (!same(writes, entry.writes)) throw this.#found(index, 'writes', 'the rules write something else');
    for (const { key, value } of writes) block.written.set(key, value);
    if (valid) this.#statements += 1;
    else this.#refused += 1;
  }

  async #endorsed(entry: Entry, at: string, index: number): Promise<Endorsed> {
    let layer: Layer = 'envelope';
    const get = (key: string): string | undefined => {
      layer = 'statement';
      return this.#state.get(key);
    };
    const bench: Bench = { at, clock: at, get, rootOf: (agency) => this.#trustedRoot(agency, index) };
    try {
      this.#mustFoundWithTrustedRoot(entry.statement, index);
      const endorsed = await endorse(entry, bench);
      if (endorsed.judgement.already) throw new Error('the same statement twice');
      return endorsed;
    } catch (error) {
      throw error instanceof Found ? error : this.#found(index, layer, messageOf(error));
    }
  }

  /** The root from outside; where the ledger registers another one, somebody is being impersonated. */
  #trustedRoot(agency: string, index: number): string {
    const trusted = this.#options.rootOf(agency);
    if (trusted === undefined) throw this.#found(index, 'root', `no trusted root for ${agency}`);
    const registered = this.#state.get(agencyKey(agency));
    if (registered !== undefined && (JSON.parse(registered) as Agency).root !== trusted)
      throw this.#found(index, 'root', `the ledger registers another root for ${agency}`);
    return trusted;
  }

  /** Whoever founds a network brings its own root, which nothing has registered yet. */
  #mustFoundWithTrustedRoot(statement: string, index: number): void {
    const { agency } = parseStatement(statement).payload as { agency: string };
    const brought = foundingRoot(statement, agency);
    if (brought !== undefined && brought !== this.#options.rootOf(agency))
      throw this.#found(index, 'root', `the founding statement names another root for ${agency}`);
  }

  #found(transaction: number | null, layer: Layer, reason: string): Found {
    return new Found({ block: String(this.#blocks), transaction, layer, reason });
  }
}

function isInstant(text: string): boolean {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString() === text;
}

/** The same writes in the same order, and not a member more. */
const same = (ours: readonly StateWrite[], theirs: readonly unknown[]): boolean => isDeepStrictEqual(ours, theirs);

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : 'unknown');

function safely(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}
