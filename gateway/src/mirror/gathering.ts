import {
  type Checkpoint,
  cosignerName,
  formatCheckpoint,
  LogError,
  originOf,
  parseNote,
  verifyCheckpoint,
} from '@tocsin/envelope/log';
import type { AgencyCode } from '@tocsin/record';
import { GatewayError } from '../error.ts';
import type { Alarms } from './alarms.ts';
import type { CosignAnswer, Cosigners, Member, Quorum } from './cosigners.ts';
import type { OwnTree } from './own-tree.ts';
import { keysOf, verifiedNote, withLines } from './signed-notes.ts';

/** A checkpoint of the own tree with the agencies that vouch for it. */
export interface CosignedCheckpoint {
  readonly checkpoint: Checkpoint;
  /** Signed as the log and cosigned. */
  readonly note: string;
  /** By agency: the second at which it had seen nothing larger. */
  readonly cosigned: ReadonlyMap<AgencyCode, number>;
}

export interface GatheringParts {
  readonly agency: AgencyCode;
  readonly own: OwnTree;
  readonly alarms: Alarms;
  readonly cosigners: Cosigners | null;
  quorum(): Quorum;
  readonly clock: () => Date;
  /** For how long a cosignature counts, and how far another clock may be ahead, seconds. */
  readonly freshness: number;
  readonly skew: number;
  /** Longest wait for all answers, ms. */
  readonly gatherMs: number;
}

/** Why an agency's word is missing. */
type Missing = 'unreachable' | 'wrong' | 'behind' | 'outgrown' | 'inconsistent';
type Vouched = { readonly line: string; readonly time: number };

/** Gathers cosignatures of the own checkpoint: from all at once, and once for all who wait. */
export class Gathering {
  readonly #parts: GatheringParts;
  #latest: CosignedCheckpoint | null = null;
  readonly #waiting = new Set<() => void>();
  /** By agency: the last second for which it vouched, for whatever tree. In memory: after a restart nobody knows. */
  readonly #vouched = new Map<AgencyCode, number>();
  #running: { readonly size: number; readonly result: Promise<CosignedCheckpoint> } | null = null;

  constructor(parts: GatheringParts) {
    this.#parts = parts;
  }

  /**
   * A checkpoint of at least so many entries (the own tree has them) that enough agencies vouched for not long ago.
   * @throws GatewayError CHECKPOINT_INCONSISTENT, LEDGER_WITHHELD, CHECKPOINT_NOT_COSIGNED, and as `OwnTree.ensureSound`
   */
  async covering(size: number): Promise<CosignedCheckpoint> {
    const latest = this.#counting(size);
    if (latest !== null) {
      this.#parts.own.ensureSound();
      return latest;
    }
    if (this.#running === null || this.#running.size < size) this.#run();
    return (this.#running as { result: Promise<CosignedCheckpoint> }).result;
  }

  /** Who has vouched when, last of all, and whether that counts now. */
  vouched(): { readonly agency: AgencyCode; readonly time: number | undefined; readonly counts: boolean }[] {
    return this.#parts.quorum().members.map(({ agency }) => {
      const time = this.#vouched.get(agency);
      return { agency, time, counts: this.#isFresh(time) };
    });
  }

  /** Waits for those who were asked and have not answered yet; the signal ends it. */
  async heard(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && !this.vouched().every(({ counts }) => counts)) await this.#nextKept(signal);
  }

