import { issueOfficer } from '@tocsin/crypto-config';
import { authorityVerb, openAuthority } from '../../authority.ts';
import { CliError } from '../../error.ts';
import { readText, writeOutput } from '../../file.ts';
import { requestIn } from '../../signing-request.ts';
import type { Terminal } from '../../terminal.ts';
import { collect } from '../../verb.ts';
import { answerCertificate, wholeDays } from './answer.ts';

export const issueOfficerCertificate = (terminal: Terminal) =>
  authorityVerb('officer', "certify an officer's signing request", [
    'authority officer desk-1.csr --unit duty-desk --role author --role reader --out desk-1.chain.pem',
    'authority officer - --unit registry --role registrar --days 180 < registrar.csr',
  ])
    .argument('<request>', 'signing request, - for standard input')
    .requiredOption('--unit <unit>', 'unit of the officer')
    .requiredOption('--role <role>', 'role (repeatable)', collect, [] as string[])
    .option('--days <number>', 'validity, at most 731', '365')
    .option('--out <file>', 'where to write certificate and issuer, - for standard output', '-')
    .action(async (path, options) => {
      const csr = await readText(terminal, path);
      const handle = await requestIn(csr);
      const { unit, role: roles } = options;
      if (roles.length === 0) throw new CliError('USAGE', 'give at least one --role');
      const folder = await openAuthority(terminal, options);
      const days = wholeDays(options.days);
      const issued = await folder.issue((authority) => issueOfficer(authority, { csr, handle, unit, roles, days }));
      if (options.out !== '-' || !options.json) await writeOutput(terminal, options.out, issued.chain);
      answerCertificate(
        terminal,
        options,
        issued.entry,
        [options.out],
        [
          `tocsin officer install ${options.out}   (the officer)`,
          `tocsin officer register ${options.out} --unit ${unit} --role ${roles.join(' --role ')}   (the registrar)`,
        ],
      );
    });
