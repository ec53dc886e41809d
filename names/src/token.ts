export type Script = 'latin' | 'thai' | 'lao' | 'khmer' | 'burmese' | 'han' | 'other';

const UNSPACED: ReadonlySet<Script | undefined> = new Set<Script | undefined>(['thai', 'lao', 'khmer']);
/** Whether papers in the script may write the words of a name without a space between them. */
export const isUnspaced = (script: Script | undefined): boolean => UNSPACED.has(script);

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
