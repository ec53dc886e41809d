import { instantIn } from '../../instant.ts';
import { answer } from '../../output.ts';
import { inSession } from '../../session.ts';
import { table } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { minute } from '../../words.ts';

export const listBatches = (terminal: Terminal) =>
  officerVerb('batches', 'the latest blind checks: who asked when and for what, never about whom', [
    'blind batches --of kh-immigration --as th-police-auditor',
    'blind batches --demanded',
  ])
    .option('--of <agency>', 'of this agency only')
    .option('--demanded', 'those that an auditor waits for')
    .option('--until <time>', 'committed to before this, UTC; default: now')
    .option('--limit <number>', 'at most so many, 1 to 500', '100')
    .action((options) =>
      inSession(terminal, options, async (session) => {
        const until = instantIn(options.until);
        const filter = {
          ...(options.of === undefined ? {} : { agency: options.of }),
          ...(options.demanded === true ? { demanded: 'true' as const } : {}),
          ...(until === undefined ? {} : { until }),
          limit: Number(options.limit),
        };
        const batches = await session.client.batches(filter);
        const rows = batches.map(({ id, at, agency, officer, count, purpose, demands }) => {
          const waits = demands.some(({ opened }) => opened === null);
          const state = waits ? 'demanded' : demands.length > 0 ? 'opened' : '';
          return [id, minute(at), agency, officer, String(count), purpose, state];
        });
        const words = table(['BATCH', 'AT', 'AGENCY', 'OFFICER', 'ELEMENTS', 'PURPOSE', 'OPENING'], rows);
        answer(terminal, options, 'blind-batches/1', { batches }, words || 'none\n');
      }),
    );
