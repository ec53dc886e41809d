import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { Client, credentials } from '@grpc/grpc-js';
import { connect, hash, signers } from '@hyperledger/fabric-gateway';
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
export async function endorses(root: string, site: Site, channel: string, digest: string): Promise<void> {
  const { admin } = agencyFolder(root, site.agency);
  const read = (path: string): Promise<Buffer> => readFile(join(admin, path));
  const [ca, tlsKey, cert] = await Promise.all([read('tls/authority.pem'), read('tls/key.pem'), read('tls/chain.pem')]);
  // The TLS authority alone is trusted, though it is no root: what else its root has signed opens no connection.
  const tls = createSecureContext({ ca, cert, key: tlsKey, allowPartialTrustChain: true, minVersion: 'TLSv1.3' });
  const certificate = await read('msp/signcerts/certificate.pem');
  const key = createPrivateKey(await read('msp/keystore/key.pem'));
  const client = new Client(addressOf(site, 'peer'), credentials.createFromSecureContext(tls), {
    'grpc.ssl_target_name_override': serverName('peer', site.agency),
  });
  const identity = { mspId: site.agency, credentials: new X509Certificate(certificate).toString() };
  const gateway = connect({
    client,
    identity: { ...identity, credentials: Buffer.from(identity.credentials) },
    signer: signers.newPrivateKeySigner(key),
    hash: hash.sha256,
    endorseOptions: () => ({ deadline: Date.now() + 5_000 }),
  });
  try {
    const contract = gateway.getNetwork(channel).getContract(CHAINCODE);
    const endorsed = () => contract.newProposal('digest').endorse();
    const transaction = await retried(endorsed, { within: 60_000, what: `endorsement through ${site.agency}` });
    const told = Buffer.from(transaction.getResult()).toString();
    if (told !== digest) throw new FabricError('CHAINCODE_DIFFERS', `${told} instead of ${digest}`);
  } finally {
    gateway.close();
    client.close();
  }
}
