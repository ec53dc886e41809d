import { CryptoConfigError, type RevocationReason } from '@tocsin/crypto-config';
import { authorityVerb, openAuthority } from '../../authority.ts';
import { CliError } from '../../error.ts';
import { answer } from '../../output.ts';
import type { Terminal } from '../../terminal.ts';
import { listFiles } from './crl.ts';

const reasons: readonly RevocationReason[] = [
  'unspecified',
  'keyCompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'privilegeWithdrawn',
];

export const revokeCertificate = (terminal: Terminal) =>
  authorityVerb('revoke', 'revoke a certificate and publish new lists; revoke an officer on the ledger too', [
    'authority revoke nbswy3dpeb3w64tmmqqho2lunb --reason keyCompromise',
    'authority revoke 0123456789abcdef0123456789abcdef --reason superseded --json',
  ])
    .argument('<serial>', 'serial number, or the name that one valid certificate bears')
    .requiredOption('--reason <reason>', `one of ${reasons.join(', ')}`)
    .action(async (name, options) => {
      const reason = reasons.find((each) => each === options.reason);
      if (reason === undefined) throw new CliError('USAGE', `--reason is one of ${reasons.join(', ')}`);
      const folder = await openAuthority(terminal, options);
      const serial = serialOf(folder.authority.issued, name);
      await folder.revoke(serial, reason);
      const files = listFiles(options.folder);
      answer(
        terminal,
        options,
        'revocation/1',
        { serial, files },
        `revoked ${serial}\nnew lists: ${files.join(' ')}\n`,
      );
    });

function serialOf(
  issued: readonly { readonly serial: string; readonly handle: string; readonly revoked: unknown }[],
  name: string,
): string {
  const named = issued.filter(({ handle, revoked }) => handle === name && revoked === null);
  if (named.length > 1) throw new CryptoConfigError('UNKNOWN_SERIAL', 'several bear this name: give the serial number');
  return named[0]?.serial ?? name;
}
