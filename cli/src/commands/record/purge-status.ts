import { Refusal } from '@tocsin/record';
import { answer } from '../../output.ts';
import { inSession } from '../../session.ts';
import { fields, table } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { minute } from '../../words.ts';

export const purgeStatus = (terminal: Terminal) =>
  officerVerb('purge-status', 'who has said that nothing is left of a purged record, and who has not', [
    'record purge-status mzxw6ytboi4dknbvgm3dinzwha',
    'record purge-status mzxw6ytboi4dknbvgm3dinzwha --json',
  ])
    .argument('<record>', 'identifier of the record')
    .action((record, options) =>
      inSession(terminal, options, async ({ client }) => {
        const { tombstone, attestations, missing } = await client.purge(record);
        if (tombstone === null) throw new Refusal('NOT_PURGED', record);
        const { at, by, reason, rule, holders } = tombstone;
        const about = fields([
          ['record', record],
          [
            'purged',
            `${minute(at)} by ${by}: ${reason} (${rule === 'author' ? 'its author' : 'its retention was over'})`,
          ],
          ['holders', holders.join(', ')],
          ['missing', missing.length === 0 ? 'nobody' : missing.join(', ')],
        ]);
        const rows = attestations.map((word) => [word.agency, minute(word.at), word.keys, word.copies, word.officer]);
        const words = `${about}\n${table(['HOLDER', 'SAID', 'KEYS', 'COPIES', 'BY'], rows) || 'nobody has said it yet\n'}`;
        answer(terminal, options, 'purge-status/1', { record, tombstone, attestations, missing }, words);
      }),
    );
