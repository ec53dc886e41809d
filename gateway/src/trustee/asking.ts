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
  /** In the order of the roster. */
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

/**
 * Asks all trustees of a file at once and answers as soon as enough have released; what comes later is kept for a device
 * that finds one of them bad and asks for more.
 */
export class Asking {
  readonly #askOne: AskOne;
  readonly #rounds = new Map<StatementId, Map<AgencyCode, Promise<TrusteeAnswer>>>();

  constructor(askOne: AskOne) {
    this.#askOne = askOne;
  }

  /** Answers of the trustees in the order they came: at least `t` good ones, or all there are. */
  async ask(question: Question): Promise<TrusteeAnswer[]> {
    const round = this.#round(`${nameOf(question.ticket)}/${question.item}`);
    const pending = question.trustees.map((agency) => this.#answerOf(round, agency, question));
    return enough(pending, (answers) => goodIn(answers, question.except) >= question.t);
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

/** Resolves with what has come once that is enough, at the latest when everything has. */
async function enough<T>(pending: readonly Promise<T>[], isEnough: (come: readonly T[]) => boolean): Promise<T[]> {
  const come: T[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const each of pending) {
    each.then((value) => {
      come.push(value);
      if (isEnough(come) || come.length === pending.length) resolve();
    }, resolve);
  }
  await promise;
  return [...come];
}

/** Told to the device and the own log by code alone. */
const refusalIn = (fault: unknown): string => codeOf(fault).code;
