import { type PaperColumn, type PaperPart, paperColumns } from '@tocsin/device/paper';
import type { CheckQuery } from '@tocsin/gateway/api';
import { filled } from '@tocsin/record/label/check-words';
import { en } from '@tocsin/record/label/en';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Fault } from '../../app/fault.tsx';
import { codeWord, language, t } from '../../text/text.ts';
import { Answer } from './answer.tsx';
import { Answers } from './answers.tsx';
import { type Asking, checkPapers, type Results } from './asking.ts';
import { fieldWord } from './field-word.ts';
import { partsIn } from './paper.ts';
import { readTable } from './table.ts';

type Purpose = Asking['purpose'];
const purposes = Object.keys(en.words.purpose) as Purpose[];
/** What officers at posts and counters check for, unless they say otherwise. */
const USUAL: Purpose = 'border-control';

/** Is who is on this paper listed, and is the licence theirs? Nobody but the own gateway learns who was asked about. */
export default function Check() {
  const [box, setBox] = useState('');
  const [changed, setChanged] = useState<ReadonlyMap<string, PaperColumn>>(new Map());
  const [purpose, setPurpose] = useState<Purpose>(USUAL);
  const [results, setResults] = useState<Results | null>(null);
  const [busy, setBusy] = useState('');
  const [error, setError] = useState<unknown>(null);
  const [noTable, setNoTable] = useState(false);
  const paper = useRef<HTMLTextAreaElement>(null);
  const words = useMemo(() => fieldNames(), [language.value]);
  const table = useMemo(() => (/\n./.test(box.trim()) ? readTable(box.trim()) : null), [box]);
  const parts = partsIn(box, words).map((part) => ({ ...part, column: changed.get(part.text) ?? part.column }));

  const asked = useRef(0);
  /** An answer stands under what was asked and under nothing else: another person's would let pass who is listed. */
  const forget = (): void => {
    asked.current += 1;
    setResults(null);
  };
  const run = async (asking: Omit<Asking, 'purpose' | 'onProgress'>): Promise<void> => {
    asked.current += 1;
    const number = asked.current;
    const ifAsked =
      <T,>(set: (value: T) => void) =>
      (value: T): void => {
        if (number === asked.current) set(value);
      };
    setBusy(t('shell.busy'));
    setError(null);
    const onProgress = (done: number, all: number): void => setBusy(t('check.progress', { done, all }));
    await checkPapers({ ...asking, purpose, onProgress }).then(ifAsked<Results>(setResults), ifAsked(setError));
    setBusy('');
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    forget();
    run(table === null ? { parts } : { table }).catch(setError);
  };
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    forget();
    const read = readTable(await textOf(file));
    setNoTable(read === null);
    if (read !== null) await run({ table: read });
  };
  const next = (): void => {
    forget();
    setBox('');
    setChanged(new Map());
    paper.current?.focus();
  };
  const again = (): void => {
    if (results !== null)
      run(results.table === null ? { parts: results.parts } : { table: results.table }).catch(setError);
  };
  return (
    <div class="record">
      <form autoComplete="off" class="sheet" onSubmit={submit}>
        <h1>{t('view.check')}</h1>
        <label>
          {t('check.paper')}
          <textarea
            ref={paper}
            rows={5}
            value={box}
            aria-keyshortcuts="Control+Enter"
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
              event.preventDefault();
              event.currentTarget.form?.requestSubmit();
            }}
            spellcheck={false}
            autoComplete="off"
            aria-describedby="check-hint"
            onInput={({ currentTarget }) => {
              forget();
              setBox(currentTarget.value);
            }}
          />
        </label>
        <p id="check-hint" class="quiet">
          {t('check.hint')}
        </p>
        {table === null && (
          <ReadAs
            parts={parts}
            onChange={(text, column) => {
              forget();
              setChanged(new Map(changed).set(text, column));
            }}
          />
        )}
        <label>
          {t('item.purpose')}
          <select
            value={purpose}
            onChange={({ currentTarget }) => {
              forget();
              setPurpose(currentTarget.value as Purpose);
            }}
          >
            {purposes.map((each) => (
              <option key={each} value={each}>
                {codeWord('purpose', each)}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" class="main" disabled={busy !== '' || parts.length === 0}>
          {busy === '' ? t('check.run') : busy}
        </button>
        <label>
          {t('check.file')}
          <input
            type="file"
            accept=".csv,.tsv,text/csv"
            disabled={busy !== ''}
            onChange={({ currentTarget }) => void take(currentTarget.files?.[0]).catch(setError)}
          />
        </label>
        <p class="quiet">{t('check.private')}</p>
        {noTable && (
          <p role="alert" class="fault">
            {t('check.no-table', { columns: paperColumns.join(', ') })}
          </p>
        )}
        <Fault error={error} />
      </form>
      {results !== null && <Shown results={results} onDecided={again} onNext={next} />}
    </div>
  );
}

interface ShownProps {
  readonly results: Results;
  onDecided(): void;
  onNext(): void;
}

function Shown({ results, onDecided, onNext }: ShownProps) {
  const { table, papers, asOf } = results;
  const [first] = papers;
  // What could not be read was looked for nowhere: the officer must not take it for an answer.
  const looked = papers.some(({ given }) => given.answer !== 'refused');
  const place = useRef<HTMLDivElement>(null);
  // On a phone the answer stands below the form: it comes into sight, and the keys stay where they were.
  useEffect(() => place.current?.scrollIntoView({ block: 'nearest' }), [results]);
  return (
    <div ref={place} class="record">
      {table === null ? (
        first !== undefined && <Answer given={first.given} query={first.query as CheckQuery} onDecided={onDecided} />
      ) : (
        <Answers table={table} papers={papers} onDecided={onDecided} />
      )}
      {looked && asOf?.stale === true && <p role="alert">{codeWord('check', 'stale')}</p>}
      {looked && asOf !== null && (
        <p class="quiet">
          {filled(codeWord('check', 'as-of'), { listings: asOf.listings, block: asOf.block })}{' '}
          {asOf.unopened > 0 && filled(codeWord('check', 'unopened'), { unopened: asOf.unopened })}
        </p>
      )}
      <p>
        <button type="button" onClick={onNext}>
          {t('check.next')}
        </button>
      </p>
    </div>
  );
}

interface ReadAsProps {
  readonly parts: readonly PaperPart[];
  onChange(text: string, column: PaperColumn): void;
}

/** How each line was understood, to be changed by whoever knows better. */
function ReadAs({ parts, onChange }: ReadAsProps) {
  if (parts.length === 0) return null;
  return (
    <ul class="read-as">
      {parts.map(({ text, column }) => (
        <li key={text}>
          <select
            aria-label={t('check.read-as', { text })}
            value={column}
            onChange={({ currentTarget }) => onChange(text, currentTarget.value as PaperColumn)}
          >
            {paperColumns.map((each) => (
              <option key={each} value={each}>
                {fieldWord(each)}
              </option>
            ))}
          </select>
          <span>{text}</span>
        </li>
      ))}
    </ul>
  );
}

/** What may stand before a colon: names of columns, and the words of the language on the screen. */
const fieldNames = (): ReadonlyMap<string, PaperColumn> =>
  new Map(paperColumns.flatMap((each) => [[each, each] as const, [fieldWord(each).toLowerCase(), each] as const]));

/** Empty for what is not UTF-8: letters that are guessed would be other people's names. */
const textOf = async (file: File): Promise<string> => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    return '';
  }
};
