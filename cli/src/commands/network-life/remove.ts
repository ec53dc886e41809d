import { onNetwork } from '../../network/folder.ts';
import type { Terminal } from '../../terminal.ts';
import { openNetwork } from './opened.ts';
import { answerChanged, changeVerb, travelled } from './travelling.ts';

export const removeAgency = (terminal: Terminal) =>
  changeVerb('remove', 'put an agency out of the network; what it holds already it keeps', [
    'network remove my-labour',
    'network remove my-labour --propose remove.pb',
  ])
    .argument('<agency>', 'code of the agency')
    .action(async (agency, options) => {
      const network = await openNetwork(terminal, options);
      const { proposeRemoval, remove } = await import('@tocsin/network-fabric');
      if (await travelled(terminal, options, network, () => proposeRemoval(network, agency))) return;
      const { definition } = await remove(network, agency);
      const done = `${agency} is out; definition ${definition.sequence} of the chaincode is without it`;
      answerChanged(terminal, options, done, [onNetwork('status', options)]);
    });
