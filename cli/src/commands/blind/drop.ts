import { dropTable } from '../../blind-tables.ts';
import { CliError } from '../../error.ts';
import { answer } from '../../output.ts';
import { chooseProfile } from '../../profile.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';

export const dropBlindTable = (terminal: Terminal) =>
  officerVerb('drop', "keep an owner's table no longer: checks of this profile ask it no more", [
    'blind drop th-police',
    'blind drop th-police --as kh-immigration-officer --json',
  ])
    .argument('<agency>', 'whose table: tocsin blind status names those that are kept')
    .action(async (owner, options) => {
      const { folder } = await chooseProfile(terminal, options.as);
      if (!(await dropTable(folder, owner))) throw new CliError('USAGE', 'this profile keeps no table of that agency');
      answer(terminal, options, 'blind-dropped/1', { owner }, `the table of ${owner} is asked no more\n`);
    });
