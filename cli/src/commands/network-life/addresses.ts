import { networkFolder, networkVerb } from '../../network/folder.ts';
import { answer, nextSteps } from '../../output.ts';
import { fields } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { collect } from '../../verb.ts';
import { agencyIn } from './opened.ts';

export const allowAddresses = (terminal: Terminal) =>
  networkVerb('addresses', "let the kit's units speak to the hosts of those who take part, and to nobody else", [
    'network addresses --folder /srv/tocsin --gateway gateway.immigration.example --dry-run',
    'network addresses --folder /srv/tocsin --gateway 192.0.2.11 --gateway 192.0.2.12',
  ])
    .option('--agency <code>', 'agency; the only one of a kit need not be named')
    .option('--gateway <host>', "host of the agency's own gateway, if another than the kit's (repeatable)", collect)
    .option('--dry-run', 'say whom they would speak to, and write nothing')
    .action(async (options) => {
      const { addressesFor, StandingNetwork, writeAddresses } = await import('@tocsin/network-fabric');
      const network = await StandingNetwork.open(networkFolder(terminal, options));
      const agency = agencyIn(network, options.agency);
      const addresses = await addressesFor(network.description, agency, options.gateway ?? []);
      const written = options.dryRun !== true;
      if (written) await writeAddresses(network.folder, addresses);
      const units = `${options.folder}/systemd`;
      const next = written
        ? [`cp -r ${units}/* /etc/systemd/system/`, 'systemctl daemon-reload']
        : ['the same without --dry-run'];
      const words = fields([
        ['orderer', addresses.orderer.join(' ')],
        ['peer', addresses.peer.join(' ')],
      ]);
      answer(terminal, options, 'network-addresses/1', { written, ...addresses, next }, `${words}${nextSteps(next)}`);
    });
