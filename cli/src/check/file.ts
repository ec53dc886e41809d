import { headingOf, type PaperColumn, paperColumns, queryOf as paperQuery, partsOf } from '@tocsin/device/paper';
import type { CheckAnswer, CheckQuery, ChecksAnswered } from '@tocsin/gateway/api';
import type { LabelLanguage } from '@tocsin/record';
import { counted } from '../counted.ts';
import { type CsvRow, MOST_CSV_BYTES, readCsv } from '../csv-reading.ts';
import { CliError } from '../error.ts';
import { exitCodes } from '../exit-code.ts';
import { existsFile, pathFrom, readInput, writeOutput } from '../file.ts';
import { Finding } from '../finding.ts';
import { answer, type OutputOptions } from '../output.ts';
import { harmless, table } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import type { Ask } from './asking.ts';
import { exitFor, exitForAll } from './outcome.ts';
import { type AnsweredRow, answersTable, csvOf, notesOf, shortOf, xlsxOf } from './sheet.ts';
import { copyWords, staleWords } from './text.ts';

export interface FileOptions extends OutputOptions {
  readonly file: string;
  readonly out?: string | undefined;
  readonly language: LabelLanguage;
}

/** Rows of one request. */
const TOGETHER = 100;

/**
 * Checks every row of a file and leaves by the gravest answer. Nothing is written before all rows are answered; a row that
 * cannot be read costs none of the others.
 * @throws CliError CSV_MALFORMED, OUTPUT_EXISTS; ApiError; Finding
 */
export async function checkFile(terminal: Terminal, ask: Ask, options: FileOptions): Promise<void> {
  const { file, out, language } = options;
  await mustBeNew(terminal, out);
  const csv = readCsv(await readInput(terminal, file, MOST_CSV_BYTES), 'CSV_MALFORMED');
  const { columns, ignored } = columnsOf(csv.heading);
  if (ignored.length > 0) terminal.err(`not looked at: column ${ignored.join(', ')}\n`);
  const rows: AnsweredRow[] = [];
  const known: ChecksAnswered['asOf'][] = [];
  for (let from = 0; from < csv.rows.length; from += TOGETHER) {
    terminal.progress(`${from} of ${csv.rows.length} checked`);
    const some = await answered(ask, csv.rows.slice(from, from + TOGETHER), columns);
    rows.push(...some.rows);
    if (some.asOf !== null) known.push(some.asOf);
  }
  terminal.progress('');
  if (out !== undefined) {
    const sheet = answersTable(csv.heading, rows, language);
    await writeOutput(terminal, out, out.endsWith('.xlsx') ? await xlsxOf(sheet) : csvOf(sheet), 0o600);
  }
  const totals = totalsOf(rows);
  const [last] = known.slice(-1);
  const asOf = last === undefined ? null : { ...last, stale: known.some(({ stale }) => stale) };
  const told = rows.map(({ row, given }) => ({ row, ...given }));
  answer(
    terminal,
    options,
    'checks/1',
    { rows: told, totals, ignored, 'as-of': asOf, out: out ?? null },
    `${aboutWhole(asOf, language)}${textOf(rows, totals, language)}`,
  );
  const exit = exitForAll(rows.map(({ given }) => given));
  if (exit !== exitCodes.ok) throw new Finding(exit);
}

/** What is true of all answers and not to be overlooked. */
function aboutWhole(asOf: ChecksAnswered['asOf'] | null, language: LabelLanguage): string {
  const copy = asOf?.copy === undefined ? [] : [copyWords(language, asOf.copy)];
  return [...copy, ...(asOf?.stale === true ? [staleWords(language)] : [])].map((line) => `${line}\n`).join('');
}

async function mustBeNew(terminal: Terminal, out: string | undefined): Promise<void> {
  if (out === undefined) return;
  if (!/\.(csv|xlsx)$/.test(out)) throw new CliError('USAGE', '--out is a .csv or an .xlsx file');
  if (await existsFile(pathFrom(terminal.folder, out))) throw new CliError('OUTPUT_EXISTS', out);
}

type Columns = readonly (PaperColumn | null)[];

