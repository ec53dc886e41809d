import { CliError } from '../../error.ts';
import { onNetwork } from '../../network/folder.ts';
import type { Terminal } from '../../terminal.ts';
import { agencyIn, authorityFor, openNetwork } from './opened.ts';
import { answerChanged, changeVerb, travelled } from './travelling.ts';

export const renewCertificates = (terminal: Terminal) =>
  changeVerb('renew', "give an agency's nodes fresh keys and certificates while the network goes on", [
    'network renew --agency th-police',
    'network renew --node orderer --authority authority --propose renew.pb',
  ])
    .option('--agency <code>', 'agency; the only one of a kit need not be named')
    .option('--node <node>', 'admin, peer, orderer or chaincode (default: one after the other)')
    .option('--authority <folder>', 'folder of its authority (default: the one in the network)')
    .option('--passphrase-file <file>', "file with the authority's passphrase ($TOCSIN_PASSPHRASE_FILE)")
    .action(async (options) => {
      const network = await openNetwork(terminal, options);
      const { proposeRenewal, renew, renewable } = await import('@tocsin/network-fabric');
      const authority = () => authorityFor(terminal, options, agencyIn(network, options.agency));
      const propose = async () => proposeRenewal(network, agencyIn(network, options.agency), await authority());
      if (await travelled(terminal, options, network, propose)) return;
      const agency = agencyIn(network, options.agency);
      const nodes = options.node === undefined ? renewable : renewable.filter((node) => node === options.node);
      if (nodes.length === 0) throw new CliError('USAGE', `--node is one of ${renewable.join(', ')}`);
      const issuer = await authority();
      for (const node of nodes) await renew(network, agency, node, issuer);
      const done = `${agency} has fresh certificates: ${nodes.join(', ')}`;
      answerChanged(terminal, options, done, [onNetwork('status', options)]);
    });
