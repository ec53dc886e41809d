import { chooseLanguage, language, languageNames, languages, t } from '../text/text.ts';

/** Switches the language of the whole screen at once. */
export function LanguageChoice() {
  const choose = (event: Event): void => {
    const { value } = event.currentTarget as HTMLSelectElement;
    const chosen = languages.find((each) => each === value);
    if (chosen !== undefined) chooseLanguage(chosen).catch(() => undefined);
  };
  return (
    <select class="language" aria-label={t('shell.language')} value={language.value} onChange={choose}>
      {languages.map((each) => (
        <option key={each} value={each} lang={each}>
          {languageNames[each]}
        </option>
      ))}
    </select>
  );
}
