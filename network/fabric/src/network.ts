import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { sourceDigest } from '@tocsin/chaincode/digest';
import { Admin } from './admin.ts';
import { joinOrderer, joinPeer, makeGenesis } from './channel.ts';
import { ChannelUpdates } from './channel-update.ts';
import { type FabricCommands, fabricCommands } from './commands.ts';
import { type Description, readDescription, writeDescription } from './description.ts';
import { FabricError } from './error.ts';
import { writeServiceEnvironments } from './kit-environment.ts';
import { layOut } from './lay-out.ts';
import { agencyFolder, networkFiles } from './layout.ts';
import { approve, commit, install, packageFor } from './lifecycle.ts';
import type { Issuer } from './material.ts';
import { type PeerConnection, peerConnection } from './peer-connection.ts';
import { ensureFree } from './ports.ts';
import { readSpecs } from './process-spec.ts';
import { type Lifetime, Processes, type ProcessStatus } from './processes.ts';
import { endorses, orders } from './readiness.ts';
import { ownEntry, readServices, type Service, writeServices } from './services.ts';
import { localSites, type Site, siteOf } from './site.ts';
import { specsOf } from './specs.ts';
import { endProcess } from './supervisor.ts';
import type { Topology } from './topology.ts';

export interface NetworkOptions {
  readonly folder: string;
  /** Told once a line what is being done. */
  readonly progress?: (line: string) => void;
  /** Default `detached`. */
  readonly lifetime?: Lifetime;
  /** Folder of Fabric's commands; default FABRIC_BIN, else they are built. */
  readonly bin?: string;
}

export interface FoundingOptions {
  readonly topology: Topology;
  /** The agencies' authorities by code. */
  readonly issuers: ReadonlyMap<string, Issuer>;
  /** Default: all on this machine, from `firstPort` on. */
  readonly sites?: readonly Site[];
  /** Default 17050. */
  readonly firstPort?: number;
}

/** A network of native Fabric processes in a folder. */
export class FabricNetwork {
  readonly folder: string;
  readonly processes: Processes;
  readonly commands: FabricCommands;
  readonly #progress: (line: string) => void;
  #description: Description;

  private constructor(folder: string, commands: FabricCommands, description: Description, options: NetworkOptions) {
    this.folder = folder;
    this.commands = commands;
    this.#description = description;
    this.#progress = options.progress ?? (() => undefined);
    this.processes = new Processes(folder, options.lifetime ?? 'detached');
  }

  /** Lays out a new network: certificates, configuration, genesis block. Nothing runs yet. @throws FabricError NETWORK_EXISTS */
  static async found(options: NetworkOptions, founding: FoundingOptions): Promise<FabricNetwork> {
    const folder = resolve(options.folder);
    const { topology, issuers, firstPort = 17_050 } = founding;
    const sites = founding.sites ?? localSites(topology.agencies, firstPort);
    if (await exists(folder)) throw new FabricError('NETWORK_EXISTS');
    const commands = await fabricCommands(options);
    await ensureFree(sites);
    options.progress?.(`making certificates for ${topology.agencies.length} agencies`);
    await Promise.all(sites.map((site) => layOut(folder, site, issuerOf(issuers, site.agency))));
    await makeGenesis(folder, topology, sites, commands);
    const description = { format: 'tocsin-network/1', sequence: 0, digest: '' } as const;
    const made = {
      ...description,
      topology: { ...topology, agencies: [...topology.agencies] },
      sites: sites.map(plain),
    };
    await writeDescription(folder, made);
    return new FabricNetwork(folder, commands, made, options);
  }

  /** The network that lies in the folder. @throws FabricError NETWORK_MISSING, NETWORK_DAMAGED */
  static async open(options: NetworkOptions): Promise<FabricNetwork> {
    const folder = resolve(options.folder);
    const description = await readDescription(folder);
    return new FabricNetwork(folder, await fabricCommands(options), description, options);
  }

  get description(): Description {
    return this.#description;
  }

  get agencies(): string[] {
    return this.#description.sites.map(({ agency }) => agency);
  }

