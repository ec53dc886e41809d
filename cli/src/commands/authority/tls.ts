import { issueTls } from '@tocsin/crypto-config';
import { authorityVerb, openAuthority } from '../../authority.ts';
import { pathFrom } from '../../file.ts';
import { makeIdentity } from '../../host-identity.ts';
import type { Terminal } from '../../terminal.ts';
import { collect } from '../../verb.ts';
import { answerCertificate, wholeDays } from './answer.ts';

export const issueTlsCertificate = (terminal: Terminal) =>
  authorityVerb('tls', "make and certify a gateway's TLS key", [
    'authority tls --host gateway.example --host 192.0.2.7 --out gateway',
    'authority tls --host localhost --host 127.0.0.1 --days 7 --out gateway --json',
  ])
    .requiredOption('--host <host>', 'name or address that officers connect to (repeatable)', collect, [] as string[])
    .option('--days <number>', 'validity, at most 90', '30')
    .requiredOption('--out <folder>', 'where to write tls.key.pem and tls.chain.pem')
    .action(async (options) => {
      const folder = await openAuthority(terminal, options);
      const days = wholeDays(options.days);
      const out = pathFrom(terminal.folder, options.out);
      const { key, chain, issued } = await makeIdentity(out, 'tls', folder, (authority, publicKey) =>
        issueTls(authority, { hosts: options.host, publicKey, days }),
      );
      answerCertificate(terminal, options, issued.entry, [key, chain], ['tocsin gateway configure --kit FOLDER']);
    });
