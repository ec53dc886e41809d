import { t } from '../text/text.ts';
import { LanguageChoice } from './language-choice.tsx';

/** What is around every view: brand, languages, and the place where the view stands. */
export function Shell() {
  return (
    <>
      <a class="skip" href="#main">
        {t('shell.skip')}
      </a>
      <header class="bar">
        <span class="brand">Tocsin</span>
        <LanguageChoice />
      </header>
      <main id="main" tabIndex={-1}>
        <section class="sheet narrow">
          <h1>{t('welcome.title')}</h1>
          <p>{t('welcome.sealed')}</p>
          <p>{t('welcome.audited')}</p>
        </section>
      </main>
    </>
  );
}
