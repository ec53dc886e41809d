import { promises as dns, getServers } from 'node:dns';
import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import type { Description } from './description.ts';
import { FabricError } from './error.ts';
import { writeFolder } from './files.ts';
import { type Site, siteOf } from './site.ts';

/** Whom each of a host's two open nodes may exchange packets with, besides its own host: addresses in order. */
export interface NodeAddresses {
  readonly peer: readonly string[];
  readonly orderer: readonly string[];
}

/** How names become addresses; tests hand in another one. */
export interface NameService {
  addressesOf(host: string): Promise<readonly string[]>;
  /** Who is asked, `address` or `address:port`. */
  servers(): readonly string[];
}

const systemNames: NameService = {
  addressesOf: async (host) => (await dns.lookup(host, { all: true })).map(({ address }) => address),
  servers: getServers,
};

/**
 * Addresses by node, from who takes part: the own host, since a node dials the others of its host by the outer address
 * too, and the hosts of the other agencies; the peer's has the agency's gateways besides. Where one is known by name, the
 * name service is allowed as well.
 * @throws FabricError ADDRESS_UNKNOWN, UNKNOWN_NODE
 */
export async function addressesFor(
  { sites }: Pick<Description, 'sites'>,
  agency: string,
  gateways: readonly string[],
  names: NameService = systemNames,
): Promise<NodeAddresses> {
  siteOf(sites as readonly Site[], agency);
  const hosts = sites.map(({ host }) => host);
  const [nodes, own] = await Promise.all([allOf(hosts, names), allOf(gateways, names)]);
  const asked = [...hosts, ...gateways].every((host) => isIP(host) > 0) ? [] : names.servers().map(withoutPort);
  return { orderer: distinct([...nodes, ...asked]), peer: distinct([...nodes, ...own, ...asked]) };
}

const distinct = (addresses: readonly string[]): string[] => [...new Set(addresses)].sort();

/** `192.0.2.1`, `192.0.2.1:53`, `2001:db8::1` or `[2001:db8::1]:53` to the address alone. */
function withoutPort(server: string): string {
  if (isIP(server) > 0) return server;
  return server.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
}

async function allOf(hosts: readonly string[], names: NameService): Promise<string[]> {
  const each = hosts.map(async (host) => {
    if (isIP(host) > 0) return [host];
    const found = await names.addressesOf(host).catch((): string[] => []);
    if (found.length === 0 || !found.every((address) => isIP(address) > 0))
      throw new FabricError('ADDRESS_UNKNOWN', host);
    return found;
  });
  return (await Promise.all(each)).flat();
}

/** Files beside the units that add these addresses to what they allow. */
export const addressDropIns = (addresses: NodeAddresses): Record<string, string> =>
  Object.fromEntries(
    (['orderer', 'peer'] as const).map((node) => [`tocsin-${node}.service.d/addresses.conf`, dropIn(addresses[node])]),
  );

const dropIn = (addresses: readonly string[]): string =>
  `# Written by \`tocsin network addresses\`, whenever who takes part or where has changed.
[Service]
${addresses.map((address) => `IPAddressAllow=${address}\n`).join('')}`;

/** @throws FabricError NOT_A_KIT when systemd runs none of this folder's nodes */
export async function writeAddresses(root: string, addresses: NodeAddresses): Promise<void> {
  const folder = join(root, 'systemd');
  if (!existsSync(folder)) throw new FabricError('NOT_A_KIT');
  await writeFolder(folder, addressDropIns(addresses), 0o644);
}
