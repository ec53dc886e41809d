import { readCertificate, toBase64url } from '@tocsin/envelope';
import { type Role, roles } from '@tocsin/record';
import { certificatesIn } from '../../device.ts';
import { CliError } from '../../error.ts';
import { readText } from '../../file.ts';
import { act, inSession } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { collect, officerVerb } from '../../verb.ts';
import { answerDone } from '../../words.ts';

export const registerOfficer = (terminal: Terminal) =>
  officerVerb('register', "register an officer's certificate on the ledger, by your agency's registrar", [
    'officer register desk-1.chain.pem --unit duty-desk --role author --role reader --as th-police-registrar',
    'officer register auditor.pem --unit oversight --role auditor --days 90',
  ])
    .argument('<certificate>', 'PEM of the certificate, or of its chain; - for standard input')
    .requiredOption('--unit <unit>', 'unit of the officer')
    .requiredOption('--role <role>', `one of ${roles.join(', ')} (repeatable)`, collect, [] as string[])
    .option('--days <number>', 'validity; default: as long as the certificate')
    .action(async (path, options) => {
      const [der] = certificatesIn(await readText(terminal, path));
      if (der === undefined) throw new CliError('INPUT_MALFORMED', path);
      const { commonName: officer, notBefore, notAfter } = readCertificate(der);
      await inSession(terminal, options, async (session) => {
        const now = session.clock();
        const from = new Date(Math.max(notBefore.getTime(), now.getTime() - 60_000)).toISOString();
        const until = untilIn(options.days, now, notAfter).toISOString();
        const about = { officer, unit: options.unit, roles: options.role.map(roleIn) };
        const body = { ...about, certificate: toBase64url(der), from, until };
        const done = await act(session, 'officer.register/1', body);
        answerDone(terminal, options, done, { done: `registered ${officer}`, next: ['tocsin officer list'] });
      });
    });

function roleIn(word: string): Role {
  const role = roles.find((each) => each === word);
  if (role === undefined) throw new CliError('USAGE', `--role is one of ${roles.join(', ')}`);
  return role;
}

function untilIn(days: string | undefined, now: Date, end: Date): Date {
  if (days === undefined) return end;
  if (!/^[1-9][0-9]{0,3}$/.test(days)) throw new CliError('USAGE', '--days is a whole number');
  return new Date(Math.min(end.getTime(), now.getTime() + Number(days) * 86_400_000));
}
