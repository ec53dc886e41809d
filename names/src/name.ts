import type { Runs } from './run.ts';
import type { Language } from './sound.ts';
import type { Script, Token } from './token.ts';

/** A name as somebody wrote it. What is not said is found out from the text. */
export interface NameInput {
  readonly text: string;
  readonly script?: Script;
  readonly language?: Language;
  readonly kind?: 'person' | 'company';
}

export type Gender = 'f' | 'm';

/** A name ready to be compared; make it once, compare it often. */
export interface Comparable {
  readonly text: string;
  readonly kind: 'person' | 'company';
  readonly tokens: readonly Token[];
  /** The same, alone and joined, with how they are said. */
  readonly runs: Runs;
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
