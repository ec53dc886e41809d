import { formatCheckpoint, type VerifiedCheckpoint } from '@tocsin/envelope/log';
import type { AgencyCode } from '@tocsin/record';
import { spread } from '../ledger/fabric/waiting.ts';
import type { Alarms } from './alarms.ts';
import type { Cosigners, Member, Quorum } from './cosigners.ts';
import type { OwnTree } from './own-tree.ts';
import { verifiedNote } from './signed-notes.ts';

export interface WatchParts {
  readonly agency: AgencyCode;
  readonly own: OwnTree;
  readonly alarms: Alarms;
  readonly cosigners: Cosigners;
  quorum(): Quorum;
  readonly clock: () => Date;
  /** Longest pause between two looks at the others' trees, ms. */
  readonly watchMs: number;
  /** How long the own peer may lack what another agency's has before that is an alarm, ms. */
  readonly withheldMs: number;
}

/** A tree of another agency that the own one has not caught up with. */
interface Ahead {
  readonly verified: VerifiedCheckpoint;
  readonly note: string;
  readonly since: number;
}

/** Looks at the others' trees also while nobody reads, so that a fork or blocks kept back are found in seconds. */
export class Watch {
  readonly #parts: WatchParts;
  readonly #ahead = new Map<AgencyCode, Ahead>();
  readonly #stopping = new AbortController();
  #run: Promise<void> = Promise.resolve();

  constructor(parts: WatchParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#run = this.#watch(this.#stopping.signal);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#run;
  }

  /** One look at every other agency's tree. Who does not answer is looked at again next time. */
  async look(signal: AbortSignal): Promise<void> {
    const others = this.#parts.quorum().members.filter(({ agency }) => agency !== this.#parts.agency);
    await Promise.all(others.map((member) => this.#lookAt(member, signal).catch(() => undefined)));
  }

  async #watch(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.look(AbortSignal.any([signal, AbortSignal.timeout(this.#parts.watchMs)]));
      await spread(this.#parts.watchMs, signal);
    }
  }

  async #lookAt(member: Member, signal: AbortSignal): Promise<void> {
    const { own, cosigners } = this.#parts;
    this.#compareWithEarlier(member);
    const note = await cosigners.checkpoint(member.agency, signal);
    const verified = await verifiedNote(note, own.channel, member);
    const ahead = { verified, note, since: this.#parts.clock().getTime() };
    if (verified.checkpoint.size <= own.size) await this.#compare(member, ahead);
    else if (!this.#ahead.has(member.agency)) this.#ahead.set(member.agency, ahead);
  }

  /** Whether the own tree has come to where the other was, and is the same; or has had long enough to. */
  #compareWithEarlier(member: Member): void {
    const { own, clock, withheldMs, alarms, agency } = this.#parts;
    const earlier = this.#ahead.get(member.agency);
    if (earlier === undefined) return;
    if (earlier.verified.checkpoint.size <= own.size) {
      this.#ahead.delete(member.agency);
      this.#compare(member, earlier).catch(() => undefined);
    } else if (clock().getTime() - earlier.since >= withheldMs) {
      this.#ahead.delete(member.agency);
      alarms.raise('LEDGER_WITHHELD', agency, [formatCheckpoint(own.at(own.size)), earlier.note]);
    }
  }

  async #compare({ agency }: Member, { verified: { checkpoint }, note }: Ahead): Promise<void> {
    const { own, alarms } = this.#parts;
    if (own.agreesWith(checkpoint)) return;
    alarms.raise('CHECKPOINT_INCONSISTENT', agency, [await own.note(checkpoint.size), note]);
  }
}
