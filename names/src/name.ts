import type { Language } from './sound.ts';

export type Script = 'latin' | 'thai' | 'lao' | 'khmer' | 'burmese' | 'han' | 'other';

/** A name as somebody wrote it. What is not said is found out from the text. */
export interface NameInput {
  readonly text: string;
  readonly script?: Script;
  readonly language?: Language;
  readonly kind?: 'person' | 'company';
}

export type Gender = 'f' | 'm';

/** What a word of a name does there: it names, joins (`Văn`, `bin`, `de la`), or may be a title (`Ko`, `Ma`). */
export type Part = 'name' | 'particle' | 'maybe-title';

export interface Token {
  /** Normalised; of Latin letters lower case without marks, of Han the simplified form. */
  readonly text: string;
  readonly script: Script;
  readonly part: Part;
  /** Vietnamese with its marks, in one form; empty where the word had none. */
  readonly marked: string;
  /** Chinese: read as a surname. */
  readonly surname: boolean;
  /** 0 to 1: how much it tells that this word agrees. */
  readonly weight: number;
}

/** A name ready to be compared; make it once, compare it often. */
export interface Comparable {
  readonly text: string;
  readonly kind: 'person' | 'company';
  readonly tokens: readonly Token[];
  /** Taken off: `Mr`, `นาย`, `ဦး`. */
  readonly titles: readonly string[];
  readonly gender: Gender | null;
  /** What the text itself shows, or what was said. */
  readonly languages: readonly Language[];
  /** It was written with Vietnamese marks: their absence on a word then means something. */
  readonly marked: boolean;
}

/** Why two names are alike, or not quite; labels for people are made elsewhere. */
export type Reason =
  | { readonly code: 'same-native' }
  | { readonly code: 'same-romanised' }
  | { readonly code: 'spelling-variant'; readonly of: string; readonly as: string }
  | { readonly code: 'reading-variant'; readonly of: string; readonly as: string; readonly standard: string }
  | { readonly code: 'one-edit'; readonly of: string; readonly as: string }
  | { readonly code: 'name-differs'; readonly of: string; readonly as: string }
  | { readonly code: 'initial-only'; readonly of: string }
  | { readonly code: 'name-part-missing'; readonly part: string }
  | { readonly code: 'common-name'; readonly part: string }
  | { readonly code: 'order-differs' }
  | { readonly code: 'title-ignored'; readonly title: string }
  | { readonly code: 'gender-differs' }
  | { readonly code: 'script-differs' };
