import { createPrivateKey } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { Client, credentials } from '@grpc/grpc-js';
import { type Contract, connect, type Gateway, GatewayError, hash, signers } from '@hyperledger/fabric-gateway';
import type { FabricProfile } from '@tocsin/gateway/fabric';

/** Fabric's stock client, for what our own gateway would never do. */
export interface RawClient {
  readonly gateway: Gateway;
  readonly contract: Contract;
  contractOf(chaincode: string): Contract;
  close(): void;
}

/** Connects as the profile says; every call ends within 8 seconds. */
export function rawClient({ agency, channel, chaincode, peer: at, identity }: FabricProfile): RawClient {
  const tls = createSecureContext({
    ca: at.roots,
    cert: at.clientCertificate,
    key: at.clientKey,
    allowPartialTrustChain: true,
  });
  const client = new Client(at.address, credentials.createFromSecureContext(tls), {
    'grpc.ssl_target_name_override': at.serverName ?? 'localhost',
  });
  const deadline = () => ({ deadline: Date.now() + 8_000 });
  const gateway = connect({
    client,
    identity: { mspId: agency, credentials: Buffer.from(identity.certificate) },
    signer: signers.newPrivateKeySigner(createPrivateKey(identity.key)),
    hash: hash.sha256,
    evaluateOptions: deadline,
    endorseOptions: deadline,
    submitOptions: deadline,
    commitStatusOptions: deadline,
  });
  const contractOf = (name: string): Contract => gateway.getNetwork(channel).getContract(name);
  return {
    gateway,
    contract: contractOf(chaincode),
    contractOf,
    close: () => {
      gateway.close();
      client.close();
    },
  };
}

/** Everything that the peers said to a failed call; `answered` when none failed. */
export async function answerTo(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'answered';
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return [error.message, ...error.details.map(({ message }) => message)].join('; ');
  }
}
