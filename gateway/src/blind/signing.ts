import { toBase64url } from '@tocsin/envelope';
import { BlindError } from '@tocsin/envelope/verify';
import { type BlindKey, isBlindKeyUsable } from '@tocsin/record';
import type { FastifyBaseLogger } from 'fastify';
import type { Follower } from '../ledger/follower.ts';
import { codeOf } from '../plugins/fault-code.ts';
import type { Steward } from '../steward/steward.ts';
import type { View } from '../view/view.ts';
import type { BlindShares } from './shares.ts';

export interface BlindSigningOptions {
  readonly view: View;
  readonly follower: Pick<Follower, 'changed'>;
  readonly shares: Pick<BlindShares, 'of' | 'forget'>;
  readonly steward: Pick<Steward, 'act'>;
  readonly clock: () => Date;
  readonly logger: FastifyBaseLogger | undefined;
}

/**
 * Signs keys for blind checks as soon as every trustee has dealt, or complains of who dealt falsely; both follow from the
 * ledger, so a gateway that was away does it when it is back. Forgets the own share of a key that is over.
 */
export class BlindSigning {
  readonly #options: BlindSigningOptions;
  #stopped = true;

  constructor(options: BlindSigningOptions) {
    this.#options = options;
  }

  start(): void {
    this.#stopped = false;
    void this.#listen();
  }

  /** The wait for the next block is not waited for. */
  stop(): void {
    this.#stopped = true;
  }

  /** Does now whatever is due. */
  async settle(): Promise<void> {
    const { view, shares, clock } = this.#options;
    const now = clock().toISOString();
    for (const key of view.statesUnder('blind-key')) {
      if (isOwed(key, view.agency)) await this.#tried(key);
      else if (key.superseded !== null && !isBlindKeyUsable(key, now)) shares.forget(key.epoch);
    }
  }

  async #listen(): Promise<void> {
    while (!this.#stopped) {
      const changed = this.#options.follower.changed();
      await this.settle().catch((fault: unknown) => this.#tell(fault));
      await changed;
    }
  }

  /** Tried again with the next block: the ledger still says that it is due. */
  async #tried(key: BlindKey): Promise<void> {
    try {
      await this.#sign(key);
    } catch (fault) {
      this.#tell(fault);
    }
  }

  #tell(fault: unknown): void {
    if (!this.#stopped) this.#options.logger?.warn({ code: codeOf(fault).code }, 'key for blind checks not signed');
  }

  async #sign(key: BlindKey): Promise<void> {
    const { shares, steward } = this.#options;
    const { epoch, trustees } = key;
    try {
      const { joint } = await shares.of(key);
      await steward.act('blind.key/1', { epoch, key: toBase64url(joint.key), shares: joint.shares.map(toBase64url) });
    } catch (fault) {
      if (!(fault instanceof BlindError) || fault.code !== 'BAD_DEAL') throw fault;
      const about = trustees.filter((_, i) => fault.trustees.includes(i + 1));
      await steward.act('blind.complain/1', { epoch, about });
    }
  }
}

const isOwed = ({ trustees, dealt, signed, complaint }: BlindKey, agency: string): boolean =>
  complaint === null && dealt.length === trustees.length && trustees.includes(agency) && !signed.includes(agency);
