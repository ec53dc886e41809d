import { pathFrom } from '../../file.ts';
import { readServeConfig } from '../../gateway-config.ts';
import { answer } from '../../output.ts';
import { aborted, type Terminal } from '../../terminal.ts';
import { verb } from '../../verb.ts';

export const serveGateway = (terminal: Terminal) =>
  verb('serve', 'run the gateways of a configuration, and the ledger they share, until interrupted', [
    'gateway serve --config .tocsin/demo/gateways.json',
    'gateway serve --config gateways.json 2>> gateway.log',
  ])
    .requiredOption('--config <file>', 'JSON as the demo writes it: gateways.json')
    .action(async (options) => {
      // Everything else starts faster without a server in memory.
      const { operatorOf, serve } = await import('../../serving.ts');
      const config = await readServeConfig(pathFrom(terminal.folder, options.config));
      const served = await serve(config);
      terminal.err(`${operatorOf(config.ledger)}\n`);
      for (const { agency, origin } of served.gateways) {
        answer(terminal, options, 'serving/1', { agency, origin }, `${agency} listens at ${origin}\n`);
      }
      await aborted(terminal.signal);
      await served.close();
    });
