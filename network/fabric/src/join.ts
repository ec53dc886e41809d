import { readFile } from 'node:fs/promises';
import { join as path } from 'node:path';
import type { Admin } from './admin.ts';
import { joinOrderer, joinPeer } from './channel.ts';
import { type ChannelConfig, membersOf } from './channel-config.ts';
import { withMember } from './channel-members.ts';
import { ensureRootsMet, pinFirstBlock } from './first-block.ts';
import { layOut } from './lay-out.ts';
import type { Issuer } from './material.ts';
import { memberConfig } from './member-config.ts';
import type { FabricNetwork } from './network.ts';
import { ensureFree } from './ports.ts';
import { refreshOrderers } from './refresh.ts';
import { retried } from './retry.ts';
import type { Site } from './site.ts';
import type { AgencyPlan } from './topology.ts';
import { inScratch } from './translator.ts';
import { updateChannel } from './updating.ts';
import { sourcesInForce, type Upgrade, upgrade } from './upgrade.ts';

export interface Newcomer {
  readonly agency: AgencyPlan;
  readonly site: Site;
  /** Whether it brings an orderer; default true. */
  readonly orders?: boolean;
}

/**
 * Lets an agency join a network whose administrators are all on this machine: certificates, the channel's approval,
 * orderer and peer, and a definition of the chaincode by which it keeps sealed files, the older ones too.
 * A run that was interrupted goes on where it ended.
 */
export async function join(network: FabricNetwork, newcomer: Newcomer, issuer: Issuer): Promise<Upgrade> {
  const { agency, site } = newcomer;
  if (!network.agencies.includes(agency.code)) {
    await ensureFree([site]);
    network.say(`making certificates for ${agency.code}`);
    await layOut(network.folder, site, issuer);
  }
  const lead = network.ownAdmin();
  if (!membersOf(await network.updates.config(lead)).includes(agency.code)) {
    const member = await memberFor(network, newcomer);
    network.say(`adding ${agency.code} to the channel`);
    await updateChannel(network, (config) => withMember(config, member));
  }
  await acquaint(network, agency, site);
  const sources = await sourcesInForce(network);
  await network.startNodes(agency.code, sources);
  await enter(network, agency.code);
  await refreshOrderers(network, [agency.code]);
  return upgrade(network, { sources });
}

/** The update by which an agency joins, from its public certificates in this folder; nobody has signed it. */
export async function proposeJoin(network: FabricNetwork, newcomer: Newcomer): Promise<Uint8Array> {
  const member = await memberFor(network, newcomer);
  return network.updates.propose(network.ownAdmin(), (config) => withMember(config, member));
}

function memberFor(network: FabricNetwork, { agency, site, orders = true }: Newcomer) {
  const { consensus } = network.description.topology;
  return memberConfig(network.folder, { agency, site, consensus, orders }, network.commands);
}

/** Writes an agency into this folder's description of the network. */
export async function acquaint(network: FabricNetwork, agency: AgencyPlan, site: Site): Promise<void> {
  const { topology, sites } = network.description;
  if (sites.some((one) => one.agency === agency.code)) return;
  const { enter, ...plain } = site;
  const added = enter === undefined ? plain : { ...plain, enter: [...enter] };
  const agencies = [...topology.agencies.filter(({ code }) => code !== agency.code), agency];
  await network.describe({ topology: { ...topology, agencies }, sites: [...sites, added] });
}

/**
 * Lets this agency's orderer and peer, which run, take part in a channel that has accepted the agency: with blocks from
 * another agency's orderer. Resolves when its peer knows of its own membership.
 */
export async function enter(network: FabricNetwork, agency: string): Promise<void> {
  const admin = network.ownAdmin(agency);
  const { channel } = network.description.topology;
  network.say(`${agency} enters channel ${channel}`);
  await inScratch(async (folder) => {
    const newest = path(folder, 'newest.block');
    const first = path(folder, 'first.block');
    const via = await fromAnyone(network, admin, (source) => fetch(admin, channel, 'config', newest, source));
    await fetch(admin, channel, 'oldest', first, via);
    const config = await network.updates.configIn(await readFile(newest));
    await ensureRootsMet(network.folder, config, network.agencies, { all: false });
    await pinFirstBlock(network.folder, await readFile(first));
    if (ordersIn(config, agency)) await joinOrderer(admin, channel, newest);
    await joinPeer(admin, first);
  });
  const knowsItself = async (): Promise<void> => {
    const config = await network.updates.configAtPeer(admin);
    if (!membersOf(config).includes(agency)) throw new Error('still catching up');
  };
  await retried(knowsItself, { within: 120_000, every: 300, what: `the peer of ${agency} to catch up` });
}

const ordersIn = ({ channel_group: channel }: ChannelConfig, agency: string): boolean =>
  Object.hasOwn(channel.groups.Orderer?.groups ?? {}, agency);

/** Whose orderer to ask, and by which authority to know it. */
type Source = readonly string[];

async function fromAnyone(
  network: FabricNetwork,
  admin: Admin,
  ask: (source: Source) => Promise<unknown>,
): Promise<Source> {
  const sources = network.others(admin.site.agency).map((other) => admin.orderer(other));
  return retried(
    async () => {
      let last: unknown = new Error('no other agency is known here');
      for (const source of sources) {
        try {
          await ask(source);
          return source;
        } catch (error) {
          last = error;
        }
      }
      throw last;
    },
    { within: 30_000 },
  );
}

const fetch = (admin: Admin, channel: string, which: 'config' | 'oldest', file: string, source: Source) =>
  admin.peer('channel', 'fetch', which, file, '-c', channel, ...source);
