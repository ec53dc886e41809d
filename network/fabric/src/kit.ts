import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type CommandsOptions, fabricCommands } from './commands.ts';
import { readDescription, writeDescription } from './description.ts';
import { FabricError } from './error.ts';
import { writeFolder } from './files.ts';
import { type AgencyCard, cardOf } from './kit-card.ts';
import { containerfile } from './kit-container.ts';
import { nodeEnvironments, writeServiceEnvironments } from './kit-environment.ts';
import { kitReadme } from './kit-readme.ts';
import { systemdUnits } from './kit-units.ts';
import { layOut } from './lay-out.ts';
import { agencyFolder } from './layout.ts';
import { packageFor } from './lifecycle.ts';
import type { Issuer } from './material.ts';
import { type Service, writeServices } from './services.ts';
import type { Site } from './site.ts';
import type { AgencyPlan, Consensus } from './topology.ts';
import { ownSources, type Sources } from './upgrade.ts';

export interface KitOrder {
  /** New folder on the agency's own host; it stays where it is made, for its units name it. */
  readonly folder: string;
  readonly agency: AgencyPlan;
  readonly site: Site;
  readonly consensus: Consensus;
  /** Default `tocsin`. */
  readonly channel?: string;
  readonly issuer: Issuer;
  /** Default those of this installation. */
  readonly sources?: Sources;
}

/**
 * Everything that one agency's host needs, with keys made there: configuration, certificates, administrator's folder,
 * builder, systemd units, Containerfile, and `card.json`, the one file that goes to the others.
 * `FabricNetwork.open` opens the folder, as a network of which this host runs a part.
 * @throws FabricError NETWORK_EXISTS, KIT_PATH, and what `fabricCommands` throws
 */
export async function makeKit(order: KitOrder, options: CommandsOptions = {}): Promise<AgencyCard> {
  const { agency, site, issuer, consensus, channel = 'tocsin' } = order;
  const root = resolve(order.folder);
  if (await exists(root)) throw new FabricError('NETWORK_EXISTS', root);
  const commands = await fabricCommands(options);
  const units = systemdUnits(root, site, commands, consensus);
  await layOut(root, site, issuer);
  const folder = agencyFolder(root, agency.code);
  // The units may write nowhere else, and so cannot make these themselves.
  for (const data of [folder.peer, folder.orderer]) await mkdir(join(data, 'data'), { recursive: true, mode: 0o700 });
  await writeFolder(join(root, 'systemd'), units, 0o644);
  await writeFolder(join(root, 'env'), nodeEnvironments(root, site, channel));
  await writeService(root, site, order.sources ?? (await ownSources()));
  const card = await cardOf(root, agency, site);
  await writeFolder(root, {
    Containerfile: containerfile(),
    'README.md': kitReadme(root, agency, site, consensus),
    'card.json': `${JSON.stringify(card, null, 1)}\n`,
  });
  const topology = { name: 'hosts', channel, consensus, agencies: [{ ...agency }] };
  const { enter: _, ...plain } = site;
  const beginning = { format: 'tocsin-network/1', sequence: 0, digest: '' } as const;
  await writeDescription(root, { ...beginning, topology, sites: [plain] });
  return card;
}

async function writeService(root: string, site: Site, { digest, entry }: Sources): Promise<void> {
  const { id: packageId } = await packageFor(root, site, digest);
  const services: Service[] = [{ slot: 'chaincode', digest, packageId, entry }];
  await writeServices(root, site.agency, services);
  await writeServiceEnvironments(root, site, services);
}

const exists = (root: string): Promise<boolean> =>
  readDescription(root).then(
    () => true,
    (error: unknown) => !(error instanceof FabricError && error.code === 'NETWORK_MISSING'),
  );
