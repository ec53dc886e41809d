import { isDeepStrictEqual } from 'node:util';
import { entryBytes, formatProof, LogError, leafHash, verifyInclusion } from '@tocsin/envelope/log';
import type { AgencyCode, Block, Ledger } from '@tocsin/record';
import { GatewayError } from '../error.ts';
import { ensurePrivateFolder } from '../folder.ts';
import type { Follower } from '../ledger/follower.ts';
import type { View } from '../view/view.ts';
import { type Alarm, Alarms } from './alarms.ts';
import { openCosignerKey } from './cosigner-key.ts';
import type { Cosigners, Quorum, QuorumSource } from './cosigners.ts';
import { entriesIn, nativeSha256 } from './entries.ts';
import { type CosignedCheckpoint, Gathering } from './gathering.ts';
import type { PlacedEntry } from './ledger-tree.ts';
import { OwnTree } from './own-tree.ts';
import { SignedHead } from './signed-head.ts';
import { Watch } from './watch.ts';
import { Witness } from './witness.ts';

/** How patient and how strict the mirror log is; a deployment may change each. */
export interface MirrorLimits {
  /** For how long a cosignature counts, seconds. */
  readonly freshness: number;
  /** How far another gateway's clock may be ahead of ours, seconds. */
  readonly skew: number;
  /** How long another's checkpoint that is ahead of the own peer is waited for, ms. */
  readonly catchUpMs: number;
  /** Longest wait for the others' cosignatures, ms. */
  readonly gatherMs: number;
  /** Longest pause between two looks at the others' trees, ms. */
  readonly watchMs: number;
  /** How long the own peer may lack what another agency's has before that is an alarm, ms. */
  readonly withheldMs: number;
}

export const defaultMirrorLimits: MirrorLimits = {
  freshness: 60,
  skew: 10,
  catchUpMs: 2_000,
  gatherMs: 5_000,
  watchMs: 4_000,
  withheldMs: 6_000,
};

export interface MirrorOptions {
  readonly agency: AgencyCode;
  readonly ledger: Ledger;
  readonly view: View;
  readonly follower: Follower;
  /** Where key, largest signed tree and evidence lie; made with mode 0700. */
  readonly folder: string;
  /** The way to the others; null where there is none. */
  readonly cosigners: Cosigners | null;
  readonly quorum: QuorumSource;
  clock(): Date;
  readonly limits?: Partial<MirrorLimits>;
}

/** A block of the own peer that enough agencies have in their trees too. */
export interface Covered extends CosignedCheckpoint {
  /** What the own peer says stands in it: every transaction was compared with the tree. */
  readonly block: Block;
}

/** One gateway's mirror of the ledger: its tree, what others say of it, and what it says of theirs. */
export class Mirror {
  readonly alarms: Alarms;
  readonly witness: Witness;
  readonly #options: MirrorOptions;
  readonly #own: OwnTree;
  readonly #gathering: Gathering;
  readonly #watch: Watch | null;
  readonly #coverMs: number;
  #stopped = false;

