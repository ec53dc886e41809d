import type { LabelLanguage } from '@tocsin/record/label/labels';
import type { DateWords } from './date-words.ts';
import type { en } from './en.ts';
import type { en as exchangeEn } from './exchange/en.ts';

export type TextLanguage = LabelLanguage;
export type TextKey = keyof typeof en.words;
export type ExchangeKey = keyof typeof exchangeEn.words;

/** The console's words in one language: a language that lacks a word of the English does not compile. */
export interface Text {
  /** BCP 47. */
  readonly language: TextLanguage;
  /** True until a speaker who knows the field has reviewed every word: the settings say so. */
  readonly machine: boolean;
  /** How it writes days, where browsers do not know. */
  readonly dates?: DateWords;
  readonly words: { readonly [K in TextKey]: string };
}

/** What views about the exchange itself say, in one language: nothing of it is needed for a first view. */
export interface ExchangeText extends Pick<Text, 'language' | 'machine'> {
  readonly words: { readonly [K in ExchangeKey]: string };
}
