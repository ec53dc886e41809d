import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { Client, credentials as secured } from '@grpc/grpc-js';
import { type Contract, connect, hash, signers } from '@hyperledger/fabric-gateway';
import { agencyFolder } from './layout.ts';
import { serverName } from './material.ts';
import { addressOf, type Site } from './site.ts';

/** Longest that a call that was taken in may take to be committed before another is sent, milliseconds. */
const COMMIT_MS = 12_000;

/** A chaincode of a channel, called through one agency's peer. */
export interface Called {
  readonly root: string;
  readonly site: Site;
  readonly channel: string;
  readonly chaincode: string;
}

/**
 * Lets an administrator call a chaincode through the agency's own peer, which hands what is submitted to every orderer
 * under BFT: a request that only one of them has is lost with one message to the leader, and that one then complains of
 * the leader alone, for good.
 */
export async function withContract<T>(
  { root, site, channel, chaincode }: Called,
  work: (contract: Contract) => Promise<T>,
): Promise<T> {
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
    return await work(gateway.getNetwork(channel).getContract(chaincode));
  } finally {
    gateway.close();
    client.close();
  }
}
