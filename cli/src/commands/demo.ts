import { CliError } from '../error.ts';
import { pathFrom } from '../file.ts';
import { answer } from '../output.ts';
import type { Terminal } from '../terminal.ts';
import { verb } from '../verb.ts';

export const demo = (terminal: Terminal) =>
  verb('demo', 'found an exchange of three agencies on this machine and play alerts through it', [
    'demo',
    'demo --once --folder .tocsin/try --reset',
  ])
    .option('--once', 'play and exit, with a code other than 0 if any step fails')
    .option('--reset', 'forget what earlier runs left in the folder')
    .option('--folder <folder>', 'where everything is kept', '.tocsin/demo')
    .option('--alerts <folder>', 'alerts to play; default: examples/alerts of this checkout')
    .option('--ports <list>', 'ports of the three gateways; 0 takes any free one (default: 7101,7102,7103)')
    .action(async (options) => {
      const folder = pathFrom(terminal.folder, options.folder);
      const { once = false, reset = false, json = false } = options;
      const alerts = options.alerts === undefined ? undefined : pathFrom(terminal.folder, options.alerts);
      const ports = portsIn(options.ports ?? (once ? '0,0,0' : '7101,7102,7103'));
      const { runDemo } = await import('../demo/demo.ts');
      const { steps } = await runDemo(terminal, {
        folder,
        shown: options.folder,
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
