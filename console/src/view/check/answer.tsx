import type { CheckAnswer, CheckQuery, GivenAnswer } from '@tocsin/gateway/api';
import { deciderWords, filled, findingWords, licenceWords } from '@tocsin/record/label/check-words';
import { useState } from 'preact/hooks';
import { Fault } from '../../app/fault.tsx';
import { addressOf } from '../../app/place.ts';
import { ask } from '../../app/worker.ts';
import { codeWord, spokenLabels, t } from '../../text/text.ts';
import { moment } from '../../text/time.ts';
import { fieldWord } from './field-word.ts';
import { weight } from './words.ts';

interface AnswerProps {
  readonly given: CheckAnswer;
  readonly query: CheckQuery;
  /** Something was remembered or taken back: ask again. */
  onDecided(): void;
}

/** The answer first, then what it rests on, then what would decide. */
export function Answer({ given, query, onDecided }: AnswerProps) {
  return (
    <section class={`answer ${weight(given)}`} aria-label={t('check.answer')}>
      <div role="status">
        <h2>{codeWord('answer', given.answer)}</h2>
      </div>
      {given.answer === 'refused' ? (
        <Unreadable given={given} />
      ) : (
        <Grounds given={given} query={query} onDecided={onDecided} />
      )}
    </section>
  );
}

type Refused = Exclude<CheckAnswer, GivenAnswer>;

/** Everything that cannot be read: whoever puts one thing right shall not hear of the next only then. */
const Unreadable = ({ given: { code, field, also = [] } }: { readonly given: Refused }) =>
  [{ code, field }, ...also].map((one) => (
    <p key={one.field}>
      {t('check.unreadable', { what: fieldWord(one.field) })} <span class="code">[{one.code}]</span>
    </p>
  ));

function Grounds({ given, query, onDecided }: AnswerProps & { readonly given: GivenAnswer }) {
  const { candidates, licences, fronts, notes } = given;
  return (
    <ul class="grounds">
      {candidates.map((candidate) => (
        <li key={candidate.record}>
          <Candidate candidate={candidate} query={query} onDecided={onDecided} />
        </li>
      ))}
      {given.more > 0 && <li>{filled(codeWord('check', 'more'), { more: given.more })}</li>}
      {licences.map((licence) => (
        <li key={`${licence.authority}/${licence.number}`}>{licenceWords(spokenLabels(), licence)}</li>
      ))}
      {fronts.map(({ record, standing, path }) => (
        <li key={record}>
          {codeWord('check', 'leads')}: {findingWords(spokenLabels(), path)} ({codeWord('listing', standing)}){' '}
          <OpenListing record={record} />
        </li>
      ))}
      {notes.length > 0 && <li>{findingWords(spokenLabels(), notes)}</li>}
    </ul>
  );
}

interface CandidateProps {
  readonly candidate: GivenAnswer['candidates'][number];
  readonly query: CheckQuery;
  onDecided(): void;
}

function Candidate({ candidate, query, onDecided }: CandidateProps) {
  const { record, standing, grade, why, wouldDecide, notTheSame } = candidate;
  const [error, setError] = useState<unknown>(null);
  const decide = (reason: string | null): void => {
    ask('decide', { record, query, reason }).then(onDecided, setError);
  };
  return (
    <>
      <p>
        <span class="chip">{codeWord('grade', grade)}</span> <span class="chip">{codeWord('listing', standing)}</span>{' '}
        {findingWords(spokenLabels(), why)} <OpenListing record={record} />
      </p>
      {wouldDecide.length > 0 && (
        <p class="quiet">{filled(codeWord('check', 'decides'), { what: deciderWords(spokenLabels(), wouldDecide) })}</p>
      )}
      {notTheSame === null ? (
        <NotTheSame onReason={decide} />
      ) : (
        <p>
          {decidedWords(notTheSame)}{' '}
          <button type="button" onClick={() => decide(null)}>
            {t('check.take-back')}
          </button>
        </p>
      )}
      <Fault error={error} />
    </>
  );
}

/** Who has decided that it is somebody else, when and why. */
export const decidedWords = ({ by, at, reason }: NonNullable<CandidateProps['candidate']['notTheSame']>): string =>
  filled(codeWord('check', 'decided'), { who: by.slice(0, 8), at: moment(at), reason });

function NotTheSame({ onReason }: { onReason(reason: string): void }) {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    onReason(String(new FormData(event.currentTarget as HTMLFormElement).get('reason')));
  };
  return (
    <details>
      <summary>{t('check.not-same')}</summary>
      <form autoComplete="off" class="open" onSubmit={submit}>
        <label>
          {t('check.not-same-why')}
          <input name="reason" required maxLength={400} autoComplete="off" />
        </label>
        <button type="submit">{t('check.remember')}</button>
      </form>
    </details>
  );
}

/** Details of a listing are one access like any other, which its author hears of. */
const OpenListing = ({ record }: { readonly record: string }) => (
  <a href={addressOf('record', record)}>
    {t('check.open')} <span class="code">{record.slice(0, 8)}</span>
  </a>
);
