import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Type } from 'typebox';
import { Check } from 'typebox/value';
import { FabricError } from './error.ts';
import { writeOwn } from './files.ts';
import { networkFiles } from './layout.ts';

const Spec = Type.Object({
  /** As `peer.th-police`. */
  name: Type.String({ pattern: '^[a-z]+\\.[a-z0-9-]+$' }),
  command: Type.String(),
  args: Type.Array(Type.String()),
  cwd: Type.String(),
  env: Type.Record(Type.String(), Type.String()),
  /** Whether the supervisor keeps it running. */
  wanted: Type.Boolean(),
});

/** One native process of the network as the supervisor runs it. */
export type ProcessSpec = Type.Static<typeof Spec>;

const specFile = (root: string): string => join(networkFiles(root).run, 'processes.json');
export const pidFile = (root: string, name: string): string => join(networkFiles(root).run, `${name}.pid`);
export const logFile = (root: string, name: string): string => join(networkFiles(root).logs, `${name}.log`);

export const writeSpecs = (root: string, specs: readonly ProcessSpec[]): Promise<void> =>
  writeOwn(specFile(root), `${JSON.stringify(specs, null, 1)}\n`);

/** @throws FabricError NETWORK_MISSING, NETWORK_DAMAGED */
export async function readSpecs(root: string): Promise<ProcessSpec[]> {
  const text = await readFile(specFile(root), 'utf8').catch(() => {
    throw new FabricError('NETWORK_MISSING');
  });
  return parsed(text);
}

function parsed(text: string): ProcessSpec[] {
  try {
    const specs: unknown = JSON.parse(text);
    if (Check(Type.Array(Spec), specs)) return specs;
  } catch {
    // Told below, in the same words.
  }
  throw new FabricError('NETWORK_DAMAGED', 'processes.json');
}
