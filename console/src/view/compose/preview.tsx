import { agencyName } from '../../app/directory.ts';
import { t } from '../../text/text.ts';
import { moment } from '../../text/time.ts';
import type { Preview, PreviewKey } from '../../worker/wish.ts';

interface PreviewProps {
  readonly preview: Preview;
  readonly busy: boolean;
  onPost(): void;
}

/**
 * Exactly who will be able to read, by which keys, with whose shares, and what allows it. Keys are proved to the roots by
 * the agency's code; its name is the gateway's word.
 */
export function PreviewSheet({ preview, busy, onPost }: PreviewProps) {
  const { readers, witness, agreement, clause, due, retain } = preview;
  return (
    <section class="preview" aria-labelledby="preview">
      <h2 id="preview">{t('preview.readers')}</h2>
      <Keys keys={readers} />
      {witness !== null && (
        <>
          <h2>{t('preview.trustees', { needed: witness.t, all: witness.trustees.length })}</h2>
          <Keys keys={witness.trustees} />
        </>
      )}
      <dl class="facts">
        <dt>{t('record.clause')}</dt>
        <dd class="code">
          {clause} ({agreement})
        </dd>
        <dt>{t('preview.acknowledge-by')}</dt>
        <dd>{moment(due.acknowledge)}</dd>
        <dt>{t('preview.answer-by')}</dt>
        <dd>{moment(due.answer)}</dd>
        <dt>{t('record.retain')}</dt>
        <dd>{moment(retain)}</dd>
      </dl>
      <button type="button" class="main" disabled={busy} onClick={onPost}>
        {t(busy ? 'shell.busy' : 'preview.post')}
      </button>
    </section>
  );
}

function Keys({ keys }: { readonly keys: readonly PreviewKey[] }) {
  return (
    <ul>
      {keys.map(({ agency, unit, digest, known }) => (
        <li key={digest}>
          {agencyName(agency)} <span class="code">{agency}</span> · {unit}{' '}
          <span class="code">{digest.slice(0, 16)}</span>{' '}
          <span class="quiet">{t(known ? 'preview.known' : 'preview.first')}</span>
        </li>
      ))}
    </ul>
  );
}