  /** Resolves once there is a checkpoint of at least so many entries, or when the signal ends the wait. Asks nobody. */
  async told(size: number, signal: AbortSignal): Promise<void> {
    while (this.#counting(size) === null && !signal.aborted) await this.#nextKept(signal);
  }

  /**
   * Takes in what another agency's gateway has gathered for its own tree: one gathering then serves all who act on one
   * statement. It counts only where the tree is ours too, and as far as its cosigners are proved. A proved one that is not
   * ours is a contradiction like any other. @throws LogError for what is no such checkpoint
   */
  async take(note: string, from: AgencyCode): Promise<void> {
    const { own, quorum, alarms } = this.#parts;
    const origin = originOf(own.channel);
    const { members } = quorum();
    const keys = members.flatMap((member) => keysOf(origin, member));
    const { checkpoint, cosignatures } = await verifyCheckpoint(note, { origin, keys });
    if (checkpoint.size > own.size) return;
    if (!own.agreesWith(checkpoint)) {
      alarms.raise('CHECKPOINT_INCONSISTENT', from, [note, await own.note(checkpoint.size)]);
      return;
    }
    const times = new Map(cosignatures.map(({ name, time }) => [name, time]));
    const cosigned = new Map(
      members.flatMap(({ agency }) => {
        const time = times.get(cosignerName(origin, agency));
        return time === undefined ? [] : [[agency, time] as const];
      }),
    );
    if (this.#isEnough(cosigned)) this.#keep({ checkpoint, note, cosigned });
  }

  /** Who waits is forgotten with its signal: others' requests wait here, and a quiet night may keep nothing for hours. */
  #nextKept(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const over = (): void => {
        this.#waiting.delete(over);
        signal.removeEventListener('abort', over);
        resolve();
      };
      this.#waiting.add(over);
      signal.addEventListener('abort', over);
      if (signal.aborted) over();
    });
  }

  #counting(size: number): CosignedCheckpoint | null {
    const latest = this.#latest;
    return latest !== null && latest.checkpoint.size >= size && this.#isEnough(latest.cosigned) ? latest : null;
  }

  #run(): void {
    const { own } = this.#parts;
    const running = { size: own.size, result: this.#gather(own.size) };
    this.#running = running;
    const ended = (): void => {
      if (this.#running === running) this.#running = null;
    };
    running.result.then(ended, ended);
  }

  /** Resolves as soon as enough agencies have vouched; what the others say later is still looked at. */
  async #gather(size: number): Promise<CosignedCheckpoint> {
    const { own, agency, gatherMs } = this.#parts;
    const checkpoint = own.at(size);
    const note = await own.note(size);
    const mine = await own.cosignature(checkpoint);
    const collected = new Collected(checkpoint, note);
    const add = (from: AgencyCode, vouched: Vouched): void => {
      collected.add(from, vouched);
      this.#noteVouched(from, vouched.time);
    };
    if (mine !== undefined) add(agency, await this.#proved(this.#self(), note, mine));
    const { members } = this.#parts.quorum();
    const { promise, resolve } = Promise.withResolvers<void>();
    const check = (): void => {
      if (!this.#isEnough(collected.cosigned)) return;
      this.#keep(collected.whole());
      resolve();
    };
    check();
    const signal = AbortSignal.timeout(gatherMs);
    const asks = members
      .filter((member) => member.agency !== agency)
      .map(async (member) => {
        const answer = await this.#ask(member, note, signal);
        if (typeof answer === 'string') collected.missing.set(member.agency, answer);
        else add(member.agency, answer);
        check();
      });
    await Promise.race([promise, Promise.all(asks)]);
    if (!this.#isEnough(collected.cosigned)) throw this.#refusal(collected);
    return collected.whole();
  }

  #keep(whole: CosignedCheckpoint): void {
    for (const [agency, time] of whole.cosigned) this.#noteVouched(agency, time);
    const latest = this.#latest;
    if (latest !== null && whole.checkpoint.size < latest.checkpoint.size) return;
    const lastsLess = latest !== null && this.#vouchedAt(whole.cosigned) < this.#vouchedAt(latest.cosigned);
    if (lastsLess && whole.checkpoint.size === latest.checkpoint.size) return;
    this.#latest = whole;
    for (const over of [...this.#waiting]) over();
  }

  #noteVouched(agency: AgencyCode, time: number): void {
    this.#vouched.set(agency, Math.max(time, this.#vouched.get(agency) ?? 0));
  }

  /** Never rejects: whatever an agency's gateway does, its word is missing, or it is proved. */
  async #ask(member: Member, note: string, signal: AbortSignal): Promise<Vouched | Missing> {
    const answer = await this.#answerOf(member, note, signal);
    if (answer === null) return 'unreachable';
    try {
      if ('cosignature' in answer) return await this.#proved(member, note, answer.cosignature);
      if (answer.refused === 'CHECKPOINT_NOT_YET') return 'behind';
      if (answer.refused === 'CHECKPOINT_OUTGROWN') return 'outgrown';
      return await this.#contradiction(member, note, answer.note);
    } catch (error) {
      if (error instanceof GatewayError) return 'inconsistent';
      return 'wrong';
    }
  }

  async #answerOf(member: Member, note: string, signal: AbortSignal): Promise<CosignAnswer | null> {
    const { cosigners } = this.#parts;
    if (cosigners === null) return null;
    const given = Promise.withResolvers<null>();
    signal.addEventListener('abort', () => given.resolve(null), { once: true });
    return Promise.race([cosigners.cosign(member.agency, note, signal).catch(() => null), given.promise]);
  }

  /** One signature line, by that agency's key and over our checkpoint; anything else beside it would come in under it. */
  async #proved(member: Member, note: string, line: string): Promise<Vouched> {
    const { text } = parseNote(note);
    const alone = withLines(`${text}\n`, [line]);
    const origin = originOf(this.#parts.own.channel);
    const { cosignatures } = await verifyCheckpoint(alone, { origin, keys: keysOf(origin, member).slice(1) });
    const [cosignature] = cosignatures;
    if (cosignature === undefined) throw new LogError('UNSIGNED_CHECKPOINT');
    return { line, time: cosignature.time };
  }

  /** An agency says that its tree is another one: proved by its own note, or not believed. */
  async #contradiction(member: Member, note: string, theirs: string): Promise<Missing> {
    const { own, alarms } = this.#parts;
    const { checkpoint } = await verifiedNote(theirs, own.channel, member);
    if (checkpoint.size > own.size || own.agreesWith(checkpoint)) return 'wrong';
    alarms.raise('CHECKPOINT_INCONSISTENT', member.agency, [note, theirs]);
    return 'inconsistent';
  }

  /** Distinct members that vouched within the time that counts. */
  #isEnough(cosigned: ReadonlyMap<AgencyCode, number>): boolean {
    const fresh = this.#counted().filter((code) => this.#isFresh(cosigned.get(code)));
    return fresh.length >= this.#needed();
  }

  /** The second at which as many as are needed had vouched for it; it counts from then on for so long. */
  #vouchedAt(cosigned: ReadonlyMap<AgencyCode, number>): number {
    const times = this.#counted().flatMap((code) => cosigned.get(code) ?? []);
    return times.sort((a, b) => b - a)[this.#needed() - 1] ?? 0;
  }

  /** Whose word counts. Before any gateway is published there is nobody but this one. */
  #counted(): AgencyCode[] {
    const { members } = this.#parts.quorum();
    return members.length === 0 ? [this.#parts.agency] : members.map((member) => member.agency);
  }

  #needed(): number {
    return Math.max(this.#parts.quorum().needed, 1);
  }

  #isFresh(time: number | undefined): boolean {
    const { clock, skew } = this.#parts;
    return time !== undefined && !this.#isPast(time) && time < clock().getTime() / 1000 + skew;
  }

  /** It was vouched for, but the agency's own tree has been another one for long: ours is kept back, or its clock is. */
  #isPast(time: number | undefined): boolean {
    const { clock, freshness } = this.#parts;
    return time !== undefined && time <= clock().getTime() / 1000 - freshness;
  }

  #refusal({ missing, cosigned, checkpoint }: Collected): GatewayError {
    const { members } = this.#parts.quorum();
    const who = (reasons: readonly Missing[]): AgencyCode[] =>
      [...missing].filter(([, reason]) => reasons.includes(reason)).map(([code]) => code);
    const contradicting = who(['inconsistent']);
    if (contradicting.length > 0) return new GatewayError('CHECKPOINT_INCONSISTENT', contradicting.join(', '));
    const counted = members.map((member) => member.agency).filter((code) => code !== this.#parts.agency);
    const ahead = [...counted.filter((code) => this.#isPast(cosigned.get(code))), ...who(['outgrown'])];
    if (ahead.length > 0) {
      this.#parts.alarms.raise('LEDGER_WITHHELD', this.#parts.agency, [formatCheckpoint(checkpoint), ahead.join(' ')]);
      return new GatewayError('LEDGER_WITHHELD', ahead.join(', '));
    }
    const silent = counted.filter((code) => !this.#isFresh(cosigned.get(code)));
    return new GatewayError('CHECKPOINT_NOT_COSIGNED', silent.join(', '));
  }

  #self(): Member {
    return { agency: this.#parts.agency, publicKey: this.#parts.own.publicKey };
  }
}

/** What has come in for one checkpoint. */
class Collected {
  readonly checkpoint: Checkpoint;
  readonly cosigned = new Map<AgencyCode, number>();
  readonly missing = new Map<AgencyCode, Missing>();
  readonly #note: string;
  readonly #lines: string[] = [];

  constructor(checkpoint: Checkpoint, note: string) {
    this.checkpoint = checkpoint;
    this.#note = note;
  }

  add(agency: AgencyCode, { line, time }: Vouched): void {
    this.cosigned.set(agency, time);
    this.#lines.push(line);
  }

  whole(): CosignedCheckpoint {
    const note = withLines(this.#note, this.#lines);
    return { checkpoint: this.checkpoint, note, cosigned: new Map(this.cosigned) };
  }
}
