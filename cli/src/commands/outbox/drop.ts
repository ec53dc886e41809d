import { Outbox } from '../../outbox/outbox.ts';
import { answer } from '../../output.ts';
import { chooseProfile } from '../../profile.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';

export const dropFromOutbox = (terminal: Terminal) =>
  officerVerb('drop', 'take out of the outbox what is not to be sent any more', [
    'outbox drop mzxw6ytboi4dknbvgm3dinzwha --as kh-immigration-officer',
    'outbox drop mzxw6ytboi4dknbvgm3dinzwha --json',
  ])
    .argument('<statement>', 'identifier, as `outbox list` shows it')
    .action(async (id, options) => {
      const profile = await chooseProfile(terminal, options.as);
      await new Outbox(profile).drop(id);
      answer(terminal, options, 'outbox-dropped/1', { id }, `${id} will not be sent\n`);
    });
