import { CliError } from '../../error.ts';
import { networkFolder, networkVerb } from '../../network/folder.ts';
import { changes, Tail } from '../../network/tail.ts';
import { answer } from '../../output.ts';
import { padded } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';

export const networkLogs = (terminal: Terminal) =>
  networkVerb('logs', 'show what nodes have said last, and with --follow what they say', [
    'network logs',
    'network logs peer.th-police --follow --lines 100',
  ])
    .argument('[node]', 'name as peer.th-police, orderer.la-fiu, chaincode.la-fiu or supervisor.network; default: all')
    .option('--lines <number>', 'how many of each, at most 1000', '20')
    .option('--follow', 'go on until Ctrl-C')
    .action(async (node, options) => {
      const lines = countIn(options.lines);
      const { StandingNetwork } = await import('@tocsin/network-fabric');
      const network = await StandingNetwork.open(networkFolder(terminal, options));
      const names = node === undefined ? (await network.nodes()).map(({ name }) => name) : [node];
      const width = Math.max(...names.map((name) => name.length));
      const logs = new Map<string, { name: string; tail: Tail }>();
      for (const name of names) {
        const path = await network.logOf(name);
        logs.set(path, { name, tail: new Tail(path) });
      }
      const say = (name: string, said: readonly string[]): void => {
        for (const line of said) answer(terminal, options, 'network-log/1', { node: name, line }, words(name, line));
      };
      const words = (name: string, line: string) => `${names.length === 1 ? '' : `${padded(name, width)}  `}${line}\n`;
      for (const { name, tail } of logs.values()) say(name, await tail.last(lines));
      if (options.follow !== true) return;
      for await (const path of changes([...logs.keys()], terminal.signal)) {
        const log = logs.get(path);
        if (log !== undefined) say(log.name, await log.tail.more());
      }
    });

function countIn(text: string): number {
  if (!/^(0|[1-9][0-9]{0,2}|1000)$/.test(text)) throw new CliError('USAGE', '--lines is a number from 0 to 1000');
  return Number(text);
}
