import type { CheckAnswer } from '@tocsin/gateway/api';
import { deciderWords, findingWords, type LabelLanguage, labels, licenceWords } from '@tocsin/record';
import { csv } from '../csv.ts';
import { wordsOf } from '../exit-code.ts';

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
export function answersTable(heading: readonly string[], rows: readonly AnsweredRow[], language: LabelLanguage): Sheet {
  const padded = (cells: readonly string[]): string[] => heading.map((_, i) => cells[i] ?? '');
  return {
    heading: [...heading, ...added],
    rows: rows.map(({ cells, given }) => [...padded(cells), given.answer, ...answerCells(given, language)]),
  };
}

function answerCells(given: CheckAnswer, language: LabelLanguage): string[] {
  const [record, why] = shortOf(given, language);
  if (given.answer === 'refused') return ['', '', why, '', '', '', ''];
  const spoken = labels[language];
  const { grade, licences, fronts, notes, candidates } = given;
  const decides = deciderWords(spoken, candidates[0]?.wouldDecide ?? []);
  const leads = fronts.map((front) => `${findingWords(spoken, front.path)}: ${front.record}`).join('; ');
  const held = licences.map((licence) => licenceWords(spoken, licence)).join('; ');
  return [grade ?? '', record, why, decides, held, leads, findingWords(spoken, notes)];
}

/** The record that an answer is about, and why, in a line. */
export function shortOf(given: CheckAnswer, language: LabelLanguage): [record: string, why: string] {
  const spoken = labels[language];
  if (given.answer === 'refused') return ['', `${wordsOf(given.code).meaning}: ${given.field} [${given.code}]`];
  const { candidates, fronts, licences } = given;
  const [first] = candidates;
  if (first !== undefined) return [first.record, findingWords(spoken, first.why)];
  const [front] = fronts;
  if (front !== undefined) return [front.record, findingWords(spoken, front.path)];
  const held = licences.map((licence) => licenceWords(spoken, licence)).join('; ');
  return ['', held === '' ? notesOf(given, language) : held];
}

/** What is to be known of an answer beside what it found: what was not asked, or read otherwise than it is written. */
export const notesOf = (given: CheckAnswer, language: LabelLanguage): string =>
  given.answer === 'refused' ? '' : findingWords(labels[language], given.notes);

export const csvOf = ({ heading, rows }: Sheet): string => csv(heading, rows);

/** Cells of a spreadsheet, all of them text: none is run as a formula. */
export async function xlsxOf({ heading, rows }: Sheet): Promise<Uint8Array> {
  const { default: write } = await import('write-excel-file/node');
  const cells = (row: readonly string[], bold: boolean) =>
    row.map((value) => ({ value, type: String, ...(bold ? { fontWeight: 'bold' as const } : {}) }));
  return write([cells(heading, true), ...rows.map((row) => cells(row, false))]).toBuffer();
}
