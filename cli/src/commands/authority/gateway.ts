import { issueGateway } from '@tocsin/crypto-config';
import { authorityVerb, openAuthority } from '../../authority.ts';
import { pathFrom } from '../../file.ts';
import { makeIdentity } from '../../host-identity.ts';
import type { Terminal } from '../../terminal.ts';
import { answerCertificate, wholeDays } from './answer.ts';

export const issueGatewayCertificate = (terminal: Terminal) =>
  authorityVerb('gateway', "make and certify the key by which the agency's gateway submits to the ledger", [
    'authority gateway --out gateway',
    'authority gateway --name gateway-2 --out gateway-2 --days 180 --json',
  ])
    .option('--name <name>', 'name of the gateway', 'gateway-1')
    .option('--days <number>', 'validity, at most 731', '365')
    .requiredOption('--out <folder>', 'where to write ledger.key.pem and ledger.chain.pem')
    .action(async (options) => {
      const folder = await openAuthority(terminal, options);
      const days = wholeDays(options.days);
      const out = pathFrom(terminal.folder, options.out);
      const { key, chain, issued } = await makeIdentity(out, 'ledger', folder, (authority, publicKey) =>
        issueGateway(authority, { gatewayName: options.name, publicKey, days }),
      );
      answerCertificate(
        terminal,
        options,
        issued.entry,
        [key, chain],
        [`tocsin authority tls --host HOST --folder ${options.folder} --out ${options.out}`],
      );
    });
