import type { CheckAnswer, CheckQuery } from '@tocsin/gateway/api';
import { findingWords, licenceWords } from '@tocsin/record/label/check-words';
import { stringify } from 'csv-stringify/browser/esm/sync';
import { useState } from 'preact/hooks';
import { codeWord, spokenLabels, t } from '../../text/text.ts';
import { Answer, decidedWords } from './answer.tsx';
import { fieldWord } from './field-word.ts';
import type { Paper, Table } from './table.ts';
import { weight } from './words.ts';

export interface AnsweredPaper extends Paper {
  readonly query: CheckQuery;
  readonly given: CheckAnswer;
}

interface AnswersProps {
  readonly table: Table;
  readonly papers: readonly AnsweredPaper[];
  onDecided(): void;
}

const order = ['danger', 'warn', 'good', 'calm'] as const;

/** Answers to the rows of a file, the gravest first; each row opens to all that its answer rests on. */
export function Answers({ table, papers, onDecided }: AnswersProps) {
  const [shown, setShown] = useState<number | null>(null);
  const sorted = papers.toSorted((a, b) => order.indexOf(weight(a.given)) - order.indexOf(weight(b.given)));
  const totals = Object.entries(Object.groupBy(papers, ({ given }) => given.answer));
  return (
    <section class="sheet" aria-label={t('check.answers')}>
      <p role="status">
        {totals.map(([answer, some = []]) => `${codeWord('answer', answer)}: ${some.length}`).join(' · ')}
      </p>
      {table.ignored.length > 0 && <p class="quiet">{t('check.ignored', { columns: table.ignored.join(', ') })}</p>}
      <button type="button" onClick={() => save(table, papers)}>
        {t('check.save')}
      </button>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{t('check.row')}</th>
              <th scope="col">{t('check.answer')}</th>
            </tr>
          </thead>
          <tbody>
            {sorted.map(({ row, query, given }) => (
              <tr key={row}>
                <td>
                  <button
                    type="button"
                    aria-expanded={shown === row}
                    onClick={() => setShown(shown === row ? null : row)}
                  >
                    {row}
                  </button>
                </td>
                <td>
                  {shown === row ? (
                    <Answer given={given} query={query} onDecided={onDecided} />
                  ) : (
                    <>
                      <span class={`mark ${weight(given)}`}>{codeWord('answer', given.answer)}</span> {shortOf(given)}
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
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
function save(table: Table, papers: readonly AnsweredPaper[]): void {
  const rows = papers.map(({ cells, given }) => [
    ...table.heading.map((_, i) => cells[i] ?? ''),
    ...[codeWord('answer', given.answer), recordOf(given), shortOf(given)],
  ]);
  const heading = [...table.heading, t('check.answer'), t('view.record'), t('check.why')];
  const text = stringify([heading, ...rows], { bom: true, escape_formulas: true, record_delimiter: 'windows' });
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: 'answers.csv' });
  link.click();
  URL.revokeObjectURL(url);
}
