import { readCertificate, toBase64url } from '@tocsin/envelope';
import { type Officer, Refusal, type Role, roles } from '@tocsin/record';
import { certificatesIn } from '../../device.ts';
import { CliError } from '../../error.ts';
import { readText } from '../../file.ts';
import { act, type Done, inSession, type Session } from '../../session.ts';
import type { Body } from '../../statement.ts';
import type { Terminal } from '../../terminal.ts';
import { collect, officerVerb } from '../../verb.ts';
import { answerDone } from '../../words.ts';

export const registerOfficer = (terminal: Terminal) =>
  officerVerb('register', "register an officer's certificate on the ledger, by your agency's registrar", [
    'officer register desk-1.chain.pem --unit duty-desk --role author --role reader --as th-police-registrar',
    'officer register renewed.chain.pem --replaces nbswy3dpeb3w64tmmqqho2lunb',
  ])
    .argument('<certificate>', 'PEM of the certificate, or of its chain; - for standard input')
    .option('--unit <unit>', 'unit of the officer')
    .option('--role <role>', `one of ${roles.join(', ')} (repeatable)`, collect, [] as string[])
    .option('--replaces <handle>', "the same officer's earlier key: unit and roles stay, and it is revoked")
    .option('--days <number>', 'validity; default: as long as the certificate')
    .action(async (path, options) => {
      const [der] = certificatesIn(await readText(terminal, path));
      if (der === undefined) throw new CliError('INPUT_MALFORMED', path);
      const { commonName: officer, notBefore, notAfter } = readCertificate(der);
      await inSession(terminal, options, async (session) => {
        const former = options.replaces === undefined ? null : await formerOf(session, options.replaces);
        const now = session.clock();
        const from = new Date(Math.max(notBefore.getTime(), now.getTime() - 60_000)).toISOString();
        const until = untilIn(options.days, now, notAfter).toISOString();
        const about = { officer, ...placeOf(options, former), certificate: toBase64url(der), from, until };
        const done =
          former === null ? await act(session, 'officer.register/1', about) : await replace(session, about, former);
        const words = former === null ? `registered ${officer}` : `registered ${officer} in place of ${former.handle}`;
        answerDone(terminal, options, done, { done: words, next: ['tocsin officer list'] });
      });
    });

async function formerOf({ client, agency }: Session, handle: string): Promise<Officer> {
  const former = (await client.officers(agency)).find((officer) => officer.handle === handle);
  if (former === undefined) throw new Refusal('UNKNOWN_OFFICER', handle);
  return former;
}

/** Where the officer works and as what: as said, or as before. */
function placeOf({ unit, role }: { unit?: string | undefined; role: readonly string[] }, former: Officer | null) {
  const place = { unit: unit ?? former?.unit, roles: role.length === 0 ? former?.roles : role.map(roleIn) };
  if (place.unit === undefined || place.roles === undefined)
    throw new CliError('USAGE', 'give --unit and --role, or --replaces');
  return { unit: place.unit, roles: [...place.roles] };
}

/** The new key first, then the end of the old one; taken up again where an earlier run stopped between the two. */
async function replace(session: Session, about: Body<'officer.register/1'>, former: Officer): Promise<Done> {
  const known = (await session.client.officers(session.agency)).some(({ handle }) => handle === about.officer);
  if (!known) await act(session, 'officer.register/1', about);
  return act(session, 'officer.revoke/1', { officer: former.handle, reason: 'superseded' });
}

export function roleIn(word: string): Role {
  const role = roles.find((each) => each === word);
  if (role === undefined) throw new CliError('USAGE', `--role is one of ${roles.join(', ')}`);
  return role;
}

function untilIn(days: string | undefined, now: Date, end: Date): Date {
  if (days === undefined) return end;
  if (!/^[1-9][0-9]{0,3}$/.test(days)) throw new CliError('USAGE', '--days is a whole number');
  return new Date(Math.min(end.getTime(), now.getTime() + Number(days) * 86_400_000));
}
