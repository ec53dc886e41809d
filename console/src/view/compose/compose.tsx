import { useEffect, useRef, useState } from 'preact/hooks';
import { useAsked } from '../../app/asked.ts';
import { Fault } from '../../app/fault.tsx';
import { go } from '../../app/place.ts';
import type { ViewProps } from '../../app/view.ts';
import { ask } from '../../app/worker.ts';
import { Inner, Languages } from '../../form/field.tsx';
import { beginning, type FormSchema, filled } from '../../form/schema.ts';
import { did } from '../../guide/step.ts';
import { codeWord, language, t } from '../../text/text.ts';
import type { Preview } from '../../worker/wish.ts';
import { type Cover, CoverFields, noCover } from './cover.tsx';
import { Paste } from './paste.tsx';
import { PreviewSheet } from './preview.tsx';

interface Draft {
  readonly cover: Cover;
  readonly content: unknown;
}
/** Ms after the last key before the draft is kept. */
const PAUSE = 800;

/** Writes a post of any kind: its form is made from the kind's schema, and nothing leaves before it was shown who reads. */
export default function Compose({ parts: [kind = 'alert'] }: ViewProps) {
  const { value: facts, error } = useAsked(() => ask('kind', kind), [kind]);
  const { value: kept } = useAsked(async () => ({ draft: (await ask('draft', kind)) as Draft | undefined }), [kind]);
  if (facts === undefined || kept === undefined)
    return error === null ? <p class="quiet">{t('shell.loading')}</p> : <Fault error={error} />;
  const fresh = { cover: noCover, content: begunIn(facts.content, language.value) };
  return <Form key={kind} kind={kind} schema={facts.content} begun={kept.draft ?? fresh} fresh={fresh} />;
}

/** Most officers write in the language that they read. */
function begunIn(schema: FormSchema, spoken: string): unknown {
  const begun = beginning(schema) as object;
  return 'language' in begun ? { ...begun, language: spoken } : begun;
}

interface FormProps {
  readonly kind: string;
  readonly schema: FormSchema;
  readonly begun: Draft;
  readonly fresh: Draft;
}

function Form({ kind, schema, begun, fresh }: FormProps) {
  const [draft, setDraft] = useState<Draft>(begun);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (draft === begun) return;
    const timer = setTimeout(() => ask('keepDraft', kind, draft).catch(() => undefined), PAUSE);
    return () => clearTimeout(timer);
  }, [draft]);

  const asked = useRef(0);
  /** A preview is of what stands in the form: whatever is changed has not been shown. */
  const forget = (): void => {
    asked.current += 1;
    setPreview(null);
  };
  const change = (changed: Partial<Draft>): void => {
    forget();
    setDraft({ ...draft, ...changed });
  };
  const show = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    forget();
    const number = asked.current;
    const ifUnchanged = (shown: Preview): void => {
      if (number === asked.current) setPreview(shown);
    };
    setBusy(true);
    setError(null);
    const posting = { ...draft.cover, kind, links: [], content: filled(schema, draft.content) };
    await ask('prepare', posting as never).then(ifUnchanged, setError);
    setBusy(false);
  };
  const post = async ({ number }: Preview): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      const { id } = await ask('post', number);
      await ask('keepDraft', kind, null);
      did('post');
      go('record', id);
    } catch (fault) {
      setError(fault);
    }
    setBusy(false);
  };
  const discard = (): void => {
    ask('keepDraft', kind, null).then(() => setDraft(fresh), setError);
    forget();
  };
  return (
    <form autoComplete="off" class="sheet compose" onSubmit={show}>
      <h1>
        {t('view.compose')}: {codeWord('kind', kind)}
      </h1>
      <CoverFields cover={draft.cover} onChange={(cover) => change({ cover })} />
      <Paste schema={schema} content={draft.content} onChange={(content) => change({ content })} />
      <Languages />
      <Inner schema={schema} name={kind} value={draft.content} required onChange={(content) => change({ content })} />
      <p class="row-head">
        <button type="submit" class="main" disabled={busy}>
          {t(busy ? 'shell.busy' : 'compose.preview')}
        </button>
        <button type="button" onClick={discard}>
          {t('compose.discard')}
        </button>
        <span class="quiet">{t('compose.kept')}</span>
      </p>
      <Fault error={error} />
      {preview !== null && <PreviewSheet preview={preview} busy={busy} onPost={() => post(preview)} />}
    </form>
  );
}
