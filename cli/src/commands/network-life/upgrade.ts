import { networkVerb, onNetwork } from '../../network/folder.ts';
import type { Terminal } from '../../terminal.ts';
import { openNetwork } from './opened.ts';
import { answerChanged } from './travelling.ts';

export const upgradeChaincode = (terminal: Terminal) =>
  networkVerb('upgrade', "approve this installation's chaincode, and put it into force once a majority has", [
    'network upgrade',
    'network upgrade --folder /srv/tocsin --json',
  ])
    .option('--again', 'agree on the same once more: for an agency whose peer has lost its disk')
    .action(async (options) => {
      const network = await openNetwork(terminal, options);
      const { upgrade } = await import('@tocsin/network-fabric');
      const { definition, inForce, approved, missing } = await upgrade(network, { again: options.again === true });
      const about = `definition ${definition.sequence}, sources ${definition.version}`;
      const done = inForce
        ? `${about}: in force`
        : `${about}: approved by ${approved.join(', ')}; not yet by ${missing.join(', ')}`;
      answerChanged(
        terminal,
        options,
        done,
        inForce ? [] : [onNetwork(options.again ? 'upgrade --again' : 'upgrade', options)],
      );
    });
