import { networkFolder, networkVerb, onNetwork } from '../../network/folder.ts';
import { answer, nextSteps } from '../../output.ts';
import type { Terminal } from '../../terminal.ts';

export const endNetwork = (terminal: Terminal) =>
  networkVerb('down', 'end all nodes of a network; everything stays on disk', [
    'network down',
    'network down --folder .tocsin/three --json',
  ]).action(async (options) => {
    const { StandingNetwork, endNetwork: end } = await import('@tocsin/network-fabric');
    const network = await StandingNetwork.open(networkFolder(terminal, options));
    const { folder } = network;
    const ended = (await network.nodes()).filter(({ pid }) => pid !== null).map(({ name }) => name);
    await end(folder);
    const words = ended.length === 0 ? 'nothing was running' : `ended ${ended.length} nodes; the ledger stays`;
    const next = [onNetwork('up', options)];
    answer(terminal, options, 'network-down/1', { folder, ended }, `${words}\n${nextSteps(next)}`);
  });
