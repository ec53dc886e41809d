import { answers } from './answers.ts';
import { joinOrderer, joinPeer, makeGenesis } from './channel.ts';
import { type ChannelConfig, membersOf } from './channel-config.ts';
import { plain, summaryOf } from './channel-summary.ts';
import { FabricError } from './error.ts';
import { writeOwn } from './files.ts';
import { ensureRootsMet, pinFirstBlock } from './first-block.ts';
import { acquaint } from './join.ts';
import { type AgencyCard, siteIn, writeCard } from './kit-card.ts';
import { networkFiles } from './layout.ts';
import type { FabricNetwork } from './network.ts';
import type { Site } from './site.ts';

/** Takes in another agency's card: its certificates and address, nothing secret. The own card is passed over. */
export async function meet(network: FabricNetwork, card: AgencyCard): Promise<void> {
  const { code } = card.agency;
  if (network.own.includes(code)) return;
  await writeCard(network.folder, card);
  await acquaint(network, card.agency, siteIn(card));
}

/** Makes the genesis block of a channel of all agencies that were met: once, by one of them. */
export async function makeFirstBlock(network: FabricNetwork): Promise<string> {
  const { folder, description, commands } = network;
  const { topology, sites } = description;
  // Everybody's in the same order, so that two who make it by mistake make almost the same.
  const agencies = [...topology.agencies].sort((a, b) => (a.code < b.code ? -1 : 1));
  if (agencies.length < 2) throw new FabricError('LAST_MEMBERS', 'no other agency was met');
  await makeGenesis(folder, { ...topology, agencies }, sites as readonly Site[], commands);
  return networkFiles(folder).genesis;
}

/**
 * What a genesis block says, in lines, and who takes part. Every agency in it must have been met here and have the root
 * of its card; that the cards are the agencies' own is what people compare.
 * @throws FabricError GENESIS_CONFLICT
 */
export async function readFirstBlock(
  network: FabricNetwork,
  block: Uint8Array,
): Promise<{ readonly members: string[]; readonly lines: string[] }> {
  const config: ChannelConfig = await network.updates.configIn(block);
  await ensureRootsMet(network.folder, config, network.agencies, { all: true });
  const lines = summaryOf([{ path: 'Channel', kind: 'added', to: config.channel_group }]);
  return { members: membersOf(config).map(plain), lines };
}

/**
 * Lets this host's orderer and peer, which run, take part from the first block on, after checking whose it is.
 * @throws FabricError GENESIS_CONFLICT
 */
export async function begin(network: FabricNetwork, block: Uint8Array): Promise<void> {
  const admin = network.ownAdmin();
  const { channel } = network.description.topology;
  const own = networkFiles(network.folder).genesis;
  await readFirstBlock(network, block);
  await pinFirstBlock(network.folder, block);
  await writeOwn(own, block);
  network.say(`${admin.site.agency} enters channel ${channel} from its first block`);
  await Promise.all([joinOrderer(admin, channel, own), joinPeer(admin, own)]);
  await answers(network, admin.site.agency, 'orderer');
}
