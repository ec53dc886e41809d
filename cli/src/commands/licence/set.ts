import { type LicenceEntry, licenceStatuses, statusesKnown } from '@tocsin/record';
import { CliError } from '../../error.ts';
import { readJson } from '../../file.ts';
import { authorityIn } from '../../licence/authority.ts';
import { statusIn } from '../../licence/row.ts';
import { act, inSession, type Session } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { answerDone } from '../../words.ts';

export const setLicence = (terminal: Terminal) =>
  officerVerb('set', 'publish one licence of your register, or change its status', [
    'licence set "ท. ๑๒๓/๒๕๖๖" --authority th-doe --status suspended --as-written พักใช้ --as th-labour-officer',
    'licence set --file examples/licences/licence.json --authority th-doe   # a new licence, or all of one',
  ])
    .argument('[number]', 'number of a licence that is in the register, however written')
    .requiredOption('--authority <name>', 'short name of who issued it, such as th-doe')
    .option('--status <word>', `${licenceStatuses.join(', ')}, or the register's own word for one of them`)
    .option('--as-written <word>', "the register's own word, where --status is a code")
    .option('--file <file>', 'the licence as JSON (docs/spec/licence.md), - for standard input')
    .action(async (number, options) => {
      const { file, status, asWritten } = options;
      const authority = authorityIn(options.authority);
      if ((number === undefined) === (file === undefined)) throw new CliError('USAGE', 'give a number or --file');
      if ((number === undefined) === (status !== undefined)) throw new CliError('USAGE', '--status goes with a number');
      const word = status === undefined ? undefined : statusNamed(status);
      const given = file === undefined ? undefined : ((await readJson(terminal, file)) as unknown as LicenceEntry);
      await inSession(terminal, options, async (session) => {
        const standing = given ?? (await standingIn(session, authority, number ?? ''));
        const changed = word === undefined ? {} : { status: word.code, statusAsWritten: asWritten ?? word.asWritten };
        const done = await act(session, 'licence.set/1', { authority, licences: [{ ...standing, ...changed }] });
        answerDone(terminal, options, done, {
          done: 'licence published',
          next: [`tocsin licence status '${(given?.number ?? number ?? '').replaceAll("'", '')}'`],
        });
      });
    });

/** @throws CliError USAGE with the words that are known */
function statusNamed(text: string) {
  const { code, asWritten } = statusIn(text);
  if (code === null) throw new CliError('USAGE', `--status is one of ${statusesKnown(text)}`);
  return { code, asWritten };
}

/** What the own register says of a licence, without what the ledger added. @throws CliError UNKNOWN_LICENCE */
async function standingIn({ client, agency }: Session, authority: string, number: string): Promise<LicenceEntry> {
  const [found] = await client.lookUpLicences({ numbers: [number], agency, authority });
  if (found === undefined) throw new CliError('UNKNOWN_LICENCE');
  const { agency: _agency, authority: _authority, history, statement, at, ...entry } = found.licence;
  return entry;
}
