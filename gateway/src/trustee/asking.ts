import type { AgencyCode, StatementId } from '@tocsin/record';
import { nameOf, type Ticket } from '../access/shown.ts';
import { codeOf } from '../plugins/fault-code.ts';

/** What a trustee has answered: its signed release, or why not. */
export type TrusteeAnswer = { readonly agency: AgencyCode } & (
  | { readonly release: string }
  | { readonly refused: string }
);

/** A question to the trustees of one file. */
export interface Question {
  readonly ticket: Ticket;
  readonly item: StatementId;
  readonly epk: Uint8Array;
  /** In the order in which they are to be asked. */
  readonly trustees: readonly AgencyCode[];
  /** How many releases are enough. */
  readonly t: number;
  /** Block of the ticket. */
  readonly block: bigint;
  /** A cosigned checkpoint that holds it, gathered once for all; null where nobody vouches in time. */
  readonly checkpoint: Promise<string | null>;
  /** Trustees whose releases were found bad: theirs do not count. */
  readonly except: readonly AgencyCode[];
}

/** Gets one trustee's release; throws what refuses it. */
export type AskOne = (agency: AgencyCode, question: Question) => Promise<string>;

/** Questions remembered at a time; the oldest are forgotten first. */
const REMEMBERED = 4096;
/** When those that were asked have not all answered after so long, ms, the others are asked too. */
const LATE_MS = 300;
/** For how long whoever was late is asked after the others, ms. */
const LATE_FOR_MS = 60_000;

/**
 * Asks as many trustees of a file at once as must release, one more for each that refuses, and all of them when it takes
 * long; answers as soon as enough have released. What comes later is kept for a device that finds one of them bad and asks
 * for more.
 */
export class Asking {
  readonly #askOne: AskOne;
  readonly #rounds = new Map<StatementId, Map<AgencyCode, Promise<TrusteeAnswer>>>();
  /** Until when an agency is asked last, on the clock of `performance.now`. */
  readonly #late = new Map<AgencyCode, number>();

  constructor(askOne: AskOne) {
    this.#askOne = askOne;
  }

  /** Answers of the trustees in the order they came: at least `t` good ones, or all there are. */
  async ask(question: Question): Promise<TrusteeAnswer[]> {
    const round = this.#round(`${nameOf(question.ticket)}/${question.item}`);
    const waiting = this.#inTurn(question, round);
    const pending = new Set<AgencyCode>();
    const come: TrusteeAnswer[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const next = (count: number): void => {
      for (const agency of waiting.splice(0, Math.max(0, count))) {
        pending.add(agency);
        void this.#answerOf(round, agency, question).then(hear);
      }
    };
    const hear = (answer: TrusteeAnswer): void => {
      pending.delete(answer.agency);
      come.push(answer);
      const missing = question.t - goodIn(come, question.except);
      if (missing > 0) next(missing - pending.size);
      if (missing <= 0 || pending.size === 0) resolve();
    };
    next(question.t);
    if (pending.size === 0) resolve();
    const timer = setTimeout(() => {
      for (const agency of pending) this.#late.set(agency, performance.now() + LATE_FOR_MS);
      next(waiting.length);
    }, LATE_MS);
    await promise;
    clearTimeout(timer);
    return [...come];
  }

  /** Whose answers are there come first; those that do not count come last, and before them those that were late. */
  #inTurn({ trustees, except }: Question, round: ReadonlyMap<AgencyCode, unknown>): AgencyCode[] {
    const now = performance.now();
    const rank = (agency: AgencyCode): number => {
      if (except.includes(agency)) return 3;
      if (round.has(agency)) return 0;
      return (this.#late.get(agency) ?? now) > now ? 2 : 1;
    };
    return trustees.toSorted((one, other) => rank(one) - rank(other));
  }

  #round(name: string): Map<AgencyCode, Promise<TrusteeAnswer>> {
    const known = this.#rounds.get(name);
    if (known !== undefined) return known;
    const [oldest] = this.#rounds.keys();
    if (this.#rounds.size >= REMEMBERED && oldest !== undefined) this.#rounds.delete(oldest);
    const round = new Map<AgencyCode, Promise<TrusteeAnswer>>();
    this.#rounds.set(name, round);
    return round;
  }

  /** Asked once; who refused, or could not be reached, is asked again the next time. */
  #answerOf(round: Map<AgencyCode, Promise<TrusteeAnswer>>, agency: AgencyCode, question: Question) {
    const known = round.get(agency);
    if (known !== undefined) return known;
    const asked = this.#askOne(agency, question).then(
      (release): TrusteeAnswer => ({ agency, release }),
      (fault: unknown): TrusteeAnswer => {
        round.delete(agency);
        return { agency, refused: refusalIn(fault) };
      },
    );
    round.set(agency, asked);
    return asked;
  }
}

const goodIn = (answers: readonly TrusteeAnswer[], except: readonly AgencyCode[]): number =>
  answers.filter((answer) => 'release' in answer && !except.includes(answer.agency)).length;

/** Told to the device and the own log by code alone. */
const refusalIn = (fault: unknown): string => codeOf(fault).code;
