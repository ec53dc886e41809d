import type { Command } from '@commander-js/extra-typings';
import { type PaperPart, paperColumns } from '@tocsin/device/paper';
import { collect } from '../verb.ts';
import { paperWords } from './query.ts';

/** Gives a command an option for everything that may stand on a paper. */
export function paperOptions<C>(command: C): C {
  const options = command as Command;
  for (const name of paperColumns) {
    const words = paperWords[name];
    if (name === 'name' || name === 'company') options.option(`--${name} <text>`, words, collect);
    else options.option(`--${name} <text>`, words);
  }
  return command;
}

/** What was given of it. Commander writes `national-id` together. */
export const paperIn = (options: object): PaperPart[] =>
  paperColumns.flatMap((column) => {
    const name = column.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
    const given = (options as Record<string, string | string[] | undefined>)[name];
    return [given ?? []].flat().map((text) => ({ column, text }));
  });
