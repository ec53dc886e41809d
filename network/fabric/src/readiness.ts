import { withContract } from './admin-contract.ts';
import { CHAINCODE } from './chaincode-definition.ts';
import { FabricError } from './error.ts';
import { retried } from './retry.ts';
import type { Site } from './site.ts';

/**
 * Resolves when a majority of the agencies' peers endorses a call made through this agency's peer, and all of them
 * run the sources of this digest. Nothing is ordered.
 * @throws FabricError NOT_READY_IN_TIME, CHAINCODE_DIFFERS
 */
export const endorses = (root: string, site: Site, channel: string, digest: string): Promise<void> =>
  withContract({ root, site, channel, chaincode: CHAINCODE }, async (contract) => {
    const endorsed = () => contract.newProposal('digest').endorse();
    const transaction = await retried(endorsed, { within: 60_000, what: `endorsement through ${site.agency}` });
    const told = Buffer.from(transaction.getResult()).toString();
    if (told !== digest) throw new FabricError('CHAINCODE_DIFFERS', `${told} instead of ${digest}`);
  });

/**
 * Resolves when a call made through this agency's peer, which is handed to every orderer under BFT, was ordered and
 * committed. It writes nothing; the call itself stays on the ledger.
 * @throws FabricError NOT_READY_IN_TIME
 */
export const orders = (root: string, site: Site, channel: string): Promise<void> =>
  withContract({ root, site, channel, chaincode: CHAINCODE }, async (contract) => {
    const ordered = async (): Promise<void> => {
      const sent = await (await contract.newProposal('digest').endorse()).submit();
      const { successful } = await sent.getStatus();
      if (!successful) throw new Error('not valid');
    };
    await retried(ordered, { within: 60_000, what: `ordering through ${site.agency}` });
  });
