import { type Command, Option } from '@commander-js/extra-typings';
import { type PaperColumn, type PaperPart, paperColumns } from '@tocsin/device/paper';
import { collect } from '../verb.ts';
import { paperWords } from './query.ts';

/** What identifies somebody by itself, and whose country it is of: names are not asked about blindly. */
export const numberColumns: readonly PaperColumn[] = paperColumns.filter(
  (column) => !['name', 'company', 'born', 'authority'].includes(column),
);

/** Gives a command an option for everything that may stand on a paper; those that it does not offer are told why. */
export function paperOptions<C>(command: C, offered: readonly PaperColumn[] = paperColumns): C {
  const options = command as Command;
  for (const name of paperColumns) {
    const option = new Option(`--${name} <text>`, paperWords[name]).hideHelp(!offered.includes(name));
    if (name === 'name' || name === 'company') option.argParser(collect);
    options.addOption(option);
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
