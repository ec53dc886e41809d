import { judge } from '@tocsin/chaincode';
import { canonicalBytes, digest, fromUtf8, parseCanonical, parseStatement, utf8 } from '@tocsin/envelope/verify';
import { type Agency, agencyKey } from '@tocsin/record';
import { type Entry, GENESIS, hashOf, type SignedBlock } from './block.ts';
import { openEnvelope } from './envelope.ts';
import { isSignedBy } from './ledger-key.ts';

/** Where an export fails to verify, innermost layer last. */
export type Layer = 'encoding' | 'chain' | 'block-signature' | 'envelope' | 'root' | 'statement' | 'writes';

export interface Fault {
  readonly block: string;
  readonly transaction: number | null;
  readonly layer: Layer;
  readonly reason: string;
}

export interface Verification {
  readonly blocks: number;
  readonly statements: number;
  readonly refused: number;
  readonly head: string;
  readonly fault: Fault | null;
}

export interface VerifyOptions {
  /** DER of the root that the verifier trusts for an agency (base64url), from elsewhere than the export. */
  rootOf(agency: string): string | undefined;
  progress?(blocks: number): void;
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
  #key: string | undefined;

  constructor(options: VerifyOptions) {
    this.#options = options;
  }

  result(fault: Fault | null): Verification {
    return { blocks: this.#blocks, statements: this.#statements, refused: this.#refused, head: this.#head, fault };
  }

  async block(raw: string): Promise<void> {
    const block = this.#decoded(raw);
    this.#mustChain(block);
    for (const [index, entry] of block.body.transactions.entries()) await this.#transaction(entry, index);
    this.#blocks += 1;
    this.#head = block.hash;
    this.#options.progress?.(this.#blocks);
  }

  #decoded(raw: string): SignedBlock {
    try {
      const block = parseCanonical(utf8(raw)) as SignedBlock;
      if (!Array.isArray(block.body.transactions) || typeof block.signature !== 'string')
        throw new Error('not a block');
      return block;
    } catch {
      throw this.#found(null, 'encoding', 'not a block in canonical JSON');
    }
  }

  #mustChain({ body, hash, signature }: SignedBlock): void {
    if (body.number !== String(this.#blocks)) throw this.#found(null, 'chain', `block ${this.#blocks} is missing`);
    if (body.previous !== this.#head) throw this.#found(null, 'chain', 'does not follow the block before it');
    if (hashOf(body) !== hash) throw this.#found(null, 'chain', 'its hash is not that of its content');
    this.#key ??= body.key;
    const signed = body.key === this.#key && safely(() => isSignedBy(body.key, hash, signature));
    if (!signed) throw this.#found(null, 'block-signature', "not signed by this ledger's key");
  }

  async #transaction(entry: Entry, index: number): Promise<void> {
    if (entry.id !== digest(entry.envelope)) throw this.#found(index, 'envelope', 'its identifier is not its digest');
    const sender = await this.#sender(entry, index);
    if (entry.code !== 'VALID') {
      if (entry.writes.length > 0) throw this.#found(index, 'writes', 'a refused transaction changed state');
      this.#refused += 1;
      return;
    }
    const { statement, at } = entry;
    const writes = await this.#judged({ statement, at, delivered: sender.file, submitter: sender.agency }, index);
    if (!same(writes, entry.writes)) throw this.#found(index, 'writes', 'the rules write something else');
    for (const { key, value } of writes) this.#state.set(key, value);
    this.#statements += 1;
  }

  async #sender({ envelope, statement, at }: Entry, index: number) {
    try {
      return await openEnvelope(envelope, statement, (agency) => this.#trustedRoot(agency, index), at);
    } catch (error) {
      throw error instanceof Found ? error : this.#found(index, 'envelope', messageOf(error));
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

  async #judged(
    what: { statement: string; at: string; delivered: { hash: string; size: number } | null; submitter: string },
    index: number,
  ) {
    const { statement, at, delivered, submitter } = what;
    try {
      this.#mustNameTrustedRoots(statement, index);
      const read = { read: async (keys: readonly string[]) => keys.map((key) => this.#state.get(key)) };
      const verdict = await judge({ statement, delivered, submitter, now: at, clock: at, state: read });
      if (verdict.already) throw new Error('the same statement twice');
      return verdict.writes;
    } catch (error) {
      throw error instanceof Found ? error : this.#found(index, 'statement', messageOf(error));
    }
  }

  /** A founding statement brings its members' roots: each must be the one trusted from outside. */
  #mustNameTrustedRoots(statement: string, index: number): void {
    const { members } = parseStatement(statement).payload as { members?: { code: string; root: string }[] };
    for (const { code, root } of Array.isArray(members) ? members : [])
      if (this.#options.rootOf(code) !== root)
        throw this.#found(index, 'root', `another root for ${code} than the trusted one`);
  }

  #found(transaction: number | null, layer: Layer, reason: string): Found {
    return new Found({ block: String(this.#blocks), transaction, layer, reason });
  }
}

const same = (one: unknown, other: unknown): boolean =>
  fromUtf8(canonicalBytes(one)) === fromUtf8(canonicalBytes(other));
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : 'unknown');

function safely(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}
