import { answer } from '../../output.ts';
import { inSession } from '../../session.ts';
import { table } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';

export const listUnits = (terminal: Terminal) =>
  officerVerb('list', 'list the units that can be written to', ['unit list', 'unit list --agency la-fiu --json'])
    .option('--agency <agency>', 'only those of one agency')
    .action((options) =>
      inSession(terminal, options, async ({ client }) => {
        const units = await client.units(options.agency);
        const rows = units.map(({ agency, code, level, desk, closed, names }) => [
          agency,
          code,
          level,
          desk ? 'desk' : '-',
          closed ? 'closed' : 'open',
          Object.values(names).join(' / '),
        ]);
        const words = table(['AGENCY', 'UNIT', 'LEVEL', 'DESK', 'STATE', 'NAMES'], rows) || 'none\n';
        answer(terminal, options, 'units/1', { units }, words);
      }),
    );