/** @throws CliError CSV_MALFORMED */
export function columnsOf(cells: readonly string[]): { columns: Columns; ignored: readonly string[] } {
  const heading = headingOf(cells);
  if (!('unusable' in heading)) return heading;
  const why =
    heading.unusable === 'twice'
      ? `column ${heading.column} stands twice`
      : `it has none of the columns that are known: ${paperColumns.join(', ')}`;
  throw new CliError('CSV_MALFORMED', why);
}

/** Rows that can be asked about together; the others are answered here. */
async function answered(ask: Ask, rows: readonly CsvRow[], columns: Columns) {
  const read = rows.map((row) => ({ row, query: queryIn(row, columns) }));
  const queries = read.flatMap(({ query }) => ('refused' in query ? [] : [query.asked]));
  const { answers: given, asOf } = queries.length === 0 ? { answers: [], asOf: null } : await ask(queries);
  let next = 0;
  const answers = read.map(({ row: { row, given: cells }, query }): AnsweredRow => {
    const answer = 'refused' in query ? query.refused : given[next++];
    if (answer === undefined) throw new CliError('GATEWAY_MISANSWERED', 'fewer answers than queries');
    return { row, cells, given: answer };
  });
  return { rows: answers, asOf };
}

type Query = { readonly asked: CheckQuery } | { readonly refused: Extract<CheckAnswer, { answer: 'refused' }> };

function queryIn({ cells, fault }: CsvRow, columns: Columns): Query {
  if (cells === null) return { refused: { answer: 'refused', code: 'INPUT_MALFORMED', field: `row ${fault}` } };
  const read = paperQuery(partsOf(columns, cells));
  if ('query' in read) return { asked: read.query };
  const told = (column: PaperColumn) => ({ code: 'INPUT_MALFORMED', field: column });
  const also = read.also.length === 0 ? {} : { also: read.also.map(told) };
  return { refused: { answer: 'refused', ...told(read.unreadable), ...also } };
}

function totalsOf(rows: readonly AnsweredRow[]): Record<string, number> {
  const totals: Record<string, number> = {};
  for (const { given } of rows) totals[given.answer] = (totals[given.answer] ?? 0) + 1;
  return totals;
}

/** Every row: those that ask for a look one by one, the others together, and why each is what it is. */
function textOf(rows: readonly AnsweredRow[], totals: Record<string, number>, language: LabelLanguage): string {
  const looks = rows.filter(({ given }) => exitFor(given) !== exitCodes.ok);
  const lines = looks.map(({ row, given }) => [String(row), given.answer, ...shortOf(given, language).map(harmless)]);
  const quiet = Map.groupBy(
    rows.filter(({ given }) => exitFor(given) === exitCodes.ok),
    ({ given }) => [given.answer, harmless(notesOf(given, language))].filter((words) => words !== '').join(', '),
  );
  const others = [...quiet].map(([words, alike]) => `${words}: row ${spans(alike.map(({ row }) => row))}\n`);
  const counts = Object.entries(totals).map(([name, count]) => `${count} ${name}`);
  const shown = table(['ROW', 'ANSWER', 'RECORD', 'WHY'], lines);
  return `${shown}${others.join('')}${counted(rows.length, 'row')}: ${counts.join(', ') || 'none'}\n${notCheckedIn(rows)}`;
}

/** Last, so that nobody takes a bus for checked of which a part was not. */
function notCheckedIn(rows: readonly AnsweredRow[]): string {
  const refused = rows.filter(({ given }) => given.answer === 'refused').map(({ row }) => row);
  if (refused.length === 0) return '';
  const [people, them] = refused.length === 1 ? ['1 person was', 'row'] : [`${refused.length} people were`, 'rows'];
  return `${people} NOT checked: put ${them} ${spans(refused)} right and run again\n`;
}

/** `2-4, 7`: numbers in their order, those that follow each other together. */
function spans(numbers: readonly number[]): string {
  const found: [number, number][] = [];
  for (const number of numbers) {
    const last = found.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else found.push([number, number]);
  }
  return found.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(', ');
}
