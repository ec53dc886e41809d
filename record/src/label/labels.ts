import type { en } from './en.ts';

/** Languages of the exchange, English first: it is the one that all are translated from. */
export const languages = ['en', 'my', 'zh', 'km', 'lo', 'th', 'vi'] as const;
export type LabelLanguage = (typeof languages)[number];

/** What the words name: a kind, a step of a procedure, a state ... */
export type LabelGroup = keyof typeof en.words;

/** The words of one language: a language that lacks a word of the English does not compile. */
export interface Labels {
  /** BCP 47. */
  readonly language: LabelLanguage;
  /** True until a speaker of the language who knows the field has reviewed every word: show it as a draft. */
  readonly machine: boolean;
  readonly words: { readonly [G in LabelGroup]: { readonly [Code in keyof (typeof en.words)[G]]: string } };
}
