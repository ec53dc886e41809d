import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Type } from 'typebox';
import { Check } from 'typebox/value';
import { FabricError } from './error.ts';
import { writeOwn } from './files.ts';
import { agencyFolder } from './layout.ts';

const Slot = Type.Union([Type.Literal('chaincode'), Type.Literal('standby')]);
const Service = Type.Object({
  slot: Slot,
  /** Digest of its sources. */
  digest: Type.String(),
  /** `label:sha256` of the package by which the peer finds it. */
  packageId: Type.String(),
  /** Path of the program. */
  entry: Type.String(),
});

/**
 * One chaincode service of an agency. There are two places for them, so that the next one runs already when its
 * definition comes into force: the peer then turns to it within one block.
 */
export type Service = Type.Static<typeof Service>;
export type Slot = Service['slot'];

const file = (root: string, agency: string): string => join(agencyFolder(root, agency).chaincode, 'services.json');

/** The agency's services; none before the first start. @throws FabricError NETWORK_DAMAGED */
export async function readServices(root: string, agency: string): Promise<readonly Service[]> {
  const text = await readFile(file(root, agency), 'utf8').catch(() => '[]');
  try {
    const services: unknown = JSON.parse(text);
    if (Check(Type.Array(Service), services)) return services;
  } catch {
    // Told below, in the same words.
  }
  throw new FabricError('NETWORK_DAMAGED', 'services.json');
}

export const writeServices = (root: string, agency: string, services: readonly Service[]): Promise<void> =>
  writeOwn(file(root, agency), `${JSON.stringify(services, null, 1)}\n`);

/** The program of this installation. */
export const ownEntry = (): string => createRequire(import.meta.url).resolve('@tocsin/chaincode/service');
