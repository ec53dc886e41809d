import type { Checkpoint } from '@tocsin/envelope/log';
import { type AgencyCode, Refusal } from '@tocsin/record';
import type { Alarms } from './alarms.ts';
import type { CosignAnswer, CosignRefusal, Member, Quorum } from './cosigners.ts';
import type { OwnTree } from './own-tree.ts';
import { verifiedNote } from './signed-notes.ts';

export interface WitnessParts {
  readonly own: OwnTree;
  readonly alarms: Alarms;
  quorum(): Quorum;
  /** How long a checkpoint ahead of the own peer is waited for, ms. */
  readonly catchUpMs: number;
}

/** What this gateway does for others: it vouches for their trees where they are its own too. */
export class Witness {
  readonly #parts: WitnessParts;

  constructor(parts: WitnessParts) {
    this.#parts = parts;
  }

  /** `GET /peer/1/checkpoint`: the own checkpoint, signed as the log. */
  checkpoint(): Promise<string> {
    return this.#parts.own.note();
  }

  /**
   * `POST /peer/1/cosign`: vouches for a checkpoint that another agency's gateway signed, or says why not and keeps what
   * contradicts it. @throws LogError for what is no checkpoint of that agency; Refusal UNKNOWN_AGENCY; GatewayError of
   * an own tree that is not to be vouched for
   */
  async cosign(from: AgencyCode, note: string): Promise<CosignAnswer> {
    const { own, alarms, catchUpMs } = this.#parts;
    const { checkpoint } = await verifiedNote(note, own.channel, this.#memberOf(from));
    own.ensureSound();
    if (!(await own.reaches(checkpoint.size, AbortSignal.timeout(catchUpMs))))
      return this.#refusal('CHECKPOINT_NOT_YET', own.size);
    if (!own.agreesWith(checkpoint)) {
      const refusal = await this.#refusal('CHECKPOINT_INCONSISTENT', checkpoint.size);
      alarms.raise('CHECKPOINT_INCONSISTENT', from, [note, refusal.note]);
      return refusal;
    }
    return this.#vouched(checkpoint);
  }

  async #vouched(checkpoint: Checkpoint): Promise<CosignAnswer> {
    const cosignature = await this.#parts.own.cosignature(checkpoint);
    return cosignature === undefined ? this.#refusal('CHECKPOINT_OUTGROWN', this.#parts.own.size) : { cosignature };
  }

  async #refusal(refused: CosignRefusal, size: number) {
    return { refused, note: await this.#parts.own.note(size) };
  }

  #memberOf(agency: AgencyCode): Member {
    const member = this.#parts.quorum().members.find((one) => one.agency === agency);
    if (member === undefined) throw new Refusal('UNKNOWN_AGENCY', agency);
    return member;
  }
}
