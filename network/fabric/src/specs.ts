import { fileURLToPath } from 'node:url';
import { plainEnvironment } from './command.ts';
import type { FabricCommands } from './commands.ts';
import { type AgencyFolder, agencyFolder } from './layout.ts';
import type { ProcessSpec } from './process-spec.ts';
import type { Service } from './services.ts';
import { localAddressOf, portOf, type Site } from './site.ts';
import type { Topology } from './topology.ts';

/**
 * The processes of one agency: orderer, peer and its chaincode services, of which there are two during an upgrade.
 * Under BFT the orderer is watched.
 */
export function specsOf(
  root: string,
  site: Site,
  commands: FabricCommands,
  services: readonly Service[],
  { consensus, channel }: Pick<Topology, 'consensus' | 'channel'>,
): ProcessSpec[] {
  const folder = agencyFolder(root, site.agency);
  const node = (name: string, cwd: string, command: string, args: string[], env: Record<string, string>) =>
    entered(site, { name: `${name}.${site.agency}`, cwd, command, args, env: { ...plainEnvironment(), ...env } });
  const logging = { FABRIC_LOGGING_SPEC: 'warn' };
  const fabric = [
    node('orderer', folder.orderer, commands.orderer, [], { FABRIC_CFG_PATH: folder.orderer, ...logging }),
    node('peer', folder.peer, commands.peer, ['node', 'start'], { FABRIC_CFG_PATH: folder.peer, ...logging }),
  ];
  const judging = services.map((service) =>
    node(
      service.slot,
      folder.chaincode,
      process.execPath,
      [service.entry],
      chaincodeEnvironment(site, folder.chaincode, service),
    ),
  );
  const watching = node(
    'watch',
    folder.path,
    process.execPath,
    [watchProgram],
    watchEnvironment(site, folder, channel),
  );
  return [...fabric, ...judging, ...(consensus === 'bft' ? [watching] : [])];
}

/** Ends an orderer that stands still. */
export const watchProgram = fileURLToPath(new URL('./watch-orderer.ts', import.meta.url));

export const watchEnvironment = (site: Site, { orderer }: AgencyFolder, channel: string): Record<string, string> => ({
  TOCSIN_ORDERER: orderer,
  TOCSIN_CHANNEL: channel,
  TOCSIN_ORDERER_METRICS: String(portOf(site, 'ordererOperations')),
  TOCSIN_PEER_METRICS: String(portOf(site, 'peerOperations')),
});

/** What the chaincode's service is told. */
export const chaincodeEnvironment = (
  site: Site,
  folder: string,
  { packageId, slot }: Pick<Service, 'packageId' | 'slot'>,
): Record<string, string> => ({
  CHAINCODE_ID: packageId,
  CHAINCODE_SERVER_ADDRESS: localAddressOf(site, slot),
  TOCSIN_AGENCY: site.agency,
  CHAINCODE_TLS_KEY: `${folder}/tls/key.pem`,
  CHAINCODE_TLS_CERT: `${folder}/tls/chain.pem`,
  CHAINCODE_TLS_CLIENT_CA: `${folder}/tls/authorities.pem`,
});

function entered({ enter = [] }: Site, spec: Omit<ProcessSpec, 'wanted'>): ProcessSpec {
  const [command = spec.command, ...args] = [...enter, spec.command, ...spec.args];
  return { ...spec, command, args, wanted: true };
}
