import type { CheckAnswer } from '@tocsin/gateway/api';
import { csv } from '../csv.ts';
import { wordsOf } from '../exit-code.ts';
import { decisiveWords, licenceWords, reasonsText } from './words.ts';

/** A row of a file with the answer to it. */
export interface AnsweredRow {
  readonly row: number;
  readonly cells: readonly string[];
  readonly given: CheckAnswer;
}

/** A table of text. */
export interface Sheet {
  readonly heading: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const added = ['answer', 'grade', 'record', 'why', 'would decide', 'licence', 'leads to', 'note'] as const;

/** The rows as they were, each with its answer behind. */
export function answersTable(heading: readonly string[], rows: readonly AnsweredRow[]): Sheet {
  const padded = (cells: readonly string[]): string[] => heading.map((_, i) => cells[i] ?? '');
  return {
    heading: [...heading, ...added],
    rows: rows.map(({ cells, given }) => [...padded(cells), given.answer, ...answerCells(given)]),
  };
}

function answerCells(given: CheckAnswer): string[] {
  if (given.answer === 'refused') return ['', '', shortOf(given)[1], '', '', '', ''];
  const { grade, licences, fronts, notes, candidates } = given;
  const [record, why] = shortOf(given);
  const decides = decisiveWords(candidates[0]?.wouldDecide ?? []);
  const leads = fronts.map((front) => `${reasonsText(front.path)}: ${front.record}`).join('; ');
  return [grade ?? '', record, why, decides, licences.map(licenceWords).join('; '), leads, reasonsText(notes)];
}

/** The record that an answer is about, and why, in a line. */
export function shortOf(given: CheckAnswer): [record: string, why: string] {
  if (given.answer === 'refused') return ['', `${wordsOf(given.code).meaning}: ${given.field} [${given.code}]`];
  const { candidates, fronts, licences } = given;
  const [first] = candidates;
  if (first !== undefined) return [first.record, reasonsText(first.why)];
  const [front] = fronts;
  if (front !== undefined) return [front.record, reasonsText(front.path)];
  return ['', licences.map(licenceWords).join('; ')];
}

export const csvOf = ({ heading, rows }: Sheet): string => csv(heading, rows);

/** Cells of a spreadsheet, all of them text: none is run as a formula. */
export async function xlsxOf({ heading, rows }: Sheet): Promise<Uint8Array> {
  const { default: write } = await import('write-excel-file/node');
  const cells = (row: readonly string[], bold: boolean) =>
    row.map((value) => ({ value, type: String, ...(bold ? { fontWeight: 'bold' as const } : {}) }));
  return write([cells(heading, true), ...rows.map((row) => cells(row, false))]).toBuffer();
}
