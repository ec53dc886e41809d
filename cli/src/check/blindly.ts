import type { CheckAnswer, CheckQuery, CheckReason, GivenAnswer } from '@tocsin/gateway/api';
import type { AgencyCode, Purpose } from '@tocsin/record';
import { askTables, inputReader } from '../blind-asking.ts';
import { type KeyedTable, ownersKept, type TablesNamed, tableKept, tablesNamed } from '../blind-tables.ts';
import { CliError } from '../error.ts';
import { failureOf } from '../failure.ts';
import type { Session } from '../session.ts';
import type { Ask } from './asking.ts';

/**
 * Asks the own gateway, and beside it the tables that this profile keeps of owners whose lists it may not read. Who is in
 * a table is `possible`, with whose; what the owner says of whom is not told here. A table that could not be asked never
 * looks like one that has nothing: it is said with the answer, and takes nothing from what the gateway answered.
 */
export const alsoBlindly =
  (session: Session, purpose: Purpose, ask: Ask, batchMs = BATCH_MS): Ask =>
  async (queries) => {
    const owners = (await ownersKept(session.folder)).filter((owner) => owner !== session.agency);
    const answered = await ask(queries);
    if (owners.length === 0) return answered;
    const notes = notesOf({ session, purpose, owners, queries, answers: answered.answers });
    const told = await inTime(notes, batchMs * Math.ceil(1 + queries.length / QUERIES_PER_BATCH)).catch((fault) =>
      queries.map(() => owners.map((owner) => notAsked(owner, fault))),
    );
    return { ...answered, answers: answered.answers.map((given, i) => withNotes(given, told[i] ?? [])) };
  };

/** Longest wait for tables, ms a batch: whoever stands at a counter has the gateway's answer by then in any case. */
const BATCH_MS = 10_000;
/** Papers whose numbers fill a batch at most, nearly. */
const QUERIES_PER_BATCH = 8;

/** What the work gives, if it is done in time. @throws CliError TABLES_LATE */
async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new CliError('TABLES_LATE')), ms);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}

interface Asked {
  readonly session: Session;
  readonly purpose: Purpose;
  readonly owners: readonly AgencyCode[];
  readonly queries: readonly CheckQuery[];
  readonly answers: readonly CheckAnswer[];
}

const notAsked = (owner: AgencyCode, fault: unknown): CheckReason => ({
  code: 'table-not-asked',
  owner,
  fault: failureOf(fault).code,
});

/** What the tables say of each query: all numbers of all queries are asked about together, in as few batches as can be. */
async function notesOf({ session, purpose, owners, queries, answers }: Asked): Promise<CheckReason[][]> {
  const [on, reader] = await Promise.all([tablesNamed(session), inputReader(session)]);
  const inputs = queries.map((query, i) => (answers[i]?.answer === 'refused' ? [] : reader(query)));
  const kept = await Promise.all(owners.map((owner) => readable(session, owner, on)));
  const tables = kept.flatMap((one) => ('table' in one ? [one] : []));
  const unread = kept.flatMap((one) => ('unread' in one ? [one.unread] : []));
  const { said } = await askTables(session, { purpose, tables }, inputs.flat());
  let next = 0;
  return inputs.map((own) => {
    const from = next;
    next += own.length;
    const notes = said.map((one): CheckReason | null => {
      if ('fault' in one) return notAsked(one.owner, one.fault);
      if (own.length === 0) return { code: 'table-needs-number', owner: one.owner };
      const isFound = one.texts.slice(from, from + own.length).some((texts) => texts.length > 0);
      return isFound ? { code: 'in-table', owner: one.owner } : null;
    });
    return [...notes.filter((note) => note !== null), ...unread];
  });
}

async function readable(session: Session, owner: AgencyCode, on: TablesNamed): Promise<KeyedTable | Unread> {
  try {
    return await tableKept(session.folder, owner, on);
  } catch (fault) {
    return { unread: notAsked(owner, fault) };
  }
}

interface Unread {
  readonly unread: CheckReason;
}

/** What it is worth that a table has a number: its owner says nothing of name or birth, and numbers are read wrongly. */
export const inTable = { answer: 'possible', grade: 'possible' } as const satisfies Partial<GivenAnswer>;

/** Answers that stand as they are beside a table that has something. */
const weaker: ReadonlySet<GivenAnswer['answer']> = new Set(['licensed', 'related', 'not-the-same', 'unknown']);

function withNotes(given: CheckAnswer, notes: readonly CheckReason[]): CheckAnswer {
  if (given.answer === 'refused' || notes.length === 0) return given;
  const found = notes.some(({ code }) => code === 'in-table') && weaker.has(given.answer);
  return { ...given, ...(found ? inTable : {}), notes: [...given.notes, ...notes] };
}
