import { paperFields } from '@tocsin/device/paper';
import type { CheckAnswer } from '@tocsin/gateway/api';
import { deciderWords, findingWords, type LabelLanguage, labels, licenceWords } from '@tocsin/record';
import { csv } from '../csv.ts';
import { wordsOf } from '../exit-code.ts';
import { decidedWords } from './text.ts';

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
  // A row with more cells than the heading keeps them: the answers stand behind the longest.
  const width = Math.max(heading.length, ...rows.map(({ cells }) => cells.length));
  const padded = (cells: readonly string[]): string[] => Array.from({ length: width }, (_, i) => cells[i] ?? '');
  return {
    heading: [...padded(heading), ...added],
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
  if (given.answer === 'refused') return ['', refusalWords(given, language)];
  const { candidates, fronts, licences } = given;
  const [first] = candidates;
  if (first !== undefined) {
    const decided = first.notTheSame === null ? [] : [decidedWords(language, first.notTheSame)];
    return [first.record, [findingWords(spoken, first.why), ...decided].join('; ')];
  }
  const [front] = fronts;
  if (front !== undefined) return [front.record, findingWords(spoken, front.path)];
  const held = licences.map((licence) => licenceWords(spoken, licence)).join('; ');
  return ['', held === '' ? notesOf(given, language) : held];
}

/** Everything that cannot be read, by its word in the language of whoever puts it right. */
export function refusalWords({ code, field, also = [] }: Refused, language: LabelLanguage): string {
  const each = [{ code, field }, ...also];
  return each.map((one) => `${partWord(one.field, language)}${wordsOf(one.code).meaning} [${one.code}]`).join('; ');
}

type Refused = Extract<CheckAnswer, { answer: 'refused' }>;

/** The word for a field of a query, or what is said of the row. */
function partWord(field: string, language: LabelLanguage): string {
  const column = paperFields.find((names) => (names as readonly string[]).includes(field))?.[0];
  const word = column === undefined ? field : labels[language].words.paper[column];
  return word === '' ? '' : `${word}: `;
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
