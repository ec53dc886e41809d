import { Outbox } from '../../outbox/outbox.ts';
import { answer } from '../../output.ts';
import { chooseProfile } from '../../profile.ts';
import { table } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { minute } from '../../words.ts';

export const listOutbox = (terminal: Terminal) =>
  officerVerb('list', 'list what was signed without a line and waits, or was refused; no gateway is asked', [
    'outbox list --as kh-immigration-officer',
    'outbox list --json',
  ]).action(async (options) => {
    const profile = await chooseProfile(terminal, options.as);
    const entries = (await new Outbox(profile).entries()).map(({ id, typ, queued, refused }) => ({
      id,
      type: typ,
      queued,
      refused,
    }));
    const rows = entries.map(({ id, type, queued, refused }) => [
      id,
      minute(queued),
      type,
      refused === null ? 'waits' : `refused: ${refused.message} [${refused.code}]`,
    ]);
    answer(
      terminal,
      options,
      'outbox/1',
      { entries },
      table(['STATEMENT', 'SIGNED', 'TYPE', 'STANDING'], rows) || 'empty\n',
    );
  });
