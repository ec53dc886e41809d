import { AuthorityFolder } from '@tocsin/crypto-config';
import { authorityVerb } from '../../authority.ts';
import { CliError } from '../../error.ts';
import { pathFrom } from '../../file.ts';
import { newPassphrase } from '../../passphrase.ts';
import type { Terminal } from '../../terminal.ts';
import { answerAuthority } from './show.ts';

export const createAuthority = (terminal: Terminal) =>
  authorityVerb('create', "make an agency's root, issuing and TLS authorities", [
    'authority create --agency th-police --name "Royal Thai Police"',
    'authority create --agency la-fiu --name AMLIO --folder la-fiu/authority --days 1825',
  ])
    .requiredOption('--agency <agency>', 'code, beginning with the country: th-police')
    .requiredOption('--name <name>', 'what people call it; never in a certificate')
    .option('--days <number>', 'life of the root', '3650')
    .action(async (options) => {
      const { agency, name } = options;
      if (!/^[1-9][0-9]{0,3}$/.test(options.days)) throw new CliError('USAGE', '--days is a whole number');
      const passphrase = await newPassphrase(terminal, 'the authority', options);
      const country = agency.slice(0, 2).toUpperCase();
      const request = { agency, country, name, days: Number(options.days) };
      const folder = await AuthorityFolder.create(pathFrom(terminal.folder, options.folder), request, passphrase);
      answerAuthority(terminal, options, folder, [
        `tocsin authority gateway --folder ${options.folder} --out gateway`,
        `tocsin authority officer REQUEST --folder ${options.folder} --unit registry --role registrar`,
      ]);
    });
