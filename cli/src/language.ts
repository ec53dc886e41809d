import { type LabelLanguage, languages } from '@tocsin/record';
import { CliError } from './error.ts';

/** The language that `--lang` names, English without. @throws CliError USAGE */
export function languageNamed(lang = 'en'): LabelLanguage {
  const found = languages.find((language) => language === lang);
  if (found === undefined) throw new CliError('USAGE', `--lang is one of ${languages.join(', ')}`);
  return found;
}
