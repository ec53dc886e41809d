import { setTimeout as pause } from 'node:timers/promises';
import { FabricError, fabricCommands, StandingNetwork } from '@tocsin/network-fabric';
import { CliError } from '../error.ts';
import { progressLines } from '../network/progress.ts';
import type { Terminal } from '../terminal.ts';
import type { Place } from './place.ts';

/** Milliseconds that nodes have to end after the demo that they were bound to. */
const ENDING_MS = 15_000;

/**
 * Sees to it that a demo on Fabric can begin: Fabric's commands are there, built if need be, and no node of an earlier
 * run is left.
 * @throws FabricError GO_MISSING, FABRIC_BUILD_FAILED; CliError NETWORK_IN_USE
 */
export async function ensureFabric(terminal: Terminal, place: Place): Promise<void> {
  await fabricCommands({ progress: progressLines(terminal) });
  const network = await StandingNetwork.open(place.network).catch((error: unknown) => {
    if (error instanceof FabricError) return null;
    throw error;
  });
  if (network === null) return;
  const until = performance.now() + ENDING_MS;
  // A demo that was killed is followed by its nodes within seconds, and tells nobody.
  while (network.supervised || (await network.nodes()).some(({ pid }) => pid !== null)) {
    if (performance.now() > until) throw new CliError('NETWORK_IN_USE');
    await pause(100, undefined, { signal: terminal.signal });
  }
}
