import { language } from '../../text/text.ts';

/** A name in the language on the screen, else in English, else in any that there is, else the code. */
export function nameIn(names: Readonly<Record<string, string>>, code: string): string {
  return names[language.value] ?? names.en ?? Object.values(names)[0] ?? code;
}
