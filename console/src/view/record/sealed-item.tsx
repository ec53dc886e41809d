import type { RecordDetail } from '@tocsin/gateway/api';
import { useState } from 'preact/hooks';
import { Agencies } from '../../app/agencies.tsx';
import { agencyName } from '../../app/directory.ts';
import { Fault } from '../../app/fault.tsx';
import { ask } from '../../app/worker.ts';
import { inOrder } from '../../form/schema.ts';
import { did } from '../../guide/step.ts';
import { recordNews } from '../../live/live.ts';
import { codeWord, t } from '../../text/text.ts';
import { moment } from '../../text/time.ts';
import { Content } from './content.tsx';

type Item = RecordDetail['items'][number];
type Purpose = Item['purposes'][number];

/** A sealed file: opened for a purpose that goes onto the ledger first. What it says stays on this screen alone. */
export function SealedItem({ item }: { readonly item: Item }) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const title = item.outcome === null ? codeWord('kind', item.kind) : codeWord('outcome', item.outcome);
  return (
    <section class="item" aria-label={title}>
      <p class="row-head">
        <strong>{title}</strong>
        <span>{agencyName(item.author)}</span>
        <span class="quiet">{moment(item.posted)}</span>
      </p>
      {item.purged !== null && <p class="quiet">{t('item.destroyed')}</p>}
      {opened !== null && item.purged === null && <OpenedItem opened={opened} />}
      {opened === null && item.sealed !== null && item.purged === null && (
        <OpenForm
          item={item}
          onOpen={async (found) => {
            const content = await formed(item, found.inner.content);
            did('open');
            setOpened({ ...found, inner: { ...found.inner, content } });
            // The gateway tells the author of it, not the reader.
            recordNews.value += 1;
          }}
        />
      )}
      {opened !== null && (
        <button type="button" onClick={() => setOpened(null)}>
          {t('item.close')}
        </button>
      )}
    </section>
  );
}

/** In the order of the author's form; an answer, or what has no form here, as it came. */
async function formed({ kind, outcome }: Item, content: unknown): Promise<unknown> {
  if (outcome !== null) return content;
  return ask('kind', kind).then(
    (facts) => inOrder(facts.content, content),
    () => content,
  );
}

type Opened = Awaited<ReturnType<typeof ask<'open'>>>;

/** What a file says, and who signed it for whom, as it was proved on this device: the frame around it is the gateway's word. */
function OpenedItem({ opened: { inner, released } }: { readonly opened: Opened }) {
  const { author, to, content } = inner;
  return (
    <>
      <Content value={content} />
      <p class="quiet">
        {t('item.signed')}: <Agencies codes={[author.agency]} /> · {t('record.to')}: <Agencies codes={to} />
      </p>
      {released.length > 0 && (
        <p class="quiet">{t('item.released-by', { who: released.map(agencyName).join(', ') })}</p>
      )}
    </>
  );
}

function OpenForm({ item, onOpen }: { readonly item: Item; onOpen(opened: Opened): Promise<void> }) {
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    const purpose = String(fields.get('purpose')) as Purpose;
    const { id, record } = item;
    setBusy(true);
    setError(null);
    await ask('open', { record, item: id, purpose, basis: String(fields.get('basis')) }).then(onOpen, setError);
    setBusy(false);
  };
  return (
    <form autoComplete="off" class="open" onSubmit={submit}>
      <label>
        {t('item.purpose')}
        <select name="purpose" required>
          {item.purposes.map((each) => (
            <option key={each} value={each}>
              {codeWord('purpose', each)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t('item.basis')}
        <input name="basis" required maxLength={400} autoComplete="off" />
      </label>
      <button type="submit" class="main" disabled={busy}>
        {t(busy ? 'item.opening' : 'item.open')}
      </button>
      <p class="quiet">{t('item.recorded')}</p>
      <Fault error={error} />
    </form>
  );
}