  /** @throws Error for a key file that others may read */
  constructor(options: MirrorOptions) {
    const { agency, view, follower, folder, cosigners } = options;
    ensurePrivateFolder(folder);
    const limits = { ...defaultMirrorLimits, ...options.limits };
    this.#coverMs = limits.catchUpMs + limits.gatherMs;
    const clock = (): Date => options.clock();
    const quorum = (): Quorum => options.quorum.quorum();
    this.#options = options;
    this.alarms = new Alarms(folder, clock);
    const own = { agency, tree: view.tree, follower, alarms: this.alarms, clock };
    this.#own = new OwnTree({ ...own, signer: openCosignerKey(folder), signedHead: new SignedHead(folder) });
    const parts = { agency, own: this.#own, alarms: this.alarms, quorum, clock, ...limits };
    this.witness = new Witness(parts);
    this.#gathering = new Gathering({ ...parts, cosigners });
    this.#watch = cosigners === null ? null : new Watch({ ...parts, cosigners });
  }

  /** Ed25519, 32 bytes: what `gateway.set/1` publishes. */
  get publicKey(): Uint8Array {
    return this.#own.publicKey;
  }

  /** Begins to note how the tree grows, and to look at the others'. */
  start(): void {
    void this.#followGrowth();
    this.#watch?.start();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#watch?.stop();
  }

  /**
   * Resolves when enough agencies vouched, not long ago, for a tree that holds this block as the own peer has it. Who
   * acts on what stands in `block.transactions` acts on what they all have.
   * @throws GatewayError NOT_READY, CHECKPOINT_INCONSISTENT, CHECKPOINT_NOT_COSIGNED, LEDGER_WITHHELD, LEDGER_SET_BACK;
   *   LedgerFault
   */
  async covered(number: bigint, signal = AbortSignal.timeout(this.#coverMs)): Promise<Covered> {
    const { follower, view, ledger } = this.#options;
    await follower.reached(number, signal);
    await this.#options.quorum.ensureTrue(signal);
    const cosigned = await this.#gathering.covering(view.tree.sizeAt(number));
    const block = await blockOf(ledger, number, signal);
    this.#mustHold(block, cosigned);
    return { ...cosigned, block };
  }

  /**
   * Takes a checkpoint that another agency's gateway had cosigned, so that not everybody must ask everybody. Whatever is
   * wrong with it, `covered` asks the others itself then.
   */
  async offered(note: string, from: AgencyCode, block: bigint): Promise<void> {
    const { follower, quorum } = this.#options;
    const signal = AbortSignal.timeout(this.#coverMs);
    await follower.reached(block, signal);
    await quorum.ensureTrue(signal);
    await this.#gathering.take(note, from).catch(ifNoCheckpoint);
  }

  /**
   * Waits for what another agency's gateway has said that it will offer: a checkpoint of a tree that holds this block. When
   * the signal ends the wait, `covered` asks the others itself.
   * @throws as `Follower.reached`
   */
  async told(block: bigint, signal: AbortSignal): Promise<void> {
    await this.#options.follower.reached(block, signal);
    await this.#gathering.told(this.#options.view.tree.sizeAt(block), signal);
  }

  /** The own tree as it is now, vouched for by enough agencies. @throws as `covered` */
  async checkpoint(): Promise<CosignedCheckpoint> {
    await this.#options.quorum.ensureTrue(AbortSignal.timeout(this.#coverMs));
    return this.#gathering.covering(this.#own.size);
  }

  /** Who is asked to vouch, and what was found so far. */
  standing(): { readonly members: AgencyCode[]; readonly needed: number; readonly alarms: readonly Alarm[] } {
    const { members, needed } = this.#options.quorum.quorum();
    return { members: members.map(({ agency }) => agency), needed: Math.max(needed, 1), alarms: this.alarms.list };
  }

  /** When each of them vouched last, once those who are being asked have answered or the signal ends the wait. */
  async vouched(signal: AbortSignal): Promise<ReturnType<Gathering['vouched']>> {
    await this.#gathering.heard(signal);
    return this.#gathering.vouched();
  }

  /** The proof of one transaction (c2sp.org/tlog-proof), or undefined where none has the identifier. @throws as `covered` */
  async proof(txid: string, signal: AbortSignal): Promise<string | undefined> {
    const { tree } = this.#options.view;
    const placed = tree.entryOf(txid);
    if (placed === undefined) return undefined;
    const { note, checkpoint } = await this.covered(BigInt(placed.entry.block), signal);
    const proof = tree.prover.inclusion(placed.position, checkpoint.size);
    return formatProof({ entry: entryBytes(placed.entry), index: placed.position, proof, note });
  }

  /** The peer's block, the tree's entries and the root that others vouched for are one. */
  #mustHold(block: Block, { checkpoint, note }: CosignedCheckpoint): void {
    const { tree } = this.#options.view;
    const placed = tree.entriesOf(block.number);
    const told = entriesIn(block, this.#own.channel);
    const same = isDeepStrictEqual(
      placed.map(({ entry }) => entry),
      told,
    );
    if (same && placed.every((one) => this.#isUnder(one, checkpoint))) return;
    this.alarms.raise('CHECKPOINT_INCONSISTENT', this.#options.agency, [note, ...told.map(textOf)]);
    throw new GatewayError('CHECKPOINT_INCONSISTENT', this.#options.agency);
  }

  #isUnder({ entry, position }: PlacedEntry, { size, root }: CosignedCheckpoint['checkpoint']): boolean {
    const leaf = leafHash(entryBytes(entry), nativeSha256);
    const proof = this.#options.view.tree.prover.inclusion(position, size);
    try {
      verifyInclusion({ leaf, index: position, size, proof, root }, nativeSha256);
      return true;
    } catch (error) {
      if (error instanceof LogError) return false;
      throw error;
    }
  }

  async #followGrowth(): Promise<void> {
    const { follower } = this.#options;
    while (!this.#stopped) {
      const changed = follower.changed();
      this.#own.grown();
      await changed;
    }
  }
}

function ifNoCheckpoint(error: unknown): void {
  if (!(error instanceof LogError)) throw error;
}

const textOf = (entry: Parameters<typeof entryBytes>[0]): string => new TextDecoder().decode(entryBytes(entry));

/** One block of the own peer. @throws LedgerFault; GatewayError NOT_READY when the signal ends the wait */
async function blockOf(ledger: Ledger, number: bigint, signal: AbortSignal): Promise<Block> {
  const done = new AbortController();
  try {
    for await (const block of ledger.blocks(number, AbortSignal.any([signal, done.signal]))) return block;
  } finally {
    done.abort();
  }
  throw new GatewayError('NOT_READY', 'block');
}
