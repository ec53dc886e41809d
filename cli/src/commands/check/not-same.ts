import { paperIn, paperOptions } from '../../check/options.ts';
import { queryOf } from '../../check/query.ts';
import { CliError } from '../../error.ts';
import { answer } from '../../output.ts';
import { inSession } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';

export const decideNotSame = (terminal: Terminal) =>
  paperOptions(
    officerVerb('not-same', 'remember for your agency that who was checked is not whom a listing is about', [
      'check not-same RECORD --passport "TH 0000002" --reason "other father\'s name on the identity card"',
      'check not-same RECORD --passport "TH 0000002" --undo',
    ])
      .argument('<record>', 'identifier of the listing')
      .option('--reason <words>', 'why not: kept sealed, shown to colleagues the next time')
      .option('--undo', 'take the decision back'),
  ).action((record, options) =>
    inSession(terminal, options, async (session) => {
      const { reason, undo } = options;
      if ((reason === undefined) !== (undo === true)) throw new CliError('USAGE', 'give --reason, or --undo');
      const query = queryOf(paperIn(options));
      const changed = await session.client.decide({ record, query, reason: reason ?? null });
      const done = reason === undefined ? 'the decision is taken back' : 'remembered: not the same';
      const words = changed ? `${done}\n` : 'nothing was decided of them\n';
      answer(terminal, options, 'not-same/1', { record, changed, undone: undo === true }, words);
    }),
  );
