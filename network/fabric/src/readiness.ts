import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { Client, credentials as secured } from '@grpc/grpc-js';
import { type Contract, connect, hash, signers } from '@hyperledger/fabric-gateway';
import { CHAINCODE } from './chaincode-definition.ts';
import { FabricError } from './error.ts';
import { agencyFolder } from './layout.ts';
import { serverName } from './material.ts';
import { retried } from './retry.ts';
import { addressOf, type Site } from './site.ts';

/**
 * Resolves when a majority of the agencies' peers endorses a call made through this agency's peer, and all of them
 * run the sources of this digest. Nothing is ordered.
 * @throws FabricError NOT_READY_IN_TIME, CHAINCODE_DIFFERS
 */
export const endorses = (root: string, site: Site, channel: string, digest: string): Promise<void> =>
  withContract(root, site, channel, async (contract) => {
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
  withContract(root, site, channel, async (contract) => {
    const ordered = async (): Promise<void> => {
      const sent = await (await contract.newProposal('digest').endorse()).submit();
      const { successful } = await sent.getStatus();
      if (!successful) throw new Error('not valid');
    };
    await retried(ordered, { within: 60_000, what: `ordering through ${site.agency}` });
  });

/** Longest that a call that was taken in may take to be committed before another is sent, milliseconds. */
const COMMIT_MS = 12_000;

async function withContract(
  root: string,
  site: Site,
  channel: string,
  work: (contract: Contract) => Promise<void>,
): Promise<void> {
  const { admin } = agencyFolder(root, site.agency);
  const read = (path: string): Promise<Buffer> => readFile(join(admin, path));
  const [ca, tlsKey, cert] = await Promise.all([read('tls/authority.pem'), read('tls/key.pem'), read('tls/chain.pem')]);
  // The TLS authority alone is trusted, though it is no root: what else its root has signed opens no connection.
  const tls = createSecureContext({ ca, cert, key: tlsKey, allowPartialTrustChain: true, minVersion: 'TLSv1.3' });
  const credentials = Buffer.from(new X509Certificate(await read('msp/signcerts/certificate.pem')).toString());
  const key = createPrivateKey(await read('msp/keystore/key.pem'));
  const client = new Client(addressOf(site, 'peer'), secured.createFromSecureContext(tls), {
    'grpc.ssl_target_name_override': serverName('peer', site.agency),
  });
  const gateway = connect({
    client,
    identity: { mspId: site.agency, credentials },
    signer: signers.newPrivateKeySigner(key),
    hash: hash.sha256,
    endorseOptions: () => ({ deadline: Date.now() + 5_000 }),
    submitOptions: () => ({ deadline: Date.now() + 5_000 }),
    commitStatusOptions: () => ({ deadline: Date.now() + COMMIT_MS }),
  });
  try {
    await work(gateway.getNetwork(channel).getContract(CHAINCODE));
  } finally {
    gateway.close();
    client.close();
  }
}
