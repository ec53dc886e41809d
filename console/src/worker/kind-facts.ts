import { kindNamed } from '@tocsin/record';

/** A kind as far as the screen needs it: its code and its schema stay in the worker. */
export interface KindFacts {
  readonly outcomes: readonly string[];
  readonly withdrawReasons: readonly string[];
  readonly closeReasons: readonly string[];
}

/** @throws Refusal UNKNOWN_KIND */
export function kindFacts(name: string): KindFacts {
  const { outcomes, withdrawReasons, closeReasons } = kindNamed(name);
  return { outcomes: [...outcomes], withdrawReasons: [...withdrawReasons], closeReasons: [...closeReasons] };
}
