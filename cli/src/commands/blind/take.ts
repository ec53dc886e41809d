import { keepTable, tableGiven, tablesNamed } from '../../blind-tables.ts';
import { CliError } from '../../error.ts';
import { answer, nextSteps } from '../../output.ts';
import { inSession } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { sameProfile } from '../../words.ts';

export const takeBlindTable = (terminal: Terminal) =>
  officerVerb('take', "keep another agency's table: `tocsin check` asks it by itself from now on, without being seen", [
    'blind take --table th-police=th-police.table',
    'blind take --table th-police=th-police.table --as kh-immigration-officer',
  ])
    .requiredOption('--table <agency=file>', "an owner's table")
    .action((options) =>
      inSession(terminal, options, async (session) => {
        const { table, key, bytes } = await tableGiven(terminal, options.table, await tablesNamed(session));
        const { owner, rows } = table;
        const { epoch } = key;
        if (owner === session.agency) throw new CliError('USAGE', 'the own list is asked in the clear');
        await keepTable(session.folder, owner, bytes);
        const next = sameProfile(['tocsin check --passport NUMBER'], options.as);
        const words = `the table of ${owner} is asked by every check of this profile\n${nextSteps(next)}`;
        answer(terminal, options, 'blind-table/1', { owner, rows, epoch, next }, words);
      }),
    );
