import { createPrivateKey } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { Client, credentials } from '@grpc/grpc-js';
import { connect, hash, signers } from '@hyperledger/fabric-gateway';
import type { FabricProfile } from '@tocsin/gateway/fabric';
import { ASSETS } from './fabric-assets.ts';

/** Fabric's client as its documentation shows it, with the documentation's deadlines. */
export interface AssetClient {
  /** Resolves with the asset as stored, once it stands in a VALID transaction. */
  create(id: string, owner: string): Promise<string>;
  read(id: string): Promise<string>;
  /** The same with its owner in a private collection. */
  createPrivately(id: string, owner: string): Promise<string>;
  readPrivate(id: string): Promise<string>;
  close(): void;
}

/** Through the same peer, with the same identity as ours. */
export function assetClient({ agency, channel, peer, identity }: FabricProfile): AssetClient {
  const { address, serverName, roots: ca, clientCertificate: cert, clientKey: key } = peer;
  const tls = createSecureContext({ ca, cert, key, allowPartialTrustChain: true });
  const name = serverName === undefined ? {} : { 'grpc.ssl_target_name_override': serverName };
  const client = new Client(address, credentials.createFromSecureContext(tls), name);
  const within = (seconds: number) => () => ({ deadline: Date.now() + seconds * 1000 });
  const gateway = connect({
    client,
    identity: { mspId: agency, credentials: Buffer.from(identity.certificate) },
    signer: signers.newPrivateKeySigner(createPrivateKey(identity.key)),
    hash: hash.sha256,
    evaluateOptions: within(5),
    endorseOptions: within(15),
    submitOptions: within(5),
    commitStatusOptions: within(60),
  });
  const contract = gateway.getNetwork(channel).getContract(ASSETS);
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
  return {
    create: async (id, owner) => text(await contract.submitTransaction('CreateAsset', id, 'blue', '5', owner, '300')),
    read: async (id) => text(await contract.evaluateTransaction('ReadAsset', id)),
    async createPrivately(id, owner) {
      const options = { arguments: [id], transientData: { owner } };
      return text(await contract.submit('CreatePrivateAsset', options));
    },
    // Another agency's peer might answer for ours; with private data Fabric's documentation names who is to.
    readPrivate: async (id) =>
      text(await contract.evaluate('ReadPrivateAsset', { arguments: [id], endorsingOrganizations: [agency] })),
    close() {
      gateway.close();
      client.close();
    },
  };
}
