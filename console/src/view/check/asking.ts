import { type PaperPart, queryOf } from '@tocsin/device/paper';
import type { CheckAnswer, CheckQuery, ChecksAnswered } from '@tocsin/gateway/api';
import { ask } from '../../app/worker.ts';
import { t } from '../../text/text.ts';
import type { ChecksWish } from '../../worker/checking.ts';
import type { AnsweredPaper } from './answers.tsx';
import type { Paper, Table } from './table.ts';

/** What is checked: one paper's parts, or every row of a table. */
export interface Asking {
  readonly purpose: ChecksWish['purpose'];
  readonly parts?: readonly PaperPart[];
  readonly table?: Table;
  onProgress(done: number, all: number): void;
}

export interface Results {
  readonly parts: readonly PaperPart[];
  readonly table: Table | null;
  readonly papers: readonly AnsweredPaper[];
  /** What the answers rest on; null where nothing could be asked. */
  readonly asOf: ChecksAnswered['asOf'] | null;
}

/** Rows of one request: a slow line shows progress, and a row that cannot be read costs none of the others. */
const TOGETHER = 100;

/** Asks the own gateway about all of it. @throws Told */
export async function checkPapers({ purpose, parts = [], table, onProgress }: Asking): Promise<Results> {
  const papers: readonly Paper[] = table?.papers ?? [{ row: 1, cells: [], parts }];
  const answered: AnsweredPaper[] = [];
  let asOf: Results['asOf'] = null;
  for (let from = 0; from < papers.length; from += TOGETHER) {
    onProgress(from, papers.length);
    const some = papers.slice(from, from + TOGETHER).map((paper) => ({ paper, reading: readingOf(paper) }));
    const queries = some.flatMap(({ reading }) => ('query' in reading ? [reading.query] : []));
    const told = queries.length === 0 ? null : await ask('check', { purpose, queries });
    asOf = told?.asOf ?? asOf;
    let next = 0;
    for (const { paper, reading } of some) {
      const given = 'query' in reading ? told?.answers[next++] : reading.refused;
      if (given === undefined) throw new RangeError('fewer answers than queries');
      answered.push({ ...paper, query: 'query' in reading ? reading.query : {}, given });
    }
  }
  return { parts, table: table ?? null, papers: answered, asOf };
}

type Refused = Extract<CheckAnswer, { answer: 'refused' }>;
const refused = (field: string, others: readonly string[] = []): { refused: Refused } => {
  const code = 'INPUT_MALFORMED';
  const also = others.map((other) => ({ code, field: other }));
  return { refused: { answer: 'refused', code, field, ...(also.length === 0 ? {} : { also }) } };
};

function readingOf({ row, parts }: Paper): { query: CheckQuery } | { refused: Refused } {
  if (parts === null) return refused(`${t('check.row')} ${row}`);
  const reading = queryOf(parts);
  return 'query' in reading ? reading : refused(reading.unreadable, reading.also);
}
