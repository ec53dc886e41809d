import { en } from './en.ts';
import { km } from './km.ts';
import type { LabelGroup, LabelLanguage, Labels } from './labels.ts';
import { lo } from './lo.ts';
import { my } from './my.ts';
import { th } from './th.ts';
import { vi } from './vi.ts';
import { zh } from './zh.ts';

/** The words of every language of the exchange. */
export const labels: { readonly [L in LabelLanguage]: Labels } = { en, my, zh, km, lo, th, vi };

/** The word for a code; a code nobody has a word for is shown as it is, never as an empty place. */
export function label(language: LabelLanguage, group: LabelGroup, code: string): string {
  const words: Readonly<Record<string, string>> = labels[language].words[group];
  return Object.hasOwn(words, code) ? (words[code] ?? code) : code;
}
