import { issueOfficer } from '@tocsin/crypto-config';
import { handleOf } from '@tocsin/record';
import { authorityVerb, openAuthority } from '../../authority.ts';
import { pathFrom } from '../../file.ts';
import { makeIdentity } from '../../host-identity.ts';
import type { Terminal } from '../../terminal.ts';
import { answerCertificate, wholeDays } from './answer.ts';

export const issueStewardCertificate = (terminal: Terminal) =>
  authorityVerb('steward', "make and certify the key by which the agency's gateway signs in its own name", [
    'authority steward --unit duty-desk --out gateway',
    'authority steward --unit registry --out gateway --days 180 --json',
  ])
    .requiredOption('--unit <unit>', 'unit that the gateway belongs to')
    .option('--days <number>', 'validity, at most 731', '365')
    .requiredOption('--out <folder>', 'where to write steward.key.pem and steward.chain.pem')
    .action(async (options) => {
      const folder = await openAuthority(terminal, options);
      const { unit } = options;
      const days = wholeDays(options.days);
      const out = pathFrom(terminal.folder, options.out);
      const { key, chain, issued } = await makeIdentity(out, 'steward', folder, (authority, publicKey) =>
        issueOfficer(authority, { handle: handleOf(publicKey), publicKey, unit, roles: ['gateway'], days }),
      );
      const next = [
        `tocsin officer register ${options.out}/steward.chain.pem --unit ${unit} --role gateway   (the registrar)`,
        `tocsin gateway set --address HOST:PORT --steward ${issued.entry.handle} --cosigner KEY --identity ${options.out}/ledger.chain.pem   (the registrar)`,
      ];
      answerCertificate(terminal, options, issued.entry, [key, chain], next);
    });
