import { partsOf } from '@tocsin/device/paper';
import { digest } from '@tocsin/envelope';
import type { RowSource } from '@tocsin/envelope/blind';
import { BLIND_QUOTA_PER_DAY } from '@tocsin/record';
import { inputReader, keyInForce, outputsOf } from '../../blind-asking.ts';
import { purposeFor, USUAL_PURPOSE } from '../../check/asking.ts';
import { columnsOf } from '../../check/file.ts';
import { queryOf } from '../../check/query.ts';
import { type CsvRow, readCsv } from '../../csv-reading.ts';
import { CliError } from '../../error.ts';
import { existsFile, pathFrom, readInput, writeOutput } from '../../file.ts';
import { act, inSession, type Session } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { answerDone } from '../../words.ts';

export const issueBlindTable = (terminal: Terminal) =>
  officerVerb('table', 'make the table of your list: others can ask it, and none can read it', [
    'blind table --file list.csv --out th-police.table',
    'blind table --file - --out th-police.table --as th-police-officer',
  ])
    .requiredOption('--file <file>', 'CSV, columns named like the options of check, and `says`: what is answered')
    .requiredOption('--out <file>', 'new file for the table, to be given to every member')
    .option('--purpose <purpose>', `purpose of the batches; default ${USUAL_PURPOSE}`)
    .action((options) =>
      inSession(terminal, options, async (session) => {
        const purpose = purposeFor(options.purpose);
        await mustBeNew(terminal, options.out);
        const csv = readCsv(await readInput(terminal, options.file), 'INPUT_MALFORMED');
        const listed = await listedIn(session, csv.heading, csv.rows);
        const key = keyInForce((await session.client.blind()).keys);
        const inputs = listed.map(({ input }) => input);
        mustFitQuota(inputs.length);
        const { outputs } = await outputsOf(session, { key, purpose }, inputs, (done) =>
          terminal.progress(`${done} of ${inputs.length} numbers evaluated`),
        );
        terminal.progress('');
        const sources: RowSource[] = listed.map(({ says }, i) => ({ output: outputs[i] as Uint8Array, text: says }));
        const { writeTable } = await import('@tocsin/envelope/blind');
        const table = writeTable(session.agency, sources);
        await writeOutput(terminal, options.out, table, 0o600);
        const { epoch } = key;
        const rows = (table.length - 15) / 176;
        const done = await act(session, 'blind.table/1', { epoch, rows, hash: digest(table) });
        const next = [`tocsin blind check --table ${session.agency}=${options.out} ...   (every other member)`];
        answerDone(terminal, options, done, { done: `table of ${inputs.length} numbers issued`, next });
      }),
    );

/** Seen before anything counts in the quota. */
async function mustBeNew(terminal: Terminal, out: string): Promise<void> {
  if (out === '-') throw new CliError('USAGE', '--out is a file: a table is no text');
  if (await existsFile(pathFrom(terminal.folder, out))) throw new CliError('OUTPUT_EXISTS', out);
}

function mustFitQuota(numbers: number): void {
  const { officer } = BLIND_QUOTA_PER_DAY;
  if (numbers > officer) throw new CliError('INPUT_MALFORMED', `${numbers} numbers: an officer has ${officer} a day`);
}

interface ListedInput {
  readonly input: Uint8Array;
  readonly says: string;
}

/** What each row lists. Every row counts: one that cannot be read ends it, for a table with a gap misleads. */
async function listedIn(session: Session, heading: readonly string[], rows: readonly CsvRow[]): Promise<ListedInput[]> {
  const said = heading.indexOf('says');
  if (said === -1) throw new CliError('INPUT_MALFORMED', 'it has no column `says`');
  const { columns } = columnsOf(heading);
  const listed: ListedInput[] = [];
  const reader = await inputReader(session);
  for (const { row, cells } of rows) {
    const says = cells?.[said]?.trim() ?? '';
    const inputs = cells === null ? [] : reader(queryOf(partsOf(columns, cells)));
    const { length } = new TextEncoder().encode(says);
    if (inputs.length === 0) throw new CliError('INPUT_MALFORMED', `row ${row}: no number that can be read`);
    if (length === 0 || length > MAX_SAYS)
      throw new CliError('INPUT_MALFORMED', `row ${row}: says has 1 to ${MAX_SAYS} bytes`);
    listed.push(...inputs.map((input) => ({ input, says })));
  }
  return listed;
}

/** What a row has room for, bytes (docs/spec/blind-check.md). */
const MAX_SAYS = 119;
