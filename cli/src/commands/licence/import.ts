import { licenceCategories, licenceStatuses } from '@tocsin/record';
import { counted } from '../../counted.ts';
import { MOST_CSV_BYTES } from '../../csv-reading.ts';
import { AnsweredError, CliError } from '../../error.ts';
import { readInput } from '../../file.ts';
import { authorityIn } from '../../licence/authority.ts';
import type { DateOrder } from '../../licence/day.ts';
import {
  begun,
  compared,
  type Imported,
  type ReadRegister,
  readRegister,
  resume,
  write,
} from '../../licence/importing.ts';
import type { Left } from '../../licence/journal.ts';
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
    'licence import examples/licences/register.csv --authority th-doe --dry-run   # show what would change, write nothing',
    'licence import examples/licences/register.ftm.jsonl --authority th-doe --category work --as th-labour-officer',
  ])
    .argument('<file>', 'CSV, or FollowTheMoney entities, one JSON object a line; - for standard input')
    .requiredOption('--authority <name>', 'short name of who issued the licences, such as th-doe')
    .option('--format <word>', 'csv or ftm; default: by the name of the file')
    .option('--dates <order>', 'dmy or mdy, where a day can be read both ways')
    .option('--category <word>', `of FollowTheMoney licences that say none: ${licenceCategories.join(', ')}`)
    .option('--status <word>', `of FollowTheMoney licences that say none: ${licenceStatuses.join(', ')}`)
    .option('--skip-refused', 'leave out rows that cannot be imported, and write the others')
    .option('--restart', 'forget an import of this file that was cut off, and compare anew')
    .option('--dry-run', 'show what would change, and write nothing')
    .action(async (file, options) => {
      const { category, status } = options;
      const authority = authorityIn(options.authority);
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
        const imported = options.dryRun ? null : await resume(session, register, read, running);
        const left = options.dryRun && !options.restart ? await begun(session, register, read) : null;
        const comparison = await compared(session, register, read, progress);
        const told = { file, authority, read, comparison, left, began };
        if (imported !== null) return tell(terminal, options, { ...told, imported });
        const isRefused = comparison.refused.length > 0 && !options.skipRefused;
        if (options.dryRun || isRefused) tell(terminal, options, { ...told, imported: null });
        // A dry run leaves as the run would.
        if (isRefused)
          throw new AnsweredError('IMPORT_REFUSED', `${comparison.refused.length} of ${counted(read.all, 'row')}`);
        if (options.dryRun) return;
        if (!options.json) terminal.err(comparisonText(comparison, read.rows));
        const written = await write(session, register, read, comparison, running);
        tell(terminal, options, { ...told, imported: written });
      });
    });

function formatOf(file: string, word: string | undefined): 'csv' | 'ftm' {
  if (word !== undefined) return wordAmong('--format', ['csv', 'ftm'] as const, word);
  if (/\.csv$/i.test(file)) return 'csv';
  if (/\.(json|jsonl|ndjson|ijson)$/i.test(file)) return 'ftm';
  throw new CliError('USAGE', 'say --format csv or ftm');
}

interface Told {
  readonly file: string;
  readonly authority: string;
  readonly read: ReadRegister;
  readonly comparison: Comparison;
  readonly imported: Imported | null;
  readonly began: number;
  /** Of an import that was cut off, in a dry run. */
  readonly left: Left | null;
}

interface ImportOptions extends OutputOptions {
  readonly as?: string | undefined;
  readonly dryRun?: true | undefined;
  readonly skipRefused?: true | undefined;
  readonly format?: string | undefined;
  readonly dates?: string | undefined;
  readonly category?: string | undefined;
  readonly status?: string | undefined;
}

function tell(
  terminal: Terminal,
  options: ImportOptions,
  { file, authority, read, comparison, imported, began, left }: Told,
): void {
  const { changes, same, refused } = comparison;
  const added = changes.filter(({ change }) => change === 'new').length;
  const { licences: written, statements, resumed } = imported ?? { licences: 0, statements: 0, resumed: false };
  const seconds = imported === null ? 0 : Math.round(performance.now() - began) / 1000;
  const next = sameProfile(
    imported === null
      ? nextFor(file, authority, comparison, options)
      : [`tocsin licence list --authority ${authority}`],
    options.as,
  );
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
    begun: left === null ? null : { written: left.written, of: left.of },
    next,
  };
  const words =
    imported === null
      ? `${comparisonText(comparison, read.rows)}${asItStands(comparison, options, left)}`
      : importedText(imported, seconds);
  answer(terminal, options, 'licence-import/1', value, `${words}${nextSteps(next)}`);
}

function importedText({ licences, statements, resumed, before, of }: Imported, seconds: number): string {
  const earlier = resumed ? `brought to its end, ${before} of ${of} were written before: ` : '';
  return `${earlier}${counted(licences, 'licence')} written in ${counted(statements, 'statement')}, ${seconds} s\n`;
}

/** What a run would come to, where that is not to be seen from the sums. */
function asItStands({ refused }: Comparison, { skipRefused }: ImportOptions, left: Left | null): string {
  const cut =
    left === null
      ? ''
      : `an import of this file was cut off: ${left.written} of ${left.of} licences were written, the run goes on with the others\n`;
  const stands =
    refused.length === 0 || skipRefused ? '' : 'refused as it stands: nothing is written while a row is refused\n';
  return `${cut}${stands}`;
}

/** The same command as a run, or what to do about the rows that are refused. */
function nextFor(file: string, authority: string, { refused }: Comparison, options: ImportOptions): string[] {
  const { format, dates, category, status } = options;
  const kept = Object.entries({ format, dates, category, status }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name} ${value}`],
  );
  const command = ['tocsin licence import', quoted(file), '--authority', authority, ...kept].join(' ');
  if (refused.length === 0) return [command];
  if (options.skipRefused) return [`${command} --skip-refused`];
  return [`${command} --dry-run   # once the rows are put right`, `${command} --skip-refused   # leaves them out`];
}

/** A word of a command line as a shell takes it for one. */
const quoted = (word: string): string => (/^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
