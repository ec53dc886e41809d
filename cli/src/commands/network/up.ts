import type { FabricNetwork } from '@tocsin/network-fabric';
import { CliError } from '../../error.ts';
import { networkFolder, networkVerb, onNetwork } from '../../network/folder.ts';
import { orderingText } from '../../ordering-text.ts';
import { answer, nextSteps } from '../../output.ts';
import { table } from '../../table.ts';
import { type Terminal, unlessInterrupted } from '../../terminal.ts';

export const bringUpNetwork = (terminal: Terminal) =>
  networkVerb('up', 'start a network of Fabric on this machine, all agencies on it; the first run makes it', [
    'network up',
    'network up --topology three-raft --folder .tocsin/three --ports 18000',
  ])
    .option('--topology <name>', 'mekong-four (stands a lying orderer) or three-raft (default: mekong-four)')
    .option('--ports <first>', 'first of ten ports for each agency (default: 17050)')
    .option(
      '--passphrase-file <file>',
      "file with the authorities' passphrase (default: one is made up, in the folder)",
    )
    .action(async (options) => {
      const began = performance.now();
      const [{ bringUp }, { progressLines }] = await Promise.all([
        import('../../network/up.ts'),
        import('../../network/progress.ts'),
      ]);
      const { topology = null, passphraseFile } = options;
      const wanted = { folder: networkFolder(terminal, options), topology, firstPort: portIn(options.ports) };
      const work = bringUp(terminal, { ...wanted, passphraseFile }, progressLines(terminal));
      const network = await unlessInterrupted(terminal, work);
      const seconds = Math.round((performance.now() - began) / 100) / 10;
      const next = ['status', 'logs peer.th-police --follow', 'down'].map((command) => onNetwork(command, options));
      const value = { ...factsOf(network), seconds, next };
      answer(terminal, options, 'network/1', value, wordsFor(network, seconds, next));
    });

function portIn(text: string | undefined): number | null {
  if (text === undefined) return null;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1024 || port > 65_000)
    throw new CliError('USAGE', '--ports is the first port, from 1024 to 65000');
  return port;
}

function factsOf(network: FabricNetwork) {
  const { topology, digest } = network.description;
  const peers = network.agencies.map((agency) => {
    const { address, serverName, authority } = network.connection(agency);
    return { agency, address, 'server-name': serverName, authority };
  });
  const { name, consensus, channel } = topology;
  return { topology: name, consensus, channel, folder: network.folder, chaincode: digest, peers };
}

function wordsFor(network: FabricNetwork, seconds: number, next: readonly string[]): string {
  const { topology, consensus, channel, chaincode, peers } = factsOf(network);
  const rows = peers.map(({ agency, address, 'server-name': name }) => [agency, address, name]);
  return [
    `${topology} is up after ${seconds.toFixed(1)} s: ${orderingText(consensus)}, channel ${channel}, chaincode ${chaincode}\n`,
    'whoever runs this machine runs every node on it; apart, each agency runs its own\n\n',
    `${table(['AGENCY', 'PEER', 'NAME IN ITS CERTIFICATE'], rows)}\n`,
    nextSteps(next),
  ].join('');
}
