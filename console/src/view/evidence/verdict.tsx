import { useEffect, useRef } from 'preact/hooks';
import { agencyName } from '../../app/directory.ts';
import { addressOf } from '../../app/place.ts';
import type { ask } from '../../app/worker.ts';
import { type Column, Table } from '../../table/table.tsx';
import { codeWord, t } from '../../text/text.ts';
import { moment } from '../../text/time.ts';
import type { ExchangeKey } from '../../text/words.ts';
import { doubtCode, doubtWords } from './doubt.ts';

export type Verdict = Awaited<ReturnType<typeof ask<'verifyEvidence'>>>;
type Layer = Verdict['layers'][number];

const layerWords: Readonly<Record<Layer['layer'], ExchangeKey>> = {
  form: 'evidence.form',
  envelope: 'evidence.envelope',
  validity: 'evidence.validity',
  statement: 'evidence.statement',
  certificate: 'evidence.certificate',
  cosigner: 'evidence.cosigner',
  inclusion: 'evidence.inclusion',
  record: 'evidence.record',
};
const verdictWords: Readonly<Record<Layer['verdict'], { readonly key: ExchangeKey; readonly mark: string }>> = {
  yes: { key: 'evidence.yes', mark: 'good' },
  no: { key: 'evidence.no', mark: 'danger' },
  'not checked': { key: 'evidence.not-checked', mark: '' },
};

/** Yes or no for the whole, then for each layer, then what is proved. */
export function VerdictSheet({ verdict }: { readonly verdict: Verdict }) {
  const { fault, layers, record, cosigned, withoutLists } = verdict;
  const heading = useRef<HTMLHeadingElement>(null);
  // Keyboard and screen reader go where the answer is.
  useEffect(() => heading.current?.focus(), [verdict]);
  const names = (codes: readonly string[]): string => codes.map(agencyName).join(', ');
  return (
    <section class={`answer ${fault === null ? 'good' : 'danger'}`} aria-labelledby="verdict">
      <h2 id="verdict" ref={heading} tabIndex={-1}>
        {t(fault === null ? 'evidence.verified' : 'evidence.refused')}
      </h2>
      {fault !== null && (
        <p>
          {doubtWords(fault)} <span class="code">{doubtCode(fault)}</span>
        </p>
      )}
      <dl class="facts">
        {layers.map(({ layer, verdict: word }) => (
          <>
            <dt key={layer}>{t(layerWords[layer])}</dt>
            <dd>
              <span class={`mark ${verdictWords[word].mark}`}>{t(verdictWords[word].key)}</span>
              {layer === 'certificate' && withoutLists.length > 0 && (
                <span class="mark warn"> · {t('evidence.no-lists', { who: names(withoutLists) })}</span>
              )}
            </dd>
          </>
        ))}
      </dl>
      {fault === null && (
        <>
          <p>
            {t('view.record')}:{' '}
            <a class="code" href={addressOf('record', record ?? '')}>
              {record}
            </a>
          </p>
          <p>{t('evidence.vouched', { who: names(cosigned.map(({ agency }) => agency)) })}</p>
          <Statements statements={verdict.statements} />
        </>
      )}
    </section>
  );
}

function Statements({ statements }: Pick<Verdict, 'statements'>) {
  const columns: Column<Verdict['statements'][number]>[] = [
    { title: t('accesses.when'), of: ({ at }) => moment(at) },
    {
      title: t('accesses.who'),
      of: ({ agency, officer }) => (
        <>
          {agencyName(agency)} <span class="code">{officer.slice(0, 8)}</span>
        </>
      ),
    },
    {
      title: t('evidence.said'),
      of: ({ typ, payload }) => (
        <>
          {stepWord(typ)} <span class="code">{typ}</span> {aboutOf(payload)}
        </>
      ),
    },
  ];
  return <Table label={t('evidence.said')} columns={columns} rows={statements} keyOf={({ id }) => id} />;
}

/** What a step of a record is called on every other view; what was signed stands beside it as it was. */
function stepWord(typ: string): string {
  const [, step] = /^(?:record|listing)\.([a-z-]+)\/\d+$/.exec(typ) ?? [];
  return step === undefined ? '' : codeWord('step', step);
}

/** The little of a statement that says what was done; each text is of a closed list, or was checked for its form. */
function aboutOf({ purpose, outcome, reason, released }: Readonly<Record<string, unknown>>): string {
  const parts = [
    typeof purpose === 'string' ? codeWord('purpose', purpose) : '',
    typeof outcome === 'string' ? codeWord('outcome', outcome) : '',
    typeof reason === 'string' ? codeWord('reason', reason) : '',
    Array.isArray(released) ? released.map(String).map(agencyName).join(', ') : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}
