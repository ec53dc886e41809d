import { Option } from '@commander-js/extra-typings';
import { CliError } from '../error.ts';
import { pathFrom } from '../file.ts';
import { answer } from '../output.ts';
import type { Terminal } from '../terminal.ts';
import { verb } from '../verb.ts';

export const demo = (terminal: Terminal) =>
  verb('demo', 'found an exchange of three agencies on this machine and play alerts through it', [
    'demo',
    'demo --ledger fabric --once',
  ])
    .option('--once', 'play and exit, with a code other than 0 if any step fails')
    .option('--reset', 'forget what earlier runs left in the folder')
    .addOption(
      new Option('--ledger <ledger>', 'embedded (in this process) or fabric (its own peers and orderers, native)')
        .choices(['embedded', 'fabric'] as const)
        .default('embedded' as const),
    )
    .option('--folder <folder>', 'where everything is kept (default: .tocsin/demo, on fabric .tocsin/demo-fabric)')
    .option('--alerts <folder>', 'alerts to play; default: examples/alerts of this checkout')
    .option('--ports <list>', 'ports of the three gateways; 0 takes any free one (default: 7101,7102,7103)')
    .action(async (options) => {
      const { ledger, once = false, reset = false, json = false } = options;
      const shown = options.folder ?? (ledger === 'fabric' ? '.tocsin/demo-fabric' : '.tocsin/demo');
      const folder = pathFrom(terminal.folder, shown);
      const alerts = options.alerts === undefined ? undefined : pathFrom(terminal.folder, options.alerts);
      const ports = portsIn(options.ports ?? (once ? '0,0,0' : '7101,7102,7103'));
      const { runDemo } = await import('../demo/demo.ts');
      const { steps } = await runDemo(terminal, {
        folder,
        shown,
        ledger,
        once,
        reset,
        quiet: json,
        alerts,
        ports,
      });
      answer(terminal, options, 'demo/1', { steps, folder }, '');
    });

function portsIn(text: string): [number, number, number] {
  const ports = text.split(',').map(Number);
  const lawful = ports.length === 3 && ports.every((port) => Number.isInteger(port) && port >= 0 && port < 65536);
  if (!lawful) throw new CliError('USAGE', '--ports is given as 7101,7102,7103');
  return ports as [number, number, number];
}
