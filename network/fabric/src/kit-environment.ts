import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { writeFolder } from './files.ts';
import { agencyFolder } from './layout.ts';
import type { Service } from './services.ts';
import type { Site } from './site.ts';
import { chaincodeEnvironment, watchEnvironment } from './specs.ts';

/** Environment files of the nodes whose configuration does not change. */
export function nodeEnvironments(root: string, site: Site, channel: string): Record<string, string> {
  const folder = agencyFolder(root, site.agency);
  return {
    'orderer.env': lines({ FABRIC_CFG_PATH: folder.orderer, FABRIC_LOGGING_SPEC: 'warn' }),
    'peer.env': lines({ FABRIC_CFG_PATH: folder.peer, FABRIC_LOGGING_SPEC: 'warn' }),
    'watch.env': lines(watchEnvironment(site, folder, channel)),
  };
}

/** Writes what the chaincode's services are told, in a kit; elsewhere the supervisor tells them. */
export async function writeServiceEnvironments(root: string, site: Site, services: readonly Service[]): Promise<void> {
  const folder = join(root, 'env');
  if (!existsSync(folder)) return;
  const { chaincode } = agencyFolder(root, site.agency);
  const files = services.map((service) => {
    const environment = chaincodeEnvironment(site, chaincode, service);
    return [`${service.slot}.env`, lines({ ...environment, TOCSIN_ENTRY: service.entry })] as const;
  });
  await writeFolder(folder, Object.fromEntries(files));
}

const lines = (variables: Readonly<Record<string, string>>): string =>
  Object.entries(variables)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
