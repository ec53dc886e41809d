import type { LabelLanguage } from '@tocsin/record/label/labels';
import type { en } from './en.ts';

export type TextLanguage = LabelLanguage;
export type TextKey = keyof typeof en.words;

/** The console's words in one language: a language that lacks a word of the English does not compile. */
export interface Text {
  /** BCP 47. */
  readonly language: TextLanguage;
  /** True until a speaker who knows the field has reviewed every word: the settings say so. */
  readonly machine: boolean;
  readonly words: { readonly [K in TextKey]: string };
}
