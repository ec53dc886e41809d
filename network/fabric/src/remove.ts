import { membersOf } from './channel-config.ts';
import { withoutMember } from './channel-members.ts';
import { FabricError } from './error.ts';
import type { FabricNetwork } from './network.ts';
import { refreshOrderers } from './refresh.ts';
import { updateChannel } from './updating.ts';
import { sourcesInForce, type Upgrade, upgrade } from './upgrade.ts';

/**
 * Puts an agency out of the network: from the next configuration block on its peer gets no blocks and endorses
 * nothing, its orderer orders nothing and its gateways are refused; then a definition of the chaincode without it, so
 * that nobody sends it sealed files. What it holds already it keeps. A run that was interrupted goes on where it ended.
 * @throws FabricError NOT_MEMBER, LAST_MEMBERS, TOO_FEW_ORDERERS
 */
export async function remove(network: FabricNetwork, agency: string): Promise<Upgrade> {
  await expel(network, agency);
  await forget(network, agency);
  await refreshOrderers(network);
  return upgrade(network, { sources: await sourcesInForce(network) });
}

/** Takes the agency out of the channel's configuration. */
export async function expel(network: FabricNetwork, agency: string): Promise<void> {
  const led = leadBeside(network, agency);
  const members = membersOf(await network.updates.config(network.ownAdmin(led)));
  if (!members.includes(agency) && !network.agencies.includes(agency)) throw new FabricError('NOT_MEMBER', agency);
  if (!members.includes(agency)) return;
  network.say(`removing ${agency} from the channel`);
  await updateChannel(network, (config) => withoutMember(config, agency), { led });
}

/** The update by which an agency leaves; nobody has signed it. */
export const proposeRemoval = (network: FabricNetwork, agency: string): Promise<Uint8Array> =>
  network.updates.propose(network.ownAdmin(leadBeside(network, agency)), (config) => withoutMember(config, agency));

/** Ends the agency's processes that run here; its folder stays, for what its ledger says stays true. */
export async function forget(network: FabricNetwork, agency: string): Promise<void> {
  const { topology, sites } = network.description;
  const agencies = topology.agencies.filter(({ code }) => code !== agency);
  await network.describe({ topology: { ...topology, agencies }, sites: sites.filter((one) => one.agency !== agency) });
  await network.follow();
}

function leadBeside(network: FabricNetwork, agency: string): string {
  const lead = network.own.find((one) => one !== agency);
  if (lead === undefined) throw new FabricError('ADMINISTRATOR_MISSING', `of an agency other than ${agency}`);
  return lead;
}
