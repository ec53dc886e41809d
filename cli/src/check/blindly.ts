import type { BlindTable } from '@tocsin/envelope/blind';
import { BlindError } from '@tocsin/envelope/verify';
import { ApiError, type CheckAnswer, type CheckQuery, type CheckReason, type GivenAnswer } from '@tocsin/gateway/api';
import { type Purpose, Refusal } from '@tocsin/record';
import { inputReader, keyInForce, outputsOf } from '../blind-asking.ts';
import { keptTable, ownersKept, type TablesNamed, tableOf } from '../blind-tables.ts';
import type { Session } from '../session.ts';
import type { Ask } from './asking.ts';

/**
 * Asks the own gateway, and beside it the tables that this profile keeps of owners whose lists it may not read. Who is in
 * a table is `possible`, with whose; what the owner says of whom is not told here. A table that could not be asked never
 * looks like one that has nothing: it is said with the answer.
 */
export const alsoBlindly =
  (session: Session, purpose: Purpose, ask: Ask): Ask =>
  async (queries) => {
    const owners = (await ownersKept(session.folder)).filter((owner) => owner !== session.agency);
    const answered = await ask(queries);
    if (owners.length === 0) return answered;
    const notes = await notesOf({ session, purpose, owners, queries, answers: answered.answers });
    return { ...answered, answers: answered.answers.map((given, i) => withNotes(given, notes[i] ?? [])) };
  };

interface Asked {
  readonly session: Session;
  readonly purpose: Purpose;
  readonly owners: readonly string[];
  readonly queries: readonly CheckQuery[];
  readonly answers: readonly CheckAnswer[];
}

async function notesOf(asked: Asked): Promise<CheckReason[][]> {
  try {
    return await foundIn(asked);
  } catch (fault) {
    const isTold = fault instanceof ApiError || fault instanceof BlindError || fault instanceof Refusal;
    if (!isTold) throw fault;
    return asked.queries.map(() =>
      asked.owners.map((owner) => ({ code: 'table-not-asked', owner, fault: fault.code })),
    );
  }
}

/** All numbers of all queries together, so that batches are as few as can be. */
async function foundIn({ session, purpose, owners, queries, answers }: Asked): Promise<CheckReason[][]> {
  const { keys, tables } = await session.client.blind();
  const key = keyInForce(keys);
  const read = await Promise.all(owners.map((owner) => readable(session, owner, { tables, epoch: key.epoch })));
  const outdated = owners.filter((_, i) => read[i] === null).map((owner) => notAsked(owner, 'BAD_TABLE'));
  const known = read.filter((table) => table !== null);
  const reader = await inputReader(session);
  const inputs = queries.map((query, i) => (answers[i]?.answer === 'refused' ? [] : reader(query)));
  const all = known.length === 0 ? [] : inputs.flat();
  const { outputs } = await outputsOf(session, { key, purpose }, all);
  let next = 0;
  return inputs.map((own) => {
    const mine = known.length === 0 ? [] : outputs.slice(next, next + own.length);
    next += own.length;
    const lists = known.filter((table) => mine.some((output) => table.lookUp(output).length > 0));
    return [...lists.map(({ owner }) => ({ code: 'in-table', owner })), ...outdated];
  });
}

const notAsked = (owner: string, fault: string): CheckReason => ({ code: 'table-not-asked', owner, fault });

async function readable(session: Session, owner: string, on: TablesNamed): Promise<BlindTable | null> {
  try {
    return await tableOf(owner, await keptTable(session.folder, owner), on);
  } catch (fault) {
    if (fault instanceof BlindError) return null;
    throw fault;
  }
}

/** Answers that stand as they are beside a table that has something. */
const weaker: ReadonlySet<GivenAnswer['answer']> = new Set(['licensed', 'unknown']);

function withNotes(given: CheckAnswer, notes: readonly CheckReason[]): CheckAnswer {
  if (given.answer === 'refused' || notes.length === 0) return given;
  const listed = notes.some(({ code }) => code === 'in-table') && weaker.has(given.answer);
  const { answer, grade } = given;
  return {
    ...given,
    answer: listed ? 'possible' : answer,
    grade: listed ? 'identifier' : grade,
    notes: [...given.notes, ...notes],
  };
}
