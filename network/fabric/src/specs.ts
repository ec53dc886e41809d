import { createRequire } from 'node:module';
import { plainEnvironment } from './command.ts';
import type { FabricCommands } from './commands.ts';
import { agencyFolder } from './layout.ts';
import type { ProcessSpec } from './process-spec.ts';
import { localAddressOf, type Site } from './site.ts';

/** Path of the chaincode's service in this installation. */
const service = (): string => createRequire(import.meta.url).resolve('@tocsin/chaincode/service');

/** The processes of one agency: orderer, peer and, once its package is known, the chaincode's service. */
export function specsOf(root: string, site: Site, commands: FabricCommands, packageId: string | null): ProcessSpec[] {
  const folder = agencyFolder(root, site.agency);
  const node = (name: string, cwd: string, command: string, args: string[], env: Record<string, string>) =>
    entered(site, { name: `${name}.${site.agency}`, cwd, command, args, env: { ...plainEnvironment(), ...env } });
  const logging = { FABRIC_LOGGING_SPEC: 'warn' };
  const fabric = [
    node('orderer', folder.orderer, commands.orderer, [], { FABRIC_CFG_PATH: folder.orderer, ...logging }),
    node('peer', folder.peer, commands.peer, ['node', 'start'], { FABRIC_CFG_PATH: folder.peer, ...logging }),
  ];
  if (packageId === null) return fabric;
  const environment = chaincodeEnvironment(site, folder.chaincode, packageId);
  return [...fabric, node('chaincode', folder.chaincode, process.execPath, [service()], environment)];
}

/** What the chaincode's service is told. */
export const chaincodeEnvironment = (site: Site, folder: string, packageId: string): Record<string, string> => ({
  CHAINCODE_ID: packageId,
  CHAINCODE_SERVER_ADDRESS: localAddressOf(site, 'chaincode'),
  TOCSIN_AGENCY: site.agency,
  CHAINCODE_TLS_KEY: `${folder}/tls/key.pem`,
  CHAINCODE_TLS_CERT: `${folder}/tls/chain.pem`,
  CHAINCODE_TLS_CLIENT_CA: `${folder}/tls/authorities.pem`,
});

function entered({ enter = [] }: Site, spec: Omit<ProcessSpec, 'wanted'>): ProcessSpec {
  const [command = spec.command, ...args] = [...enter, spec.command, ...spec.args];
  return { ...spec, command, args, wanted: true };
}
