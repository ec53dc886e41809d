import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Description, readDescription } from './description.ts';
import { FabricError } from './error.ts';
import { agencyFolder } from './layout.ts';
import { type PeerConnection, peerConnection } from './peer-connection.ts';
import { logFile } from './process-spec.ts';
import { Processes, type ProcessStatus, SUPERVISOR } from './processes.ts';
import { localAddressOf, type PortName, portOf, type Site, siteOf } from './site.ts';

/** One process of the network, as it stands now. */
export interface NodeStanding {
  /** As `peer.th-police`. */
  readonly name: string;
  readonly agency: string;
  readonly kind: NodeKind;
  /** `restarting`: it ended, and the supervisor is about to start it again. */
  readonly state: 'running' | 'restarting' | 'stopped';
  /** Whether it is meant to run. */
  readonly wanted: boolean;
  readonly pid: number | null;
  /** Where it listens. */
  readonly port: number;
}

const kinds = ['orderer', 'peer', 'chaincode', 'standby'] as const satisfies readonly PortName[];
export type NodeKind = (typeof kinds)[number];

/** Files by which an agency's administrator proves itself to the own peer; PEM, for the agency's own host alone. */
export interface AdministratorFiles {
  readonly certificate: string;
  readonly key: string;
  readonly tlsChain: string;
  readonly tlsKey: string;
}

/** The network in a folder for those who look at it or end it: none of Fabric's commands is needed. */
export class StandingNetwork {
  readonly folder: string;
  readonly description: Description;
  readonly processes: Processes;

  private constructor(folder: string, description: Description) {
    this.folder = folder;
    this.description = description;
    this.processes = new Processes(folder, 'detached');
  }

  /** @throws FabricError NETWORK_MISSING, NETWORK_DAMAGED */
  static async open(path: string): Promise<StandingNetwork> {
    const folder = resolve(path);
    return new StandingNetwork(folder, await readDescription(folder));
  }

  /** Whether a supervisor keeps the nodes running. */
  get supervised(): boolean {
    return this.processes.running(SUPERVISOR) !== null;
  }

  /** All nodes, agency by agency. */
  async nodes(): Promise<NodeStanding[]> {
    const { supervised } = this;
    // Before the first start nothing was ever wanted.
    const told = await this.processes.status().catch((): ProcessStatus[] => []);
    return (this.description.sites as readonly Site[]).flatMap((site) =>
      kindsOf(site, told).map((kind) => standing(site, kind, told, supervised)),
    );
  }

  /** Path of a node's log; it may not be there yet. @throws FabricError UNKNOWN_NODE */
  async logOf(name: string): Promise<string> {
    const known = (await this.nodes()).some((node) => node.name === name);
    if (!known && name !== SUPERVISOR) throw new FabricError('UNKNOWN_NODE', name);
    return logFile(this.folder, name);
  }

  /** Agencies whose administrator's key lies here: one in a kit. */
  get own(): string[] {
    const agencies = this.description.sites.map(({ agency }) => agency);
    return agencies.filter((agency) => existsSync(this.administrator(agency).key));
  }

  connection(agency: string): PeerConnection {
    return peerConnection(this.folder, this.description, agency);
  }

  /** Origin of the peer's operations service, which its own host alone can reach: metrics and health. */
  operations(agency: string): string {
    return `https://${localAddressOf(siteOf(this.description.sites as readonly Site[], agency), 'peerOperations')}`;
  }

  administrator(agency: string): AdministratorFiles {
    const { admin } = agencyFolder(this.folder, agency);
    return {
      certificate: `${admin}/msp/signcerts/certificate.pem`,
      key: `${admin}/msp/keystore/key.pem`,
      tlsChain: `${admin}/tls/chain.pem`,
      tlsKey: `${admin}/tls/key.pem`,
    };
  }
}

/** An agency's chaincode runs in one of two places, in both only while an upgrade is agreed on. */
function kindsOf({ agency }: Site, told: readonly ProcessStatus[]): NodeKind[] {
  const has = (kind: NodeKind): boolean => told.some(({ name }) => name === `${kind}.${agency}`);
  return kinds.filter((kind) =>
    kind === 'standby' ? has(kind) : kind !== 'chaincode' || has(kind) || !has('standby'),
  );
}

/** Ends all of a network's processes, even of one whose description cannot be read any more. */
export const endNetwork = (folder: string): Promise<void> => new Processes(resolve(folder), 'detached').end();

function standing(site: Site, kind: NodeKind, told: readonly ProcessStatus[], supervised: boolean): NodeStanding {
  const name = `${kind}.${site.agency}`;
  const { wanted = false, pid = null } = told.find((status) => status.name === name) ?? {};
  const ended = wanted && supervised ? 'restarting' : 'stopped';
  const state = pid === null ? ended : 'running';
  return { name, agency: site.agency, kind, state, wanted, pid, port: portOf(site, kind) };
}
