import type { Admin } from './admin.ts';
import { type ChannelConfig, membersOf } from './channel-config.ts';
import { FabricError } from './error.ts';
import type { FabricNetwork } from './network.ts';

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
  await submitted(network, signed, [lead, ...others.map((agency) => network.admin(agency))], BigInt(sequence) + 1n);
  return followed(network, lead);
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
  admins: readonly Admin[],
  sequence: bigint,
): Promise<void> {
  const [lead] = admins;
  if (lead === undefined) throw new FabricError('ADMINISTRATOR_MISSING');
  await network.updates.handIn(lead, update);
  for (const next of admins.slice(1)) {
    const follows = await network.updates.follows(lead, sequence, PATIENCE_MS).then(
      () => true,
      () => false,
    );
    if (follows) return;
    network.say(`not ordered yet: handing it to the orderer of ${next.site.agency} as well`);
    await network.updates.handIn(next, update).catch(() => undefined);
  }
  await network.updates.follows(lead, sequence);
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

/** Waits until the peers of all who take part, of those in this folder, act by the newest configuration. */
async function followed(network: FabricNetwork, lead: Admin): Promise<ChannelConfig> {
  const config = await network.updates.configAtPeer(lead);
  const members = membersOf(config);
  const own = network.own.filter((agency) => members.includes(agency));
  await Promise.all(own.map((agency) => network.updates.follows(network.admin(agency), BigInt(config.sequence))));
  return config;
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
