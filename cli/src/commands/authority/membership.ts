import { agencyClasses } from '@tocsin/record';
import { authorityVerb, openAuthority } from '../../authority.ts';
import { certificatesIn } from '../../device.ts';
import { CliError } from '../../error.ts';
import { readText, writeOutput } from '../../file.ts';
import { membershipOf } from '../../membership.ts';
import type { Terminal } from '../../terminal.ts';
import { collect } from '../../verb.ts';
import { namesIn } from '../unit/set.ts';

export const writeMembership = (terminal: Terminal) =>
  authorityVerb('membership', 'write what the agency brings into a network, for `tocsin agency propose`', [
    'authority membership --class labour --name "vi=Cục Quản lý" --registrar registrar.chain.pem --out vn-labour.json',
    'authority membership --class fiu --name en=AMLIO --registrar registrar.chain.pem --out -',
  ])
    .requiredOption('--class <class>', `one of ${agencyClasses.join(', ')}`)
    .requiredOption('--name <language=name>', 'its name in a language (repeatable)', collect, [] as string[])
    .requiredOption('--registrar <chain>', "PEM of the first registrar's certificate")
    .option('--out <file>', 'new file, - for standard output', '-')
    .action(async (options) => {
      const { authority } = await openAuthority(terminal, options);
      const [registrar] = certificatesIn(await readText(terminal, options.registrar));
      const agencyClass = agencyClasses.find((each) => each === options.class);
      if (agencyClass === undefined) throw new CliError('USAGE', `--class is one of ${agencyClasses.join(', ')}`);
      if (registrar === undefined) throw new CliError('INPUT_MALFORMED', options.registrar);
      const { agency: code, country, root, issuing } = authority;
      const about = { code, class: agencyClass, country, names: namesIn(options.name) };
      const membership = membershipOf({ ...about, root: root.certificate, issuing: issuing.certificate, registrar });
      await writeOutput(terminal, options.out, `${JSON.stringify(membership, null, 2)}\n`);
    });
