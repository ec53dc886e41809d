import { readFile } from 'node:fs/promises';
import { type Authority, authorityBundle, derToPem, makeCrls } from '@tocsin/crypto-config';
import { connectFabric, type FabricProfile } from '@tocsin/gateway/fabric';
import type { GatewayIdentity } from '@tocsin/network-embedded';
import {
  type AgencyPlan,
  FabricNetwork,
  freePorts,
  type Issuer,
  localSites,
  type Site,
  type Topology,
  topologyNamed,
} from '@tocsin/network-fabric';
import type { AgencyCode, Ledger } from '@tocsin/record';
import { type AgencyOrder, agencyAuthority } from '../support/agency.ts';
import type { LedgerHost } from '../support/host.ts';
import { certifiedTls } from '../support/node.ts';

/** A network of real peers and orderers, which the tests of faults reach into. */
export interface FabricHost extends LedgerHost {
  readonly network: FabricNetwork;
  authority(code: AgencyCode): Authority;
  /** What a gateway of the agency needs to connect; `keys` are its own. */
  profile(gateway: GatewayIdentity, keys: CryptoKeyPair): Promise<FabricProfile>;
}

const classes: Readonly<Record<string, AgencyOrder['class']>> = {
  'th-police': 'police',
  'kh-immigration': 'immigration',
  'la-fiu': 'fiu',
  'vn-labour': 'labour',
};

const planOf = (topology: string | Topology): Topology =>
  typeof topology === 'string' ? topologyNamed(topology) : topology;

/** The agencies of a topology as an exchange opens with them. */
export const agenciesOf = (topology: string | Topology): AgencyOrder[] =>
  planOf(topology).agencies.map(({ code }) => ({ code, class: classes[code] ?? 'police' }));

/** Starts a fresh network in a folder; it goes down with this process, whatever ends it. */
export const fabricHost =
  (
    topology: string | Topology,
    options: Partial<FabricProfile> = {},
    sitesOf?: (agencies: readonly AgencyPlan[]) => Site[],
  ) =>
  async (folder: string, clock: () => number): Promise<FabricHost> => {
    const plan = planOf(topology);
    const authorities = await authoritiesOf(plan, clock);
    const issuers = new Map([...authorities].map(([code, authority]) => [code, issuerOf(authority)]));
    const sites = sitesOf?.(plan.agencies) ?? localSites(plan.agencies, await freePorts(plan.agencies.length));
    const network = await FabricNetwork.found({ folder, lifetime: 'bound' }, { topology: plan, issuers, sites });
    await network.up();
    return hostOf(network, authorities, options);
  };

async function authoritiesOf({ agencies }: Topology, clock: () => number): Promise<Map<string, Authority>> {
  const pairs = agencies.map(async ({ code }) => [code, await agencyAuthority(code, clock)] as const);
  return new Map(await Promise.all(pairs));
}

const issuerOf = (authority: Authority): Issuer => ({
  bundle: authorityBundle(authority),
  issue: (make) => make(authority),
  crls: async () => (await makeCrls(authority)).crls,
});

function hostOf(
  network: FabricNetwork,
  authorities: ReadonlyMap<string, Authority>,
  options: Partial<FabricProfile>,
): FabricHost {
  const open: Ledger[] = [];
  const authority = (code: AgencyCode): Authority => {
    const found = authorities.get(code);
    if (found === undefined) throw new Error(`${code} has no peer`);
    return found;
  };
  const profile: FabricHost['profile'] = async (gateway, keys) => ({
    ...(await profileOf(network, authority(gateway.agency), gateway, keys)),
    ...options,
  });
  return {
    network,
    authority,
    profile,
    async connect(gateway, keys) {
      const ledger = await connectFabric(await profile(gateway, keys));
      open.push(ledger);
      return ledger;
    },
    async close() {
      await Promise.all(open.map((ledger) => ledger.close()));
      await network.reset();
    },
  };
}

/** How an agency's gateway reaches its own peer; `keys` are its own. */
export async function profileOf(
  network: FabricNetwork,
  authority: Authority,
  { agency, certificate }: GatewayIdentity,
  { privateKey }: CryptoKeyPair,
): Promise<FabricProfile> {
  const { address, serverName, channel, chaincode, authority: roots } = network.connection(agency);
  const tls = await certifiedTls(authority, [`gateway.${agency}`]);
  const key = new Uint8Array(await crypto.subtle.exportKey('pkcs8', privateKey));
  return {
    agency,
    channel,
    chaincode,
    peer: {
      address,
      serverName,
      roots: await readFile(roots, 'utf8'),
      clientCertificate: tls.chain,
      clientKey: tls.key,
    },
    identity: { certificate: derToPem(certificate, 'CERTIFICATE'), key: derToPem(key, 'PRIVATE KEY') },
  };
}
