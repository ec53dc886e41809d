import { connect } from 'node:net';
import { sourceDigest } from '@tocsin/chaincode/digest';
import type { Admin } from './admin.ts';
import type { ChaincodeDefinition } from './chaincode-definition.ts';
import type { ChaincodePackage } from './chaincode-package.ts';
import { FabricError } from './error.ts';
import { approvalsOf, approve, approvedPackage, commit, definitionInForce, install, packageFor } from './lifecycle.ts';
import type { FabricNetwork } from './network.ts';
import { retried } from './retry.ts';
import { ownEntry, readServices, type Service, writeServices } from './services.ts';
import { portOf, type Site } from './site.ts';
import { takingPart } from './updating.ts';

/** Sources that judge: their digest, and the program of the service that has them. */
export interface Sources {
  readonly digest: string;
  readonly entry: string;
}

/** Where an upgrade stands after this folder's agencies have done their part. */
export interface Upgrade {
  readonly definition: ChaincodeDefinition;
  readonly inForce: boolean;
  readonly approved: readonly string[];
  readonly missing: readonly string[];
}

export interface UpgradeOptions {
  /** Default those of this installation. */
  readonly sources?: Sources;
  /** Default all agencies of this folder that take part. */
  readonly agencies?: readonly string[];
  /**
   * Agrees on the same once more, under the next number. A peer that lost its disk has lost its agency's approval too,
   * which only that agency's peers keep, and cannot give it again for a definition that is in force.
   */
  readonly again?: boolean;
}

/** The sources of this installation. */
export const ownSources = async (): Promise<Sources> => ({ digest: await sourceDigest(), entry: ownEntry() });

/** The sources that judge now: who joins, leaves or renews changes no rules. */
export async function sourcesInForce(network: FabricNetwork): Promise<Sources> {
  for (const agency of network.own)
    for (const { digest, entry } of await readServices(network.folder, agency))
      if (digest === network.description.digest) return { digest, entry };
  return ownSources();
}

/**
 * Does this folder's part in agreeing on a definition of the chaincode: these sources, and every agency of the channel
 * keeping sealed files. The service runs, the package is installed and the definition approved before it is committed,
 * and it is committed as soon as a majority has approved. Safe to repeat, and needed again after a certificate of the
 * chaincode's connection was renewed. Until the definition is in force the former sources judge.
 */
export async function upgrade(network: FabricNetwork, options: UpgradeOptions = {}): Promise<Upgrade> {
  const wanted = options.sources ?? (await ownSources());
  const { own: all, members } = await takingPart(network);
  const own = all.filter(({ site }) => options.agencies?.includes(site.agency) ?? true);
  const [lead] = own;
  if (lead === undefined) throw new FabricError('ADMINISTRATOR_MISSING', options.agencies?.join(', '));
  const definition = await nextDefinition(network, lead, { version: wanted.digest, members, again: options.again });
  network.say(`approving chaincode ${wanted.digest}, definition ${definition.sequence}`);
  for (const admin of own) await prepare(network, admin, definition, wanted);
  if (!(await isInForce(lead, definition))) await commitIfApproved(network, lead, definition, members);
  const inForce = await isInForce(lead, definition);
  if (inForce) await settle(network, all, definition);
  return { definition, inForce, ...(await standing(lead, definition, members, inForce)) };
}

/** The definition in force when it says this already, else the one after it. */
async function nextDefinition(
  network: FabricNetwork,
  lead: Admin,
  { version, members, again = false }: { version: string; members: readonly string[]; again: boolean | undefined },
): Promise<ChaincodeDefinition> {
  const { channel } = network.description.topology;
  const now = await definitionInForce(lead, channel);
  const same =
    now !== null && now.version === version && [...now.agencies].sort().join() === [...members].sort().join();
  if (same && !again) return now;
  // Approvals are compared byte by byte: the order of the agencies must be everybody's the same.
  return { channel, version, sequence: (now?.sequence ?? 0) + 1, agencies: [...members].sort() };
}

async function isInForce(admin: Admin, { channel, sequence }: ChaincodeDefinition): Promise<boolean> {
  const now = await definitionInForce(admin, channel);
  return now !== null && now.sequence >= sequence;
}

