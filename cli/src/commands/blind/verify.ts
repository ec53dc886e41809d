import { demandBy, shownBy } from '../../blind-opening.ts';
import { readInput } from '../../file.ts';
import { answer } from '../../output.ts';
import { inSession } from '../../session.ts';
import { fields, harmless } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';

/** Longer than the opening of a whole batch. */
const MOST_BYTES = 1024 * 1024;

export const verifyBlind = (terminal: Terminal) =>
  officerVerb('verify', 'verify what you were shown of a batch of blind checks: it was asked, and nothing else', [
    'blind verify BATCH --file opening.json --as th-police-auditor',
    'blind verify BATCH --file opening.json --json',
  ])
    .argument('<batch>', 'identifier of the batch')
    .option('--by <auditor>', 'handle of the auditor who demanded it; default: you')
    .requiredOption('--file <file>', 'what the asker showed')
    .action((batch, options) =>
      inSession(terminal, options, async (session) => {
        const named = await session.client.batch(batch);
        const demand = demandBy(named, options.by ?? session.signer.handle);
        const shown = await shownBy(named, demand, await readInput(terminal, options.file, MOST_BYTES));
        const { agency, officer, purpose, at } = named;
        const openedBy = demand.opened?.by;
        const lines = shown.map(
          ({ place, asked }) => [String(place), harmless(asked ?? '(fills the batch up)')] as const,
        );
        const about = fields([
          ['asked by', `${officer} of ${agency}, ${at}, for ${purpose}`],
          ['shown by', openedBy === officer ? 'the same' : String(openedBy)],
          ...lines,
        ]);
        answer(
          terminal,
          options,
          'blind-opening/1',
          { batch, agency, officer, purpose, at, 'opened-by': openedBy, shown },
          `verified\n${about}`,
        );
      }),
    );
