import {
  type Checkpoint,
  formatCheckpoint,
  LogError,
  type NoteSigner,
  originOf,
  verifyConsistency,
} from '@tocsin/envelope/log';
import { equalBytes } from '@tocsin/envelope/verify';
import type { AgencyCode } from '@tocsin/record';
import { GatewayError } from '../error.ts';
import { unlessAborted } from '../ledger/fabric/waiting.ts';
import type { Follower } from '../ledger/follower.ts';
import type { Alarms } from './alarms.ts';
import { nativeSha256 } from './entries.ts';
import { HeadTimes } from './head-times.ts';
import type { LedgerTree } from './ledger-tree.ts';
import type { SignedHead } from './signed-head.ts';
import { cosignatureLine, signedNote } from './signed-notes.ts';

export interface OwnTreeParts {
  readonly agency: AgencyCode;
  readonly tree: LedgerTree;
  readonly follower: Pick<Follower, 'changed'>;
  readonly signer: NoteSigner;
  readonly signedHead: SignedHead;
  readonly alarms: Alarms;
  readonly clock: () => Date;
}

/** The tree of the own ledger, and what this gateway signs about it: never anything that contradicts what it signed. */
export class OwnTree {
  readonly #parts: OwnTreeParts;
  readonly #times = new HeadTimes();

  constructor(parts: OwnTreeParts) {
    this.#parts = parts;
  }

  /** Hash of the ledger's first block. @throws GatewayError NOT_READY before there is one */
  get channel(): string {
    const { channel } = this.#parts.tree;
    if (channel === undefined) throw new GatewayError('NOT_READY', 'no block yet');
    return channel;
  }

  get size(): number {
    return this.#parts.tree.size;
  }

  /** The key that this gateway signs with. */
  get publicKey(): Uint8Array {
    return this.#parts.signer.publicKey;
  }

  /** Remembers how large the tree is now; called whenever a block was applied. */
  grown(): void {
    this.#times.note(this.size, this.#now());
  }

  /** The tree when it had so many entries. */
  at(size: number): Checkpoint {
    return { origin: originOf(this.channel), size, root: this.#parts.tree.prover.root(size) };
  }

  /** Whether a checkpoint is of this tree; its size is not beyond the tree's. */
  agreesWith({ size, root }: Checkpoint): boolean {
    return equalBytes(this.#parts.tree.prover.root(size), root);
  }

  /**
   * The tree goes on from the largest one ever signed for.
   * @throws GatewayError CHECKPOINT_INCONSISTENT, LEDGER_SET_BACK when it is not as large (again)
   */
  ensureSound(): void {
    const { signedHead, tree } = this.#parts;
    const { checkpoint: signed } = signedHead;
    if (signed === null) return;
    if (signed.origin !== originOf(this.channel)) this.#contradictedBy(signed.size);
    if (signed.size > tree.size) throw new GatewayError('LEDGER_SET_BACK');
    const to = this.at(tree.size);
    try {
      verifyConsistency({ from: signed, to, proof: tree.prover.consistency(signed.size, to.size) }, nativeSha256);
    } catch (error) {
      if (error instanceof LogError) this.#contradictedBy(to.size);
      throw error;
    }
  }

  /** The own checkpoint, signed as the log; by default of the whole tree. @throws as `ensureSound` */
  async note(size = this.size): Promise<string> {
    this.ensureSound();
    const note = await signedNote(this.at(size), this.#parts.signer);
    await this.#parts.signedHead.remember(note);
    return note;
  }

  /**
   * The own cosignature under a checkpoint of this tree, dated at the last second at which no larger one was known;
   * undefined when nobody knows that second. @throws as `ensureSound`
   */
  async cosignature(checkpoint: Checkpoint): Promise<string | undefined> {
    const { agency, signer } = this.#parts;
    const time = this.#times.lastAt(checkpoint.size, this.#now());
    if (time === undefined) return undefined;
    // What is vouched for is remembered before the word is out, as the own checkpoint of that size.
    await this.note(checkpoint.size);
    return cosignatureLine(checkpoint, { agency, signer, time });
  }

  /** Waits until the tree has so many entries, or not longer than the signal allows; whether it has. */
  async reaches(size: number, signal: AbortSignal): Promise<boolean> {
    const { follower } = this.#parts;
    for (let changed = follower.changed(); this.size < size; changed = follower.changed()) {
      if (signal.aborted) return false;
      await unlessAborted(changed, signal);
    }
    return true;
  }

  #contradictedBy(size: number): never {
    const { alarms, agency, signedHead } = this.#parts;
    alarms.raise('CHECKPOINT_INCONSISTENT', agency, [signedHead.note ?? '', formatCheckpoint(this.at(size))]);
    throw new GatewayError('CHECKPOINT_INCONSISTENT', agency);
  }

  #now(): number {
    return Math.floor(this.#parts.clock().getTime() / 1000);
  }
}
