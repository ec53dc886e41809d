import { digest, utf8 } from '@tocsin/envelope';
import { inputsOf } from '../../blind-asking.ts';
import { keptBatch } from '../../blind-notes.ts';
import { demandToAnswer, openingOf } from '../../blind-opening.ts';
import { numberColumns, paperIn, paperOptions } from '../../check/options.ts';
import { queryOf } from '../../check/query.ts';
import { CliError } from '../../error.ts';
import { writeOutput } from '../../file.ts';
import { act, inSession } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { answerDone } from '../../words.ts';

export const openBlind = (terminal: Terminal) =>
  paperOptions(
    officerVerb('open', 'show an auditor what a batch of yours asked: by the words, and what this device kept', [
      'blind open BATCH --passport "TH 0000001" --out opening.json',
      'blind open BATCH --out opening.json   # where only what fills the batch up is demanded',
    ]),
    numberColumns,
  )
    .argument('<batch>', 'identifier of the batch: tocsin blind batches --demanded')
    .option('--for <auditor>', 'handle of the auditor, where several demand to see it')
    .requiredOption('--out <file>', 'new file, for the auditor alone')
    .action((batch, options) =>
      inSession(terminal, options, async (session) => {
        if (options.out === '-') throw new CliError('USAGE', '--out is a file');
        const named = await session.client.batch(batch);
        const demand = demandToAnswer(named, options.for);
        const query = queryOf(paperIn(options));
        const inputs = Object.keys(query).length === 0 ? [] : await inputsOf(session, query);
        const opening = await openingOf(batch, demand, await keptBatch(session, named), inputs);
        await writeOutput(terminal, options.out, opening, 0o600);
        const done = await act(session, 'blind.opening/1', { batch, auditor: demand.by, hash: digest(utf8(opening)) });
        const next = [`tocsin blind verify ${batch} --file ${options.out}   (the auditor, who is given the file)`];
        answerDone(terminal, options, done, { done: 'opened to the auditor', next });
      }),
    );
