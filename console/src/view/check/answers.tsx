import type { CheckAnswer, CheckQuery } from '@tocsin/gateway/api';
import { findingWords, licenceWords } from '@tocsin/record/label/check-words';
import { useState } from 'preact/hooks';
import { type Column, Table } from '../../table/table.tsx';
import { codeWord, spokenLabels, t } from '../../text/text.ts';
import { Answer, decidedWords } from './answer.tsx';
import { fieldWord } from './field-word.ts';
import { fileOf, type Paper, type Table as PaperTable } from './table.ts';
import { weight } from './words.ts';

export interface AnsweredPaper extends Paper {
  readonly query: CheckQuery;
  readonly given: CheckAnswer;
}

interface AnswersProps {
  readonly table: PaperTable;
  readonly papers: readonly AnsweredPaper[];
  onDecided(): void;
}

const order = ['danger', 'warn', 'good', 'calm'] as const;

/** Answers to the rows of a file, the gravest first; each row opens to all that its answer rests on. */
export function Answers({ table, papers, onDecided }: AnswersProps) {
  const [shown, setShown] = useState<number | null>(null);
  const sorted = papers.toSorted((a, b) => order.indexOf(weight(a.given)) - order.indexOf(weight(b.given)));
  const totals = Object.entries(Object.groupBy(papers, ({ given }) => given.answer));
  const columns: Column<AnsweredPaper>[] = [
    {
      title: t('check.row'),
      of: ({ row }) => (
        <button type="button" aria-expanded={shown === row} onClick={() => setShown(shown === row ? null : row)}>
          {row}
        </button>
      ),
    },
    {
      title: t('check.answer'),
      of: ({ row, query, given }) =>
        shown === row ? (
          <Answer given={given} query={query} onDecided={onDecided} />
        ) : (
          <>
            <span class={`mark ${weight(given)}`}>{codeWord('answer', given.answer)}</span> {shortOf(given)}
          </>
        ),
    },
  ];
  return (
    <section class="sheet" aria-label={t('check.answers')}>
      <p role="status">
        {totals.map(([answer, some = []]) => `${codeWord('answer', answer)}: ${some.length}`).join(' · ')}
      </p>
      {table.ignored.length > 0 && <p class="quiet">{t('check.ignored', { columns: table.ignored.join(', ') })}</p>}
      <button type="button" onClick={() => save(table, papers)}>
        {t('check.save')}
      </button>
      <Table label={t('check.answer')} columns={columns} rows={sorted} keyOf={({ row }) => String(row)} />
    </section>
  );
}

function shortOf(given: CheckAnswer): string {
  if (given.answer === 'refused')
    return [given, ...(given.also ?? [])].map(({ code, field }) => `${fieldWord(field)} [${code}]`.trim()).join('; ');
  const [found] = given.candidates;
  if (found !== undefined) {
    const decided = found.notTheSame === null ? [] : [decidedWords(found.notTheSame)];
    return [findingWords(spokenLabels(), found.why), ...decided].join('; ');
  }
  const [front] = given.fronts;
  return front === undefined
    ? given.licences.map((licence) => licenceWords(spokenLabels(), licence)).join('; ')
    : findingWords(spokenLabels(), front.path);
}

const recordOf = (given: CheckAnswer): string =>
  given.answer === 'refused' ? '' : ([...given.candidates, ...given.fronts][0]?.record ?? '');

/** The rows as they were, each with its answer behind; nothing that a spreadsheet would run as a formula. */
function save(table: PaperTable, papers: readonly AnsweredPaper[]): void {
  const rows = papers.map(({ cells, given }) => [
    ...table.heading.map((_, i) => cells[i] ?? ''),
    ...[codeWord('answer', given.answer), recordOf(given), shortOf(given)],
  ]);
  const heading = [...table.heading, t('check.answer'), t('view.record'), t('check.why')];
  const text = fileOf([heading, ...rows], table.delimiter);
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: 'answers.csv' });
  link.click();
  URL.revokeObjectURL(url);
}
