import type { Admin } from './admin.ts';
import { type ChannelConfig, membersOf } from './channel-config.ts';
import { FabricError } from './error.ts';
import type { FabricNetwork } from './network.ts';
import { retried } from './retry.ts';

/**
 * Changes the channel with the signatures of every administrator in this folder, and waits until their peers follow.
 * `led` is the agency that proposes and submits, default the first; alone signs what is its own affair.
 * @throws FabricError as `ChannelUpdates` does; FABRIC_COMMAND_FAILED when the signatures are too few
 */
export async function updateChannel(
  network: FabricNetwork,
  change: (config: ChannelConfig) => ChannelConfig,
  options: { readonly led?: string; readonly alone?: boolean } = {},
): Promise<ChannelConfig> {
  const { updates } = network;
  const lead = network.ownAdmin(options.led);
  const proposed = await updates.propose(lead, change);
  const others = options.alone ? [] : network.own.filter((agency) => agency !== lead.site.agency);
  const signed = await signedByAll(network, proposed, others);
  const { sequence } = await updates.config(lead);
  const config = await submitted(network, signed, [lead, ...others.map((agency) => network.admin(agency))], sequence);
  // What an agency changes alone may be its own peer's revocation, after which that peer hears nothing more.
  await followed(network, config, options.alone ? [lead.site.agency] : []);
  return config;
}

/** Milliseconds after which an update that was taken in and not ordered is handed to another orderer too. */
const PATIENCE_MS = 20_000;

/**
 * Under BFT an orderer that is changing its view may take an update in and keep it while the others see no reason to
 * act; the next orderer wakes them. Whoever comes second is refused, for the configuration is newer by then.
 */
async function submitted(
  network: FabricNetwork,
  update: Uint8Array,
  admins: readonly [Admin, ...Admin[]],
  before: string,
): Promise<ChannelConfig> {
  const [lead, ...others] = admins;
  await network.updates.handIn(lead, update);
  for (const next of others) {
    const config = await ordered(network, lead, before, PATIENCE_MS).catch(() => null);
    if (config !== null) return config;
    network.say(`not ordered yet: handing it to the orderer of ${next.site.agency} as well`);
    await network.updates.handIn(next, update).catch(() => undefined);
  }
  return ordered(network, lead, before, 60_000);
}

/** The configuration after that of the number given, as soon as the agency's orderer has it. */
function ordered(network: FabricNetwork, admin: Admin, before: string, within: number): Promise<ChannelConfig> {
  const asked = async (): Promise<ChannelConfig> => {
    const config = await network.updates.config(admin);
    if (BigInt(config.sequence) <= BigInt(before)) throw new Error('not ordered yet');
    return config;
  };
  return retried(asked, { within, what: `a configuration after ${before} at the orderer of ${admin.site.agency}` });
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
