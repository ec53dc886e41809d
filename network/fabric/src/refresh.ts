import { answers, steady } from './answers.ts';
import { consenterOf } from './channel-config.ts';
import type { FabricNetwork } from './network.ts';

/**
 * Restarts the orderers of this folder one after the other once who orders has changed under BFT, and waits for each.
 * Fabric 3.1.1 checks the blocks that an orderer fetches by who ordered when its process started (`signatureVerifier` of
 * multichannel's `ledgerResources` is made once), and a BFT block counts by its signers' very certificates: one that
 * lacks a block after such a change never catches up, says so in its log alone, and the next one away stops the channel.
 */
export async function refreshOrderers(network: FabricNetwork, except: readonly string[] = []): Promise<void> {
  if (network.description.topology.consensus !== 'bft') return;
  const config = await network.updates.config(network.ownAdmin());
  const own = network.own.filter((agency) => !except.includes(agency) && consenterOf(config, agency) !== null);
  for (const agency of own) {
    network.say(`restarting the orderer of ${agency}: it checks blocks by who ordered when it started`);
    await anew(network, agency, 'orderer');
  }
}

/**
 * Restarts the other agencies' peers of this folder one after the other, once a peer was renewed whose certificate is
 * revoked. Gossip (Fabric 3.1.1) keeps an identity for an hour, passes it on, and drops every message that names one
 * which is revoked: the renewed peer would get no sealed files and could not endorse.
 */
export async function refreshPeers(network: FabricNetwork, renewed: string): Promise<void> {
  const others = network.own.filter((agency) => agency !== renewed);
  for (const agency of others) {
    network.say(`restarting the peer of ${agency}: it still names the revoked one of ${renewed}`);
    await anew(network, agency, 'peer');
  }
  const elsewhere = network.agencies.filter((agency) => agency !== renewed && !others.includes(agency));
  if (elsewhere.length > 0)
    network.say(`${elsewhere.join(', ')}: restart your peers now, one after the other (systemctl restart tocsin-peer)`);
}

async function anew(network: FabricNetwork, agency: string, node: 'peer' | 'orderer'): Promise<void> {
  const name = `${node}.${agency}`;
  const supervised = await network.supervised();
  // One that does not run now will start with what holds then.
  if (supervised && network.processes.running(name) === null) return;
  if (supervised && node === 'orderer') await steady(network);
  await network.restart(name);
  if (!supervised) return;
  await answers(network, agency, node);
  if (node === 'orderer') await network.orders(agency);
}
