import { copyFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CliError } from '../../error.ts';
import { pathFrom, writeOutput } from '../../file.ts';
import { configFor, ensureComplete, type GatewayOrder, gatewayFiles } from '../../gateway-on-peer.ts';
import { answer, nextSteps } from '../../output.ts';
import type { Terminal } from '../../terminal.ts';
import { verb } from '../../verb.ts';
import { agencyIn } from '../network-life/opened.ts';

export const configureGateway = (terminal: Terminal) =>
  verb('configure', "write the configuration of an agency's gateway on its own peer, once its keys are there", [
    'gateway configure --kit /srv/tocsin --dry-run',
    'gateway configure --kit /srv/tocsin --keys gateway --roots roots --port 7443 --out gateway.json',
  ])
    .requiredOption('--kit <folder>', "folder of the agency's kit, which says where its peer is")
    .option('--agency <code>', 'agency; the only one of a kit need not be named')
    .option('--keys <folder>', 'what `tocsin authority gateway` and `tocsin authority tls` wrote', 'gateway')
    .option('--roots <folder>', 'what `tocsin network bundle` wrote', 'roots')
    .option('--host <address>', 'address to listen on', '0.0.0.0')
    .option('--port <number>', 'port for officers', '7443')
    .option('--out <file>', 'new file for `tocsin gateway serve`', 'gateway.json')
    .option('--dry-run', 'check the keys and show the configuration, and write nothing')
    .action(async (options) => {
      const at = (path: string): string => pathFrom(terminal.folder, path);
      const [out, keys] = [at(options.out), at(options.keys)];
      const connection = await ownPeer(at(options.kit), options.agency);
      const listening = { host: options.host, port: portIn(options.port) };
      const order: GatewayOrder = { connection, keys, roots: at(options.roots), ...listening };
      await ensureComplete(order);
      const config = configFor(order, dirname(out));
      const text = `${JSON.stringify(config, null, 2)}\n`;
      const written = options.dryRun !== true;
      if (written) {
        const files = gatewayFiles(keys);
        await mkdir(files.seal, { recursive: true, mode: 0o700 });
        await copyFile(connection.authority, files.authority);
        await writeOutput(terminal, options.out, text, 0o600);
      }
      const next = [written ? `tocsin gateway serve --config ${options.out}` : 'the same without --dry-run'];
      const words = `${written ? `wrote ${options.out}` : text.trimEnd()}\n${nextSteps(next)}`;
      answer(terminal, options, 'gateway-config/1', { file: options.out, written, config, next }, words);
    });

/** How the agency whose part of a network lies in the folder is reached. @throws CliError USAGE; FabricError */
async function ownPeer(folder: string, named: string | undefined) {
  const { StandingNetwork } = await import('@tocsin/network-fabric');
  const network = await StandingNetwork.open(folder);
  return network.connection(agencyIn(network, named));
}

function portIn(text: string): number {
  const port = /^[1-9][0-9]{0,4}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw new CliError('USAGE', '--port is a number from 1 to 65535');
  return port;
}
