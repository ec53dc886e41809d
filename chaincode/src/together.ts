import { Refusal, type StateKey, TOGETHER } from '@tocsin/record';
import { type Judgement, judge, type Submission } from './judge.ts';
import { SharedReads } from './shared-reads.ts';

/** A statement and the sealed file that came with it. */
export type Handed = Pick<Submission, 'statement' | 'delivered'>;

/** What all statements of a transaction have in common. */
export type Occasion = Omit<Submission, keyof Handed>;

/**
 * Judges the statements of one transaction, each by itself and all against the state before it. Several are lawful
 * together when each is, none was applied before, and none reads or writes what an earlier one writes: then their order
 * does not matter, no statement is in a transaction that refuses it, and each write is one statement's alone.
 * @returns one judgement for each statement, in their order
 * @throws Refusal TOO_MUCH_TOGETHER; of a single statement what `judge` throws; of several SUBMIT_APART, with the positions
 * of those that are to be submitted by themselves (`0,7`)
 */
export async function judgeTogether(statements: readonly Handed[], occasion: Occasion): Promise<readonly Judgement[]> {
  ensureNotTooMuch(statements);
  const reads = new SharedReads(occasion.state, statements.length);
  const heard = await Promise.all(statements.map((one) => hear(one, occasion, reads)));
  const [only] = heard;
  if (statements.length === 1 && only !== undefined) return [judgementOf(only)];
  ensureApart(heard);
  return heard.map(judgementOf);
}

function ensureNotTooMuch(statements: readonly Handed[]): void {
  const { length } = statements;
  const bytes = statements.reduce(
    (sum, { statement, delivered }) => sum + statement.length + (delivered?.size ?? 0),
    0,
  );
  if (length < 1 || length > TOGETHER.statements || (length > 1 && bytes > TOGETHER.bytes))
    throw new Refusal('TOO_MUCH_TOGETHER');
}

interface Heard {
  readonly outcome: Judgement | Refusal;
  readonly keys: ReadonlySet<StateKey>;
}

async function hear(one: Handed, occasion: Occasion, reads: SharedReads): Promise<Heard> {
  const keys = new Set<StateKey>();
  try {
    const outcome = await reads.during(keys, (state) => judge({ ...occasion, ...one, state }));
    return { outcome, keys };
  } catch (error) {
    if (error instanceof Refusal) return { outcome: error, keys };
    throw error;
  }
}

function judgementOf({ outcome }: Heard): Judgement {
  if (outcome instanceof Refusal) throw outcome;
  return outcome;
}

function ensureApart(heard: readonly Heard[]): void {
  const written = new Set<StateKey>();
  const apart = heard.flatMap((one, position) => {
    const fits = isNew(one.outcome) && ![...one.keys, ...keysWritten(one)].some((key) => written.has(key));
    if (fits) for (const key of keysWritten(one)) written.add(key);
    return fits ? [] : [position];
  });
  if (apart.length > 0) throw new Refusal('SUBMIT_APART', apart.join());
}

const isNew = (outcome: Judgement | Refusal): boolean => !(outcome instanceof Refusal || outcome.already);

const keysWritten = ({ outcome }: Heard): StateKey[] =>
  outcome instanceof Refusal ? [] : outcome.writes.map(({ key }) => key);
