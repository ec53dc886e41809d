import type { Consent } from '@tocsin/record';
import { answer } from '../../output.ts';
import { inSession } from '../../session.ts';
import { table } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { minute } from '../../words.ts';

export const listConsents = (terminal: Terminal) =>
  officerVerb('list', 'list consents by which further agencies may open what somebody wrote', [
    'consent list --as th-police-officer',
    'consent list --record mzxw6ytboi4dknbvgm3dinzwha --json',
  ])
    .option('--record <record>', 'only those for one record')
    .action((options) =>
      inSession(terminal, options, async ({ client, clock }) => {
        const consents = await client.consents(options.record);
        const now = clock().toISOString();
        const rows = consents.map((consent) => [
          consent.id,
          consent.by,
          consent.to,
          minute(consent.at),
          standingOf(consent, now),
          consent.purposes.join(', '),
          consent.record === consent.item ? consent.record : `${consent.record} follow-up ${consent.item}`,
        ]);
        const words = table(['CONSENT', 'BY', 'TO', 'GIVEN', 'STANDING', 'PURPOSES', 'RECORD'], rows) || 'none\n';
        answer(terminal, options, 'consents/1', { consents }, words);
      }),
    );

function standingOf({ until, withdrawn }: Consent, now: string): string {
  if (withdrawn !== null) return `withdrawn ${minute(withdrawn)}`;
  return now < until ? `until ${minute(until)}` : 'over';
}