/** One agency's part: the service runs, its package is installed, the definition approved. */
async function prepare(
  network: FabricNetwork,
  admin: Admin,
  definition: ChaincodeDefinition,
  sources: Sources,
): Promise<void> {
  const made = await serving(network, admin, definition, sources);
  await install(admin, made);
  const approved = await approvedPackage(admin, definition.channel, definition.sequence);
  if (approved !== made.id) await approve(admin, definition, made);
}

/** The package of a service with these sources that runs; a new one gets the place that judges nothing now. */
async function serving(
  network: FabricNetwork,
  { root, site }: Admin,
  { channel }: ChaincodeDefinition,
  { digest, entry }: Sources,
): Promise<ChaincodePackage> {
  const known = await readServices(root, site.agency);
  for (const service of known) {
    const made = await packageFor(root, site, digest, service.slot);
    if (service.digest === digest && service.packageId === made.id) return made;
  }
  const judging = await judgingPackage(network.admin(site.agency), channel);
  const kept = known.length < 2 ? known : known.filter(({ packageId }) => packageId === judging);
  const slot = kept.some((service) => service.slot === 'chaincode') ? 'standby' : 'chaincode';
  const made = await packageFor(root, site, digest, slot);
  await writeServices(root, site.agency, [...kept, { slot, digest, packageId: made.id, entry }]);
  await network.follow();
  return made;
}

/** The package by which the agency approved what is in force. */
async function judgingPackage(admin: Admin, channel: string): Promise<string | null> {
  const now = await definitionInForce(admin, channel);
  return now === null ? null : approvedPackage(admin, channel, now.sequence);
}

async function commitIfApproved(
  network: FabricNetwork,
  lead: Admin,
  definition: ChaincodeDefinition,
  members: readonly string[],
): Promise<void> {
  const { approved } = await standing(lead, definition, members, false);
  if (approved.length * 2 <= members.length) return;
  const sites = network.description.sites as readonly Site[];
  const known = approved.filter((agency) => sites.some((site) => site.agency === agency)).map((a) => network.admin(a));
  const endorsers = await Promise.all(known.map(async (admin) => ((await listens(admin.site)) ? [admin] : [])));
  if (endorsers.flat().length * 2 <= members.length)
    throw new FabricError('APPROVALS_MISSING', 'the peers of some that have approved do not listen');
  network.say(`committing definition ${definition.sequence} with ${approved.length} of ${members.length} agencies`);
  await commit(lead, definition, endorsers.flat());
}

async function standing(
  lead: Admin,
  definition: ChaincodeDefinition,
  members: readonly string[],
  inForce: boolean,
): Promise<{ approved: string[]; missing: string[] }> {
  // Once it is in force nobody's approval is counted any more.
  if (inForce) return { approved: [...members], missing: [] };
  const approvals = await approvalsOf(lead, definition);
  const approved = members.filter((agency) => approvals.includes(agency));
  return { approved, missing: members.filter((agency) => !approved.includes(agency)) };
}

/** Waits until the peers here follow the definition, and ends services that judge nothing any more. */
async function settle(network: FabricNetwork, own: readonly Admin[], definition: ChaincodeDefinition): Promise<void> {
  for (const admin of own) {
    const follows = async (): Promise<void> => {
      if (!(await isInForce(admin, definition))) throw new Error('an older definition');
    };
    await retried(follows, { within: 60_000, what: `definition ${definition.sequence} at ${admin.site.agency}` });
    const judging = await approvedPackage(admin, definition.channel, definition.sequence);
    const services = await readServices(admin.root, admin.site.agency);
    const left = services.filter(({ packageId }: Service) => packageId === judging);
    if (left.length > 0 && left.length < services.length) await writeServices(admin.root, admin.site.agency, left);
  }
  const { sequence, version: digest } = definition;
  await network.describe({ sequence, digest });
  await network.follow();
}

/** Whether something listens where the others reach this agency's peer. */
function listens(site: Site): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: site.host, port: portOf(site, 'peer'), timeout: 2_000 });
    const over = (reached: boolean) => () => {
      socket.destroy();
      resolve(reached);
    };
    socket.once('connect', over(true)).once('error', over(false)).once('timeout', over(false));
  });
}
