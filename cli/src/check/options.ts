import type { Command } from '@commander-js/extra-typings';
import { collect } from '../verb.ts';
import { checkFields, type OnPaper } from './query.ts';

/** Gives a command an option for everything that may stand on a paper. */
export function paperOptions<C>(command: C): C {
  const options = command as Command;
  for (const [name, , words] of checkFields) {
    if (name === 'name' || name === 'company') options.option(`--${name} <text>`, words, collect);
    else options.option(`--${name} <text>`, words);
  }
  return command;
}

/** What was given of it. Commander writes `national-id` together. */
export const paperIn = (options: object): OnPaper =>
  Object.fromEntries(
    checkFields.map(([name]) => [
      name,
      (options as Record<string, string | string[] | undefined>)[
        name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
      ],
    ]),
  ) as OnPaper;
