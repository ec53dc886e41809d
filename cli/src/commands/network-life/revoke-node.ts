import { CliError } from '../../error.ts';
import { networkVerb, onNetwork } from '../../network/folder.ts';
import type { Terminal } from '../../terminal.ts';
import { agencyIn, authorityFor, openNetwork } from './opened.ts';
import { answerChanged } from './travelling.ts';

export const revokeNode = (terminal: Terminal) =>
  networkVerb('revoke-node', "tell the channel which of an agency's certificates are revoked", [
    'network revoke-node --agency kh-immigration --name gateway-1',
    'network revoke-node --authority authority --json',
  ])
    .option('--agency <code>', 'agency; the only one of a kit need not be named')
    .option('--name <name>', 'revoke the certificate of this name or serial number first')
    .option('--authority <folder>', 'folder of its authority (default: the one in the network)')
    .option('--passphrase-file <file>', "file with the authority's passphrase ($TOCSIN_PASSPHRASE_FILE)")
    .action(async (options) => {
      const network = await openNetwork(terminal, options);
      const agency = agencyIn(network, options.agency);
      const authority = await authorityFor(terminal, options, agency);
      if (options.name !== undefined) {
        const named = authority.authority.issued.filter(
          ({ handle, serial, revoked }) => revoked === null && [handle, serial].includes(options.name ?? ''),
        );
        const [one, ...others] = named;
        if (one === undefined || others.length > 0)
          throw new CliError('USAGE', `${named.length} valid certificates bear this name; give the serial number`);
        await authority.revoke(one.serial, 'keyCompromise');
      }
      const { publishRevocations } = await import('@tocsin/network-fabric');
      await publishRevocations(network, agency, authority);
      const count = authority.authority.issued.filter(({ revoked }) => revoked !== null).length;
      const done = `the channel knows the ${count} revoked certificates of ${agency}`;
      answerChanged(terminal, options, done, [onNetwork(`renew --agency ${agency} --node peer`, options)]);
    });
