import { addressOf } from '../app/place.ts';
import { t } from '../text/text.ts';
import type { TextKey } from '../text/words.ts';
import { did, dismiss, type Step, step, steps } from './step.ts';

const words: Readonly<Record<Step | 'key' | 'done', TextKey>> = {
  key: 'guide.key',
  post: 'guide.post',
  open: 'guide.open',
  audit: 'guide.audit',
  done: 'guide.done',
};
/** Where each step is done. */
const places: Readonly<Record<Step, string>> = {
  post: addressOf('compose'),
  open: addressOf('inbox', 'sent'),
  audit: addressOf('audit'),
};

/** What stands on the buttons that the guide names. */
const buttons = () => ({
  make: t('welcome.make-key'),
  preview: t('compose.preview'),
  post: t('preview.post'),
  open: t('item.open'),
});

/** Tells a first-time visitor what to press next: one step at a time, until it is closed. */
export function Guide() {
  const at = step.value;
  if (at === 'off') return null;
  const numbered = steps.find((each) => each === at);
  return (
    <aside class="guide" aria-label={t('guide.title')}>
      {/* Told by screen readers whenever the step changes. */}
      <p role="status">
        {numbered !== undefined && (
          <strong>{t('guide.step', { n: steps.indexOf(numbered) + 1, all: steps.length })}. </strong>
        )}
        {t(words[at], buttons())}
      </p>
      <p class="row-head">
        {numbered !== undefined && <a href={places[numbered]}>{t('guide.go')}</a>}
        {numbered !== undefined && (
          <button type="button" onClick={() => did(numbered)}>
            {t('guide.skip')}
          </button>
        )}
        <button type="button" onClick={dismiss}>
          {t('guide.dismiss')}
        </button>
      </p>
    </aside>
  );
}
