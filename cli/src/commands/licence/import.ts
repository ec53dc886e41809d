import { licenceCategories, licenceStatuses } from '@tocsin/record';
import { MOST_CSV_BYTES } from '../../csv-reading.ts';
import { AnsweredError, CliError } from '../../error.ts';
import { readInput } from '../../file.ts';
import type { DateOrder } from '../../licence/day.ts';
import { compared, type Imported, type ReadRegister, readRegister, resume, write } from '../../licence/importing.ts';
import { sending } from '../../licence/progress.ts';
import type { Comparison } from '../../licence/register.ts';
import { comparisonText } from '../../licence/text.ts';
import { wordAmong } from '../../listing.ts';
import { answer, nextSteps, type OutputOptions } from '../../output.ts';
import { inSession } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { sameProfile } from '../../words.ts';

export const importLicences = (terminal: Terminal) =>
  officerVerb('import', 'publish your register of licences from a file; killed, it goes on where it stood', [
    'licence import register.csv --authority th-doe --dry-run   # show what would change, write nothing',
    'licence import register.ftm.json --authority th-doe --category work --as th-labour-officer',
  ])
    .argument('<file>', 'CSV, or FollowTheMoney entities, one JSON object a line; - for standard input')
    .requiredOption('--authority <name>', 'short name of who issued the licences')
    .option('--format <word>', 'csv or ftm; default: by the name of the file')
    .option('--dates <order>', 'dmy or mdy, where a day can be read both ways')
    .option('--category <word>', `of FollowTheMoney licences that say none: ${licenceCategories.join(', ')}`)
    .option('--status <word>', `of FollowTheMoney licences that say none: ${licenceStatuses.join(', ')}`)
    .option('--skip-refused', 'leave out rows that cannot be imported, and write the others')
    .option('--restart', 'forget an import of this file that was cut off, and compare anew')
    .option('--dry-run', 'show what would change, and write nothing')
    .action(async (file, options) => {
      const { authority, category, status } = options;
      const order =
        options.dates === undefined ? undefined : wordAmong<DateOrder>('--dates', ['dmy', 'mdy'], options.dates);
      const format = formatOf(file, options.format);
      const bytes = await readInput(terminal, file, MOST_CSV_BYTES);
      const read = readRegister({ format, bytes, order, defaults: { category, status } });
      await inSession(terminal, options, async (session) => {
        const register = { agency: session.agency, authority };
        const began = performance.now();
        const progress = sending(terminal);
        const running = { signal: terminal.signal, progress, restart: options.restart === true };
        const begun = options.dryRun ? null : await resume(session, register, read, running);
        const comparison = await compared(session, register, read, progress);
        const told = { authority, read, comparison };
        if (begun !== null) return tell(terminal, options, { ...told, imported: begun, began });
        if (options.dryRun) return tell(terminal, options, { ...told, imported: null, began });
        if (comparison.refused.length > 0 && !options.skipRefused) {
          tell(terminal, options, { ...told, imported: null, began });
          throw new AnsweredError('IMPORT_REFUSED', `${comparison.refused.length} of ${read.all}`);
        }
        if (!options.json) terminal.err(comparisonText(comparison, read.rows));
        const imported = await write(session, register, read, comparison, running);
        tell(terminal, options, { ...told, imported, began });
      });
    });

function formatOf(file: string, word: string | undefined): 'csv' | 'ftm' {
  if (word !== undefined) return wordAmong('--format', ['csv', 'ftm'] as const, word);
  if (/\.csv$/i.test(file)) return 'csv';
  if (/\.(json|jsonl|ndjson|ijson)$/i.test(file)) return 'ftm';
  throw new CliError('USAGE', 'say --format csv or ftm');
}

interface Told {
  readonly authority: string;
  readonly read: ReadRegister;
  readonly comparison: Comparison;
  readonly imported: Imported | null;
  readonly began: number;
}

function tell(
  terminal: Terminal,
  options: OutputOptions & { readonly as?: string | undefined; readonly dryRun?: true | undefined },
  { authority, read, comparison, imported, began }: Told,
): void {
  const { changes, same, refused } = comparison;
  const added = changes.filter(({ change }) => change === 'new').length;
  const { licences: written, statements, resumed } = imported ?? { licences: 0, statements: 0, resumed: false };
  const seconds = imported === null ? 0 : Math.round(performance.now() - began) / 1000;
  const next = sameProfile([`tocsin licence list --authority ${authority}`], options.as);
  const value = {
    authority,
    rows: read.all,
    new: added,
    changed: changes.length - added,
    same,
    changes,
    refused,
    notes: read.rows.flatMap(({ row, notes }) => notes.map((note) => ({ row, note }))),
    written,
    statements,
    resumed,
    seconds,
    'dry-run': options.dryRun === true,
    next,
  };
  const words =
    imported === null
      ? comparisonText(comparison, read.rows)
      : `${resumed ? 'brought to its end: ' : ''}${written} licences written in ${statements} statements, ${seconds} s\n${nextSteps(next)}`;
  answer(terminal, options, 'licence-import/1', value, words);
}
