import { DeviceError, provenKey } from '@tocsin/device';
import type { Roster } from '@tocsin/record';
import { CliError } from '../../error.ts';
import { act, inSession, type Session } from '../../session.ts';
import { table } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { collect, officerVerb } from '../../verb.ts';
import { answerDone } from '../../words.ts';

export const proposeRoster = (terminal: Terminal) =>
  officerVerb('propose', 'propose who holds shares of record keys from now on; a majority of members decides', [
    'roster propose --trustee th-police --trustee kh-immigration --trustee la-fiu --as th-police-registrar',
    'roster propose --without la-fiu --t 2',
  ])
    .option('--trustee <agency[/unit]>', 'a trustee, in order (repeatable)', collect, [] as string[])
    .option('--without <agency>', 'the roster in force, without this agency (repeatable)', collect, [] as string[])
    .option('--t <number>', 'how many release together; default: a majority')
    .action((options) =>
      inSession(terminal, options, async (session) => {
        const { trustee, without } = options;
        if (trustee.length > 0 === without.length > 0) throw new CliError('USAGE', 'give --trustee or --without');
        const names = trustee.length > 0 ? trustee : await remaining(session, without);
        const trustees = await Promise.all(names.map((name) => keyOf(session, name)));
        const t = thresholdIn(options.t, trustees.length);
        if (!options.json) {
          const rows = trustees.map((one) => [one.agency, one.unit, String(one.epoch), one.digest.slice(0, 16)]);
          terminal.err(`${t} of ${trustees.length}:\n${table(['TRUSTEE', 'UNIT', 'EPOCH', 'KEY'], rows)}`);
        }
        const done = await act(session, 'network.propose/1', { change: { roster: { t, trustees } } });
        const next = [`tocsin agency approve ${done.id}   (other members)`, 'tocsin roster list'];
        answerDone(terminal, options, done, { done: 'roster proposed', next });
      }),
    );

async function remaining({ client }: Session, without: readonly string[]): Promise<string[]> {
  const roster: Roster | null = await client.roster();
  if (roster === null) throw new CliError('USAGE', 'no roster is in force: name its trustees with --trustee');
  const stranger = without.find((agency) => !roster.trustees.some((one) => one.agency === agency));
  if (stranger !== undefined) throw new CliError('USAGE', `${stranger} is no trustee`);
  const left = roster.trustees.filter(({ agency }) => !without.includes(agency));
  return left.map(({ agency, unit }) => `${agency}/${unit}`);
}

/** The trustee key in effect, proved to the root in the profile. @throws CliError NO_SEAL_KEY, KEY_NOT_PROVEN */
async function keyOf({ client, roots, clock }: Session, name: string) {
  const [agency = '', unit] = name.split('/', 2);
  const now = clock().toISOString();
  const listed = (await client.keys({ agency })).filter(
    ({ key }) => key.use === 'trustee' && (unit === undefined || key.unit === unit),
  );
  const inEffect = listed.filter(({ key }) => key.destroyed === null && key.from <= now && now < key.until);
  const newest = inEffect.sort((a, b) => b.key.epoch - a.key.epoch)[0];
  if (newest === undefined) throw new DeviceError('NO_SEAL_KEY', `${name}: no trustee key in effect`);
  const { key } = newest;
  const { epoch, digest } = await provenKey(roots, newest, { agency, unit: key.unit, use: 'trustee' });
  return { agency, unit: key.unit, epoch, digest };
}

function thresholdIn(text: string | undefined, n: number): number {
  if (text === undefined) return Math.max(2, Math.floor(n / 2) + 1);
  if (!/^[1-9][0-9]?$/.test(text)) throw new CliError('USAGE', '--t is a whole number');
  return Number(text);
}
