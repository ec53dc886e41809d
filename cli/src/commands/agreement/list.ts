import { answer } from '../../output.ts';
import { inSession } from '../../session.ts';
import { table } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { minute } from '../../words.ts';

export const listAgreements = (terminal: Terminal) =>
  officerVerb('list', 'list agreements and where they stand', ['agreement list', 'agreement list --json']).action(
    (options) =>
      inSession(terminal, options, async ({ client }) => {
        const agreements = (await client.agreements()).map(({ agreement, standing }) => ({ ...agreement, standing }));
        const rows = agreements.map(({ id, name, standing, until, signed, parties }) => [
          id,
          name,
          standing,
          minute(until),
          `${signed.length} of ${parties.length}`,
          parties.join(', '),
        ]);
        const words = table(['AGREEMENT', 'NAME', 'STANDING', 'UNTIL', 'SIGNED', 'PARTIES'], rows) || 'none\n';
        answer(terminal, options, 'agreements/1', { agreements }, words);
      }),
  );
