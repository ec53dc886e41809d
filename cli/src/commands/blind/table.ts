import { digest } from '@tocsin/envelope';
import type { RowSource } from '@tocsin/envelope/blind';
import { BLIND_QUOTA_PER_DAY, type Purpose } from '@tocsin/record';
import { keyInForce } from '../../blind-asking.ts';
import { type ListedInput, listedByOwn, listedInFile } from '../../blind-list.ts';
import { EvaluatedPart } from '../../blind-part.ts';
import { purposeFor, USUAL_PURPOSE } from '../../check/asking.ts';
import { counted } from '../../counted.ts';
import { MOST_CSV_BYTES } from '../../csv-reading.ts';
import { CliError } from '../../error.ts';
import { existsFile, pathFrom, readInput, replacePrivate } from '../../file.ts';
import { storeKey } from '../../lease/store-key.ts';
import { act, inSession, type Session } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { answerDone } from '../../words.ts';

export const issueBlindTable = (terminal: Terminal) =>
  officerVerb('table', 'make the table of your list: others can ask it, and none can read it', [
    'blind table --file examples/blind-list.csv --out th-police.table',
    'blind table --listings --out th-police.table --as th-police-officer',
  ])
    .option('--listings', 'of whom the own agency has listed: their own papers, telephones, accounts')
    .option('--file <file>', 'of a CSV file, columns named like the options of check, and `says`: what is answered')
    .requiredOption('--out <file>', 'new file for the table, to be given to every member')
    .option('--purpose <purpose>', `purpose of the batches; default ${USUAL_PURPOSE}`)
    .action((options) =>
      inSession(terminal, options, async (session, profile) => {
        const purpose = purposeFor(options.purpose);
        if (options.out === '-') throw new CliError('USAGE', '--out is a file: a table is no text');
        const out = pathFrom(terminal.folder, options.out);
        const { passphraseFile } = options;
        const part = new EvaluatedPart(out, await storeKey(terminal, profile, { passphraseFile, make: true }));
        // Seen before anything counts in the quota. A table beside a part is of a run that was killed while it issued it.
        if ((await existsFile(out)) && !(await part.isThere)) throw new CliError('OUTPUT_EXISTS', options.out);
        const listed = await listedFor(terminal, session, { ...options, purpose });
        const key = keyInForce((await session.client.blind()).keys);
        tellOfDays(terminal, listed.length);
        const sources = await sourcesOf(terminal, session, { part, listed, order: { key, purpose } });
        const { readTable, writeTable } = await import('@tocsin/envelope/blind');
        const table = writeTable(session.agency, sources);
        await replacePrivate(out, table);
        const { rows } = readTable(session.agency, table);
        const done = await act(session, 'blind.table/1', { epoch: key.epoch, rows, hash: digest(table) });
        await part.end();
        const next = [`tocsin blind take --table ${session.agency}=${options.out}   (every other member)`];
        answerDone(terminal, options, done, { done: `table of ${counted(listed.length, 'number')} issued`, next });
      }),
    );

interface Source {
  readonly listings?: true | undefined;
  readonly file?: string | undefined;
  readonly purpose: Purpose;
}

async function listedFor(terminal: Terminal, session: Session, source: Source): Promise<readonly ListedInput[]> {
  const { listings, file, purpose } = source;
  if ((file === undefined) === (listings === undefined)) throw new CliError('USAGE', 'give --listings or --file');
  if (file !== undefined) return listedInFile(session, await readInput(terminal, file, MOST_CSV_BYTES));
  const { listed, kept } = await listedByOwn(session, purpose);
  if (kept > 0) terminal.err(`${counted(kept, 'listing')} left out: their handling keeps them to their addressees\n`);
  return listed;
}

/** A list that is longer than a day's quota is evaluated over days: that is said before it begins. */
function tellOfDays(terminal: Terminal, numbers: number): void {
  const { officer } = BLIND_QUOTA_PER_DAY;
  if (numbers > officer) {
    terminal.err(`${numbers} numbers: an officer has ${officer} a day. Run the same again the next day: it goes on.\n`);
  }
}

interface Evaluating {
  readonly part: EvaluatedPart;
  readonly listed: readonly ListedInput[];
  readonly order: Parameters<EvaluatedPart['outputs']>[1];
}

async function sourcesOf(
  terminal: Terminal,
  session: Session,
  { part, listed, order }: Evaluating,
): Promise<RowSource[]> {
  const inputs = listed.map(({ input }) => input);
  const outputs = await part.outputs(session, order, inputs, (done, of) =>
    terminal.progress(`${done} of ${of} numbers evaluated`),
  );
  terminal.progress('');
  return listed.map(({ says }, i) => ({ output: outputs[i] as Uint8Array, text: says }));
}
