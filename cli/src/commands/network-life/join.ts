import { readFile } from 'node:fs/promises';
import type { FabricNetwork, Site } from '@tocsin/network-fabric';
import { CliError } from '../../error.ts';
import { pathFrom } from '../../file.ts';
import { onNetwork } from '../../network/folder.ts';
import type { Terminal } from '../../terminal.ts';
import { localAuthority, openNetwork } from './opened.ts';
import { answerChanged, changeVerb, travelled } from './travelling.ts';

export const joinNetwork = (terminal: Terminal) =>
  changeVerb('join', 'let one more agency into a running network', [
    'network join --agency my-labour --country MY --name "Fictitious Malaysian labour department"',
    'network join --card my-labour.card.json --propose join.pb',
  ])
    .option('--card <file>', "the newcomer's card, where every agency has its own host")
    .option('--agency <code>', 'code of a newcomer that runs on this machine, as my-labour')
    .option('--country <code>', 'its country, ISO 3166 alpha-2')
    .option('--name <name>', 'what people call it')
    .option('--ports <first>', 'first of its ten ports (default: ten free ones)')
    .option('--without-orderer', 'it brings no orderer')
    .option('--authority <folder>', 'folder of its authority (default: one is made beside the others)')
    .option('--passphrase-file <file>', "file with its authority's passphrase")
    .action(async (options) => {
      const network = await openNetwork(terminal, options);
      const orders = options.withoutOrderer !== true;
      const propose = async () => proposeFromCard(terminal, network, options.card, orders);
      if (await travelled(terminal, options, network, propose)) return;
      const { agency: code, country, name } = options;
      if (code === undefined || country === undefined || name === undefined)
        throw new CliError(
          'USAGE',
          '--agency, --country and --name for this machine; --card and --propose for several',
        );
      const agency = { code, country, name };
      const authority = await localAuthority(terminal, options, agency);
      const { freePorts, join } = await import('@tocsin/network-fabric');
      const port = options.ports === undefined ? await freePorts(1) : Number(options.ports);
      const site: Site = { agency: code, host: '127.0.0.1', bind: '127.0.0.1', port };
      const { definition } = await join(network, { agency, site, orders }, authority);
      const done = `${code} has joined; definition ${definition.sequence} of the chaincode counts it in`;
      answerChanged(terminal, options, done, [onNetwork('status', options)]);
    });

async function proposeFromCard(
  terminal: Terminal,
  network: FabricNetwork,
  file: string | undefined,
  orders: boolean,
): Promise<Uint8Array> {
  if (file === undefined) throw new CliError('USAGE', '--propose needs --card');
  const { fingerprintOf, proposeJoin, readCard, siteIn, writeCard } = await import('@tocsin/network-fabric');
  const text = await readFile(pathFrom(terminal.folder, file), 'utf8').catch((error: unknown) => {
    throw new CliError('INPUT_UNREADABLE', file, error);
  });
  const card = readCard(text);
  terminal.err(`compare the root of ${card.agency.code} by another way than this file: ${fingerprintOf(card)}\n`);
  await writeCard(network.folder, card);
  return proposeJoin(network, { agency: card.agency, site: siteIn(card), orders });
}
