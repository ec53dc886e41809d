import { purgeReasons, type RecordHead, Refusal } from '@tocsin/record';
import { CliError } from '../../error.ts';
import { answer, nextSteps } from '../../output.ts';
import { act, inSession } from '../../session.ts';
import { fields } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { minute } from '../../words.ts';

export const purgeRecord = (terminal: Terminal) =>
  officerVerb('purge', 'destroy the sealed files of a record that your agency posted, on every node, for good', [
    'record purge mzxw6ytboi4dknbvgm3dinzwha --reason court-order --dry-run',
    'record purge mzxw6ytboi4dknbvgm3dinzwha --reason person-at-risk --yes --as th-police-officer',
  ])
    .argument('<record>', 'identifier of the record')
    .requiredOption('--reason <reason>', `one of ${purgeReasons.join(', ')}`)
    .option('--dry-run', 'say what would be destroyed, and destroy nothing')
    .option('--yes', 'do not ask')
    .action((record, options) =>
      inSession(terminal, options, async (session) => {
        const { reason } = options;
        if (!(purgeReasons as readonly string[]).includes(reason))
          throw new CliError('USAGE', `--reason is one of ${purgeReasons.join(', ')}`);
        const { head, items } = await session.client.record(record);
        if (head.author !== session.agency) throw new Refusal('NOT_THE_AUTHOR', session.agency);
        if (head.purged !== null) throw new Refusal('ALREADY_PURGED', record);
        const files = items.filter(({ sealed }) => sealed !== null);
        const bytes = files.reduce((sum, { sealed }) => sum + (sealed?.size ?? 0), 0);
        const about = { record, files: files.map(({ id }) => id), bytes };
        const words = wordsFor(head, files.length, bytes);
        if (options.dryRun === true)
          return answer(terminal, options, 'purge/1', { ...about, purged: null, next: [] }, words);
        if (options.yes !== true) await confirmed(terminal, words);
        const done = await act(session, 'record.purge/1', { record, reason });
        const next = [`tocsin record purge-status ${record}`];
        const value = { ...about, purged: done.at, next };
        answer(
          terminal,
          options,
          'purge/1',
          value,
          `${words}purged, on the ledger in block ${done.block}\n${nextSteps(next)}`,
        );
      }),
    );

async function confirmed(terminal: Terminal, words: string): Promise<void> {
  terminal.err(words);
  const yes = terminal.interactive && (await terminal.confirm('Destroy these files on every node, for good?'));
  if (!yes) throw new CliError('CONFIRMATION_NEEDED');
}

function wordsFor({ id, to, posted, state }: RecordHead, files: number, bytes: number): string {
  return fields([
    ['record', id],
    ['posted', `${minute(posted)} to ${to.join(', ')}; ${state}`],
    ['destroyed', `${files} sealed files of every party, ${bytes} bytes; what stays says that there was a record`],
    ['not undone', 'whoever has read it may remember or have copied'],
  ]);
}