  site(agency: string): Site {
    return siteOf(this.#description.sites as readonly Site[], agency);
  }

  admin(agency: string): Admin {
    return new Admin(this.folder, this.site(agency), this.commands);
  }

  get admins(): Admin[] {
    return this.agencies.map((agency) => this.admin(agency));
  }

  /** All agencies but one, as far as they are known here: whose nodes can be reached, not whose keys lie here. */
  others(agency: string): Admin[] {
    return this.admins.filter(({ site }) => site.agency !== agency);
  }

  /** Brings everything up, and resolves when a majority endorses through every agency's peer. Safe to repeat. */
  async up(): Promise<void> {
    const digest = await sourceDigest();
    const { sequence } = this.#description;
    if (sequence > 0 && this.#description.digest !== digest)
      throw new FabricError('CHAINCODE_DIFFERS', `${this.#description.digest} is in force, this is ${digest}`);
    this.#progress('starting orderers, peers and chaincode');
    await Promise.all(this.own.map((agency) => this.#serve(agency, digest)));
    await this.#run();
    if (sequence === 0) await this.#begin(digest);
    this.#progress('waiting for a majority to endorse');
    await this.ready();
  }

  /** Resolves when a majority endorses through every peer of this folder, by the sources in force. @throws FabricError NOT_READY_IN_TIME, CHAINCODE_DIFFERS */
  async ready(): Promise<void> {
    const { topology, digest } = this.#description;
    await Promise.all(this.own.map((agency) => endorses(this.folder, this.site(agency), topology.channel, digest)));
  }

  /**
   * Resolves when something handed in through the agency's peer was ordered. An orderer that has every block may yet be in
   * the middle of a change of view, and restarting the next one then takes the next leader too.
   * @throws FabricError NOT_READY_IN_TIME
   */
  async orders(agency: string): Promise<void> {
    await orders(this.folder, this.site(agency), this.#description.topology.channel);
  }

  /** Ends all processes; everything stays on disk. */
  async down(): Promise<void> {
    await this.processes.end();
  }

  /** Ends all processes and removes the network with its ledger. */
  async reset(): Promise<void> {
    await this.down();
    await rm(this.folder, { recursive: true, force: true });
  }

  status(): Promise<ProcessStatus[]> {
    return this.processes.status();
  }

  /** @throws FabricError UNKNOWN_NODE when the agency takes no part */
  connection(agency: string): PeerConnection {
    return peerConnection(this.folder, this.#description, agency);
  }

  /** Agencies whose administrator's key lies here: all of them on one machine, one in a kit. */
  get own(): string[] {
    return this.agencies.filter((agency) =>
      existsSync(`${agencyFolder(this.folder, agency).admin}/msp/keystore/key.pem`),
    );
  }

  /** @throws FabricError ADMINISTRATOR_MISSING */
  ownAdmin(agency = this.own[0] ?? ''): Admin {
    if (!this.own.includes(agency)) throw new FabricError('ADMINISTRATOR_MISSING', agency);
    return this.admin(agency);
  }

  get updates(): ChannelUpdates {
    return new ChannelUpdates(this.#description.topology.channel, this.commands);
  }

  /** Tells whoever watches. */
  say(line: string): void {
    this.#progress(line);
  }

  /** Writes down what the network has become. */
  async describe(change: Partial<Pick<Description, 'topology' | 'sites' | 'sequence' | 'digest'>>): Promise<void> {
    this.#description = { ...this.#description, ...change };
    await writeDescription(this.folder, this.#description);
  }

  /** Starts the nodes of an agency that has just been laid out, with the chaincode's service among them. */
  async startNodes(agency: string, { digest, entry }: Pick<Service, 'digest' | 'entry'>): Promise<void> {
    await this.#serve(agency, digest, entry);
    await this.follow();
  }

  /** Starts what each agency here is to run, and ends what it is not; nothing where systemd runs the nodes. */
  async follow(): Promise<void> {
    if (!(await this.supervised())) return this.#tellUnits();
    await this.#run();
  }

  async #tellUnits(): Promise<void> {
    for (const agency of this.own) {
      const services = await readServices(this.folder, agency);
      await writeServiceEnvironments(this.folder, this.site(agency), services);
      const units = services.map(({ slot }) => `tocsin-${slot}`);
      if (units.length > 0) this.say(`of the chaincode's units these are to run now: ${units.join(', ')}`);
    }
  }

  /** Whether this folder's nodes are ours to start, and not systemd's. */
  async supervised(): Promise<boolean> {
    return readSpecs(this.folder).then(
      () => true,
      () => false,
    );
  }

  /** Starts a node anew with what lies in its folder now. */
  async restart(name: string): Promise<void> {
    if (!(await this.supervised())) return this.say(`restart it now: systemctl restart tocsin-${name.split('.')[0]}`);
    const running = this.processes.running(name);
    // Its supervisor starts it again.
    if (running !== null) await endProcess(running);
    else await this.processes.set(name, true);
  }

  /** Starts all nodes of this folder, as their services were written down. */
  async #run(): Promise<void> {
    const specs = await Promise.all(
      this.own.map(async (agency) =>
        specsOf(
          this.folder,
          this.site(agency),
          this.commands,
          await readServices(this.folder, agency),
          this.#description.topology,
        ),
      ),
    );
    await this.processes.want(specs.flat());
  }

  /** Sees to it that an agency has a service of these sources. */
  async #serve(agency: string, digest: string, entry = ownEntry()): Promise<void> {
    const known = await readServices(this.folder, agency);
    if (known.some((service) => service.digest === digest)) return;
    const { id: packageId } = await packageFor(this.folder, this.site(agency), digest);
    await writeServices(this.folder, agency, [{ slot: 'chaincode', digest, packageId, entry }]);
  }

  /** A network's first hour: the channel, and the chaincode that all agree on. */
  async #begin(digest: string): Promise<void> {
    const { topology } = this.#description;
    const { genesis } = networkFiles(this.folder);
    this.#progress(`joining channel ${topology.channel}`);
    await Promise.all(
      this.admins.flatMap((admin) => [joinOrderer(admin, topology.channel, genesis), joinPeer(admin, genesis)]),
    );
    this.#progress(`agreeing on chaincode ${digest}`);
    const definition = { channel: topology.channel, version: digest, sequence: 1, agencies: this.agencies };
    await Promise.all(
      this.admins.map(async (admin) => {
        const made = await packageFor(this.folder, admin.site, digest);
        await install(admin, made);
        await approve(admin, definition, made);
      }),
    );
    const [first] = this.admins;
    if (first !== undefined) await commit(first, definition, this.admins);
    await this.describe({ sequence: 1, digest });
  }
}

const exists = (folder: string): Promise<boolean> =>
  readDescription(folder).then(
    () => true,
    (error: unknown) => !(error instanceof FabricError && error.code === 'NETWORK_MISSING'),
  );

function issuerOf(issuers: ReadonlyMap<string, Issuer>, agency: string): Issuer {
  const issuer = issuers.get(agency);
  if (issuer === undefined) throw new Error(`no authority for ${agency}`);
  return issuer;
}

const plain = ({ enter, ...site }: Site) => (enter === undefined ? site : { ...site, enter: [...enter] });
