import { rm } from 'node:fs/promises';
import { CliError } from '../../error.ts';
import { networkFolder, networkVerb, onNetwork } from '../../network/folder.ts';
import { NetworkPlace } from '../../network/place.ts';
import { answer, nextSteps } from '../../output.ts';
import { fields } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';

export const resetNetwork = (terminal: Terminal) =>
  networkVerb('reset', 'end a network and remove it with its ledger and its authorities, for good', [
    'network reset --dry-run',
    'network reset --folder .tocsin/three --yes',
  ])
    .option('--dry-run', 'say what would be removed, and remove nothing')
    .option('--yes', 'do not ask')
    .action(async (options) => {
      const place = new NetworkPlace(networkFolder(terminal, options));
      const holds = await holdingsOf(place);
      const about = wordsFor(place, holds);
      if (options.dryRun === true) {
        const next = nextSteps([onNetwork('reset --yes', options)]);
        return answer(
          terminal,
          options,
          'network-reset/1',
          { folder: place.folder, removed: false, holds },
          about + next,
        );
      }
      if (options.yes !== true) {
        terminal.err(about);
        if (!terminal.interactive || !(await terminal.confirm('Remove all of it?')))
          throw new CliError('CONFIRMATION_NEEDED');
      }
      const { endNetwork } = await import('@tocsin/network-fabric');
      await endNetwork(place.folder);
      await rm(place.folder, { recursive: true, force: true });
      answer(terminal, options, 'network-reset/1', { folder: place.folder, removed: true, holds }, 'removed\n');
    });

interface Holdings {
  /** Null where the description is missing or cannot be read: an earlier run was interrupted, or something broke. */
  readonly topology: string | null;
  readonly running: readonly string[];
  readonly authorities: readonly string[];
  readonly bytes: number;
}

async function holdingsOf(place: NetworkPlace): Promise<Holdings> {
  const { FabricError, StandingNetwork } = await import('@tocsin/network-fabric');
  await place.ensureOurs();
  const network = await StandingNetwork.open(place.folder).catch((error: unknown) => {
    if (error instanceof FabricError) return null;
    throw error;
  });
  const [authorities, bytes] = await Promise.all([place.authorities(), place.size()]);
  if (network === null && bytes === 0) throw new FabricError('NETWORK_MISSING');
  const nodes = (await network?.nodes()) ?? [];
  const running = nodes.filter(({ pid }) => pid !== null).map(({ name }) => name);
  return { topology: network?.description.topology.name ?? null, running, authorities, bytes };
}

function wordsFor({ folder }: NetworkPlace, { topology, running, authorities, bytes }: Holdings): string {
  return fields([
    ['folder', folder],
    ['network', topology ?? 'begun, or with a description that cannot be read'],
    ['nodes running', running.length === 0 ? 'none' : `${running.length}: they are ended first`],
    ['authorities', authorities.length === 0 ? 'none' : `${authorities.join(', ')}: their keys go too`],
    ['ledger and all', `${(bytes / 2 ** 20).toFixed(1)} MiB on disk`],
  ]);
}
