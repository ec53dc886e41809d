import type { NodeStanding, StandingNetwork } from '@tocsin/network-fabric';
import { AnsweredError } from '../../error.ts';
import { networkFolder, networkVerb } from '../../network/folder.ts';
import type { Probed } from '../../network/probe.ts';
import { answer } from '../../output.ts';
import { table } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';

export const networkStatus = (terminal: Terminal) =>
  networkVerb('status', 'say which nodes run, and ask each peer whether it answers', [
    'network status',
    'network status --no-probe --json',
  ])
    .option('--no-probe', 'look at the processes alone')
    .action(async (options) => {
      const { StandingNetwork } = await import('@tocsin/network-fabric');
      const network = await StandingNetwork.open(networkFolder(terminal, options));
      const nodes = await network.nodes();
      const peers = options.probe ? await probeAll(network) : null;
      const faults = faultsOf(nodes, peers);
      const told = nodes.map(({ name, ...about }) => ({ ...about, node: name }));
      answer(terminal, options, 'network-status/1', { nodes: told, peers, faults }, wordsFor(nodes, peers));
      if (faults.length > 0) throw new AnsweredError('NODES_NOT_RUNNING', inShort(faults));
    });

async function probeAll(network: StandingNetwork): Promise<Probed[]> {
  const { probe } = await import('../../network/probe.ts');
  return Promise.all(network.description.sites.map(({ agency }) => probe(network, agency)));
}

/** Whatever is meant to run and does not. A peer that was stopped on purpose need not answer. */
function faultsOf(nodes: readonly NodeStanding[], peers: readonly Probed[] | null): string[] {
  const ended = nodes.filter(({ wanted, state }) => wanted && state !== 'running').map(({ name }) => name);
  const running = (agency: string) => nodes.some(({ name, pid }) => name === `peer.${agency}` && pid !== null);
  const silent = (peers ?? []).filter(({ agency, answers }) => !answers && running(agency));
  return [...ended, ...silent.map(({ agency }) => `peer.${agency} (does not answer)`)];
}

/** The table has named them all; many are not named again. */
const inShort = (faults: readonly string[]): string =>
  faults.length > 3 ? `${faults.length} nodes` : faults.join(', ');

function wordsFor(nodes: readonly NodeStanding[], peers: readonly Probed[] | null): string {
  const rows = nodes.map(({ agency, kind, state, pid, port }) => [
    agency,
    kind,
    state,
    pid === null ? '-' : String(pid),
    String(port),
  ]);
  const processes = table(['AGENCY', 'NODE', 'STATE', 'PID', 'PORT'], rows);
  if (peers === null) return processes;
  const answers = peers.map(({ agency, answers, height }) => [agency, answers ? 'yes' : 'no', height ?? '-']);
  return `${processes}\n${table(['AGENCY', 'PEER ANSWERS', 'BLOCKS'], answers)}`;
}
