import type { LabelLanguage } from '../labels.ts';
import type { en } from './en.ts';

/** What can be wrong with the exchange, as a device sees it. */
export type FindingCode = keyof typeof en.findings;

/** What is wrong, and what mends it. `{what}`, `{agency}`, `{when}`, `{who}` and `{count}` are places for values. */
export interface FindingWords {
  readonly what: string;
  readonly fix: string;
}

/** The doctor's words in one language: a language that lacks one of the English does not compile. */
export interface DoctorWords {
  /** BCP 47. */
  readonly language: LabelLanguage;
  /** True until a speaker who knows the field has reviewed every word. */
  readonly machine: boolean;
  readonly findings: { readonly [C in FindingCode]: FindingWords };
}
