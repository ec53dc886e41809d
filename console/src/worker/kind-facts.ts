import { kindNamed, kinds, precedences, purposes, tlpLabels } from '@tocsin/record';
import type { FormSchema } from '../form/schema.ts';

/** A kind as far as the screen needs it: its code stays in the worker. */
export interface KindFacts {
  readonly name: string;
  readonly outcomes: readonly string[];
  readonly withdrawReasons: readonly string[];
  readonly closeReasons: readonly string[];
  /** The schema of its sealed content: the form is made from it. */
  readonly content: FormSchema;
}

/** What a post may say besides its content. */
export interface PostChoices {
  readonly kinds: readonly string[];
  readonly purposes: readonly string[];
  readonly precedences: readonly string[];
  readonly tlp: readonly string[];
}

/** @throws Refusal UNKNOWN_KIND */
export function kindFacts(name: string): KindFacts {
  const { outcomes, withdrawReasons, closeReasons, content } = kindNamed(name);
  const schema = JSON.parse(JSON.stringify(content)) as FormSchema;
  return {
    name,
    outcomes: [...outcomes],
    withdrawReasons: [...withdrawReasons],
    closeReasons: [...closeReasons],
    content: schema,
  };
}

export const postChoices = (): PostChoices => ({
  kinds: kinds.map(({ name }) => name),
  purposes: [...purposes],
  precedences: [...precedences],
  tlp: [...tlpLabels],
});
