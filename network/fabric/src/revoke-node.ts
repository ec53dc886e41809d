import { withRevocationLists } from './channel-members.ts';
import { writeFolder } from './files.ts';
import { agencyFolder } from './layout.ts';
import type { Issuer } from './material.ts';
import type { FabricNetwork } from './network.ts';
import { updateChannel } from './updating.ts';

/**
 * Tells the channel an agency's newest revocation lists: from then on no peer and no orderer takes what a revoked
 * node, gateway or administrator signs. It is the agency's own affair, so its administrator's signature is enough.
 * A revoked TLS certificate still opens connections until it ends: Fabric reads no lists for TLS.
 * @throws FabricError NOTHING_TO_CHANGE when the channel has these lists
 */
export async function publishRevocations(network: FabricNetwork, agency: string, issuer: Issuer): Promise<void> {
  const { root, issuing } = await issuer.crls();
  const lists = { 'msp/crls/root.pem': root, 'msp/crls/issuing.pem': issuing };
  const folder = agencyFolder(network.folder, agency);
  await writeFolder(folder.path, lists, 0o644);
  for (const node of [folder.peer, folder.orderer, folder.admin]) await writeFolder(node, lists);
  const encoded = [issuing, root].map((pem) => Buffer.from(pem).toString('base64'));
  network.say(`telling the channel which certificates ${agency} has revoked`);
  await updateChannel(network, (config) => withRevocationLists(config, agency, encoded), { led: agency, alone: true });
}
