import { isDeepStrictEqual } from 'node:util';
import type { Admin } from './admin.ts';
import { type ChannelConfig, consensusOf, consentersOf, membersOf } from './channel-config.ts';
import { FabricError } from './error.ts';
import type { FabricNetwork } from './network.ts';
import { retried } from './retry.ts';

/** An orderer that has taken an update may lose it, by changing its leader for instance: until then it is given again. */
const HAND_IN_AGAIN_MS = 10_000;

interface ChangeOptions {
  /** The agency that proposes and hands in, default the first of this folder. */
  readonly led?: string;
  /** Whether it signs alone, as for what is its own affair. */
  readonly alone?: boolean;
}

/**
 * Changes the channel with the signatures of every administrator in this folder, and waits until their peers follow.
 * @throws FabricError as `ChannelUpdates` does; FABRIC_COMMAND_FAILED when the signatures are too few
 */
export async function updateChannel(
  network: FabricNetwork,
  change: (config: ChannelConfig) => ChannelConfig,
  options: ChangeOptions = {},
): Promise<ChannelConfig> {
  const config = await orderChange(network, change, options);
  // What an agency changes alone may be its own peer's revocation, after which that peer hears nothing more.
  await followed(network, config, options.alone ? [network.ownAdmin(options.led).site.agency] : []);
  return config;
}

/** The same without waiting for peers: when it resolves the orderer of who leads acts by it. */
export async function orderChange(
  network: FabricNetwork,
  change: (config: ChannelConfig) => ChannelConfig,
  { led, alone = false }: ChangeOptions = {},
): Promise<ChannelConfig> {
  const lead = network.ownAdmin(led);
  const proposed = await network.updates.propose(lead, change);
  const others = alone ? [] : network.own.filter((agency) => agency !== lead.site.agency);
  return ordered(network, lead, await signedByAll(network, proposed, others));
}

/**
 * Hands in an update that others have signed, and waits until the peers of this folder follow it.
 * @throws FabricError FABRIC_COMMAND_FAILED when the signatures are too few, NOT_READY_IN_TIME
 */
export async function submitUpdate(network: FabricNetwork, update: Uint8Array): Promise<void> {
  const lead = network.ownAdmin();
  const before = await network.updates.config(lead);
  const config = await ordered(network, lead, update);
  await followed(network, config, []);
  if (consensusOf(config) === 'bft' && !isDeepStrictEqual(consentersOf(before), consentersOf(config)))
    network.say('who orders has changed: every agency restarts its orderer, one after the other, this one too');
}

/**
 * The configuration that an update leads to. Under BFT every orderer is handed it, as Fabric's gateway does with
 * transactions: one that is alone with a request complains of the leader alone, and a leader that is alone with one only
 * falls silent, so the others would let the heartbeat's 20 s pass. Whichever comes second is refused, for the
 * configuration is newer by then.
 */
async function ordered(network: FabricNetwork, lead: Admin, update: Uint8Array): Promise<ChannelConfig> {
  const before = await network.updates.config(lead);
  const all = [lead, ...network.others(lead.site.agency)];
  const at = consensusOf(before) === 'bft' ? all : [lead];
  const handed = at.map((orderer) => network.updates.handIn(lead, update, orderer));
  // When none takes it, what the own orderer says against it is what is told.
  await Promise.any(handed).catch(() => handed[0]);
  const again = setInterval(
    () => void Promise.allSettled(all.map((orderer) => network.updates.handIn(lead, update, orderer))),
    HAND_IN_AGAIN_MS,
  );
  try {
    const [config] = await Promise.all([newer(network, lead, before, at), Promise.allSettled(handed)]);
    return config;
  } finally {
    clearInterval(again);
  }
}

/**
 * The configuration after that one, as soon as one of these orderers has it, asked in turn: a leader whose followers'
 * votes were lost on their way has a block later than they do.
 * @throws FabricError NOT_READY_IN_TIME
 */
export function newer(
  network: FabricNetwork,
  admin: Admin,
  before: ChannelConfig,
  at: readonly Admin[] = [admin],
  within = 60_000,
): Promise<ChannelConfig> {
  let turn = 0;
  const asked = async (): Promise<ChannelConfig> => {
    const config = await network.updates.config(admin, at[turn++ % at.length]);
    if (BigInt(config.sequence) <= BigInt(before.sequence)) throw new Error('not ordered yet');
    return config;
  };
  return retried(asked, { within, what: `a configuration after ${before.sequence}` });
}

/** The update with the signatures of these agencies' administrators added. */
export async function signedByAll(
  network: FabricNetwork,
  update: Uint8Array,
  agencies: readonly string[],
): Promise<Uint8Array> {
  let signed = update;
  for (const agency of agencies) signed = await network.updates.sign(network.ownAdmin(agency), signed);
  return signed;
}

/** Waits until the peers of all who take part, of those in this folder, act by the configuration. */
async function followed(network: FabricNetwork, config: ChannelConfig, except: readonly string[]): Promise<void> {
  const members = membersOf(config);
  const own = network.own.filter((agency) => members.includes(agency) && !except.includes(agency));
  await Promise.all(own.map((agency) => network.updates.follows(network.admin(agency), BigInt(config.sequence))));
}

/** Own agencies that take part in the channel now, as the first of their peers knows it. @throws FabricError ADMINISTRATOR_MISSING */
export async function takingPart(network: FabricNetwork): Promise<{ own: Admin[]; members: string[] }> {
  for (const agency of network.own) {
    const config = await network.updates.configAtPeer(network.admin(agency)).catch(() => null);
    if (config === null || !membersOf(config).includes(agency)) continue;
    const members = membersOf(config);
    const own = network.own.filter((one) => members.includes(one));
    return { members, own: own.map((one) => network.admin(one)) };
  }
  throw new FabricError('ADMINISTRATOR_MISSING', 'no agency of this folder takes part in the channel');
}
