import { counted } from '../../counted.ts';
import { CliError } from '../../error.ts';
import { act, inSession } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { collect, officerVerb } from '../../verb.ts';
import { answerDone } from '../../words.ts';

export const demandBlind = (terminal: Terminal) =>
  officerVerb('demand', 'as an auditor, demand to be shown what a batch of blind checks asked', [
    'blind demand BATCH --as th-police-auditor',
    'blind demand BATCH --place 0 --place 3 --as th-police-auditor',
  ])
    .argument('<batch>', 'identifier of the batch: tocsin blind batches')
    .option('--place <number>', 'which element, from 0, repeatable; default: all', collect)
    .action((batch, options) =>
      inSession(terminal, options, async (session) => {
        const { count, agency, officer } = await session.client.batch(batch);
        const places = placesIn(options.place, count);
        const done = await act(session, 'blind.demand/1', { batch, places });
        const next = [
          `tocsin blind open ${batch} ... --for ${session.signer.handle} --out opening.json   (${agency}, the officer ${officer})`,
        ];
        answerDone(terminal, options, done, { done: `opening of ${counted(places.length, 'element')} demanded`, next });
      }),
    );

function placesIn(given: readonly string[] | undefined, count: number): number[] {
  const places = given?.map((text) => (/^[0-9]{1,2}$/.test(text) ? Number(text) : count));
  if (places?.some((place) => place >= count)) throw new CliError('USAGE', `--place is 0 to ${count - 1}`);
  return [...new Set(places ?? Array.from({ length: count }, (_, i) => i))].sort((a, b) => a - b);
}
