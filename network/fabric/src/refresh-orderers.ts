import { answers } from './answers.ts';
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
    await network.restart(`orderer.${agency}`);
    if (await network.supervised()) await answers(network, agency, 'orderer');
  }
}
