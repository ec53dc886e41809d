import type { TextLanguage } from '../words.ts';
import type { th } from './th.ts';

export type ContentLanguage = Exclude<TextLanguage, 'en'>;

/** What members and codes of sealed content are called in a language: one that lacks a word of the others does not compile. */
export interface ContentText {
  readonly language: ContentLanguage;
  /** True until a speaker who knows the field has reviewed every word. */
  readonly machine: boolean;
  readonly words: { readonly [K in keyof typeof th.words]: string };
}
