import type { ListedLicence } from '@tocsin/gateway/api';
import { counted } from '../../counted.ts';
import { CliError } from '../../error.ts';
import { writeOutput } from '../../file.ts';
import { licencesCsv, licencesTable, licenceText } from '../../licence/text.ts';
import { answer, nextSteps } from '../../output.ts';
import { inSession, type Session } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { sameProfile } from '../../words.ts';

export const listLicences = (terminal: Terminal) =>
  officerVerb('list', 'list licences as their registers publish them', [
    'licence list --agency th-labour --authority th-doe --as kh-immigration-officer',
    'licence list --agency th-labour --csv register.csv   # all of them, in the columns that import reads',
  ])
    .option('--agency <code>', 'registers of this agency only')
    .option('--authority <name>', 'of this authority only')
    .option('--limit <number>', 'at most so many, 1 to 500', '100')
    .option('--after <place>', 'go on where another list ended')
    .option('--csv <file>', 'write all of them as CSV, - for standard output')
    .action((options) =>
      inSession(terminal, options, async (session) => {
        const { agency, authority, after, csv } = options;
        const filter = { agency, authority };
        if (csv !== undefined) {
          const all = await everyLicence(session, filter, terminal);
          await writeOutput(terminal, csv, licencesCsv(all.map(({ licence }) => licence)));
          if (csv !== '-') terminal.err(`${counted(all.length, 'licence')} written to ${csv}\n`);
          return;
        }
        const { licences, next } = await session.client.licences({ ...filter, after, limit: Number(options.limit) });
        const more = next === null ? '' : nextSteps(sameProfile([`tocsin licence list --after ${next}`], options.as));
        answer(terminal, options, 'licences/1', { licences, next }, `${licencesTable(licences) || 'none\n'}${more}`);
      }),
    );

async function everyLicence({ client }: Session, filter: object, terminal: Terminal): Promise<ListedLicence[]> {
  const all: ListedLicence[] = [];
  for (let after: string | null | undefined; after !== null; ) {
    const page = await client.licences({ ...filter, after, limit: 500 });
    all.push(...page.licences);
    after = page.next;
    terminal.progress(after === null ? '' : `${all.length} licences read`);
  }
  return all;
}

export const licenceStatus = (terminal: Terminal) =>
  found(terminal, 'status', 'how the licence of a number stands today, in every register that has it', licencesTable);

export const showLicence = (terminal: Terminal) =>
  found(terminal, 'show', 'all that registers say of the licence of a number', (licences) =>
    licences.map(licenceText).join('\n'),
  );

const found = (terminal: Terminal, name: string, words: string, text: (licences: readonly ListedLicence[]) => string) =>
  officerVerb(name, words, [
    `licence ${name} "ท. ๑๒๓/๒๕๖๖" --as kh-immigration-officer`,
    `licence ${name} POEA-123-LB-010125-R --agency th-labour --json`,
  ])
    .argument('<number>', 'as it stands on the paper, in any script')
    .option('--agency <code>', 'in registers of this agency only')
    .option('--authority <name>', 'of this authority only')
    .action((number, options) =>
      inSession(terminal, options, async ({ client }) => {
        const { agency, authority } = options;
        const asked = {
          ...(agency === undefined ? {} : { agency }),
          ...(authority === undefined ? {} : { authority }),
        };
        const licences = await client.lookUpLicences({ numbers: [number], ...asked });
        if (licences.length === 0) throw new CliError('UNKNOWN_LICENCE');
        answer(terminal, options, 'licences/1', { licences, next: null }, text(licences));
      }),
    );
