import { digest } from '@tocsin/envelope/verify';
import { licenceNumber } from '@tocsin/record';
import type { Session } from '../session.ts';
import { csvRows } from './csv-file.ts';
import type { DateOrder } from './day.ts';
import { type FtmDefaults, ftmRows } from './ftm-file.ts';
import { Journal, type Left } from './journal.ts';
import { apart, type Comparison, compare, type Register } from './register.ts';
import { type ReadRow, type RowFault, rowIn } from './row.ts';
import { sendAll } from './sending.ts';

export interface RegisterFile {
  readonly format: 'csv' | 'ftm';
  readonly bytes: Uint8Array;
  readonly order: DateOrder | undefined;
  readonly defaults: FtmDefaults;
}

export interface ReadRegister {
  readonly digest: string;
  /** How many rows the file has. */
  readonly all: number;
  readonly rows: readonly ReadRow[];
  readonly refused: readonly RowFault[];
}

/** Reads a register's file; what is wrong with a row is told of that row. @throws CliError IMPORT_MALFORMED */
export function readRegister({ format, bytes, order, defaults }: RegisterFile): ReadRegister {
  const read = format === 'csv' ? csvRows(bytes) : ftmRows(bytes, defaults).map((each) => ({ ...each, fault: null }));
  const each = read.map(({ row, cells, fault }) =>
    cells === null
      ? { number: null, read: { row, column: '', code: 'IMPORT_MALFORMED', reason: fault ?? '', also: [] } }
      : { number: licenceNumber(cells.number ?? ''), read: rowIn(row, cells, order) },
  );
  return { digest: digest(bytes), all: each.length, ...apart(each) };
}

export interface Progress {
  compared(rows: number, of: number): void;
  sent(licences: number, of: number): void;
  /** An import that was cut off goes on. */
  resumed(written: number, of: number): void;
  /** It was cut off: what was sent stands. */
  stopped(written: number, of: number): void;
}

/** What an import does to a register, before anything is sent. */
export async function compared(
  session: Session,
  register: Register,
  read: ReadRegister,
  progress: Progress,
): Promise<Comparison> {
  const tell = (done: number): void => progress.compared(done, read.rows.length);
  return { ...(await compare(session.client, register, read.rows, tell)), refused: read.refused };
}

/** What an import has done. */
export interface Imported {
  readonly statements: number;
  readonly licences: number;
  /** Licences that an earlier run had written, and of the whole import. */
  readonly before: number;
  readonly of: number;
  /** Whether an earlier run that was cut off was brought to its end. */
  readonly resumed: boolean;
}

/** What is left of an import of this file that was cut off, brought to its end; null when none was begun. */
export async function resume(
  session: Session,
  register: Register,
  read: ReadRegister,
  options: Running,
): Promise<Imported | null> {
  const journal = await Journal.for(session.folder, register, read.digest);
  if (options.restart) await journal.end();
  const left = await journal.left(read.rows);
  if (left === null) return null;
  await journal.resume();
  options.progress.resumed(left.written, left.of);
  return { ...(await sent(session, register, { ...options, ...left, journal })), resumed: true };
}

/** How far an import of this file is that was cut off; null when none was begun. Nothing is sent. */
export async function begun(session: Session, register: Register, read: ReadRegister): Promise<Left | null> {
  const journal = await Journal.for(session.folder, register, read.digest);
  return journal.left(read.rows);
}

/** Writes the changes of a comparison. */
export async function write(
  session: Session,
  register: Register,
  { digest: file, rows }: ReadRegister,
  { changes }: Comparison,
  options: Running,
): Promise<Imported> {
  const journal = await Journal.for(session.folder, register, file);
  const chosen = new Set(changes.map(({ row }) => row));
  const batches = await journal.begin(rows.filter(({ row }) => chosen.has(row)));
  const of = batches.reduce((sum, batch) => sum + batch.licences.length, 0);
  return { ...(await sent(session, register, { ...options, batches, written: 0, of, journal })), resumed: false };
}

export interface Running {
  readonly signal: AbortSignal;
  readonly progress: Progress;
  readonly restart: boolean;
}

interface Sending extends Running, Left {
  readonly journal: Journal;
}

async function sent(session: Session, { authority }: Register, { journal, batches, written, of, ...running }: Sending) {
  const { signal, progress } = running;
  let done = written;
  const tell = (more: number): void => {
    done += more;
    progress.sent(done, of);
  };
  try {
    await sendAll(session, authority, batches, { journal, signal, progress: tell });
  } catch (error) {
    progress.stopped(done, of);
    throw error;
  }
  await journal.end();
  return { statements: batches.length, licences: of - written, before: written, of };
}
