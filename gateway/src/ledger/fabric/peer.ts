import { createHash, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { Client, credentials, InterceptingCall, type Interceptor } from '@grpc/grpc-js';
import { connect, type Gateway, hash, type Network, type Transaction } from '@hyperledger/fabric-gateway';
import { decodeBlock, type FabricBlock, Message } from '@tocsin/fabric-block';
import { deliver } from './deliver.ts';
import { type Deadlines, type FabricProfile, usualDeadlines } from './profile.ts';
import { lowS, signingKey } from './signer.ts';

/** Fabric's own limit for one message: the largest sealed file fits many times. */
const LARGEST_MESSAGE = 100 * 1024 * 1024;

/** A large file goes through every endorser and its chaincode: 8 MiB took 4 to 7 s on a machine with ten times too much to do. */
const ENDORSE_MS_PER_BYTE = 1 / 500;

/** A signed statement and its sealed file. */
export interface Handed {
  readonly statement: string;
  readonly file: Uint8Array | null;
}

/** Our way to the own peer: one connection, one identity. It asks no other agency's peer anything. */
export class Peer {
  readonly agency: string;
  readonly deadlines: Deadlines;
  readonly #client: Client;
  readonly #gateway: Gateway;
  readonly #network: Network;
  readonly #profile: FabricProfile;
  readonly #sign: (message: Uint8Array) => Uint8Array;

  /** @throws Error when keys or certificates cannot be read or do not belong together */
  constructor(profile: FabricProfile) {
    const { identity, agency, onCall } = profile;
    const key = signingKey(identity.key, identity.certificate);
    this.#sign = (message) => {
      onCall?.('sign');
      return lowS(message, key);
    };
    this.#profile = profile;
    this.agency = agency;
    this.deadlines = { ...usualDeadlines, ...profile.deadlines };
    this.#client = clientOf(profile);
    this.#gateway = connect({
      client: this.#client,
      identity: { mspId: agency, credentials: Buffer.from(identity.certificate) },
      signer: async (message) => this.#sign(message),
      hash: hash.none,
      tlsClientCertificateHash: createHash('sha256')
        .update(new X509Certificate(profile.peer.clientCertificate).raw)
        .digest(),
      evaluateOptions: () => ({ deadline: Date.now() + this.deadlines.evaluate }),
    });
    this.#network = this.#gateway.getNetwork(profile.channel);
  }

  /**
   * Has statements endorsed in one transaction. Endorsers are not named: the peer begins with itself and finds others that
   * can be reached. @throws GatewayError
   */
  endorse(statements: readonly Handed[]): Promise<Transaction> {
    const files = statements.flatMap(({ file }, position) => (file === null ? [] : [[position, file] as const]));
    const transientData = files.length === 0 ? {} : { transientData: Object.fromEntries(files) };
    const handed = statements.map(({ statement }) => statement);
    const proposal = this.#contract().newProposal('submit', { arguments: handed, ...transientData });
    const bytes = files.reduce((sum, [, { length }]) => sum + length, 0);
    return proposal.endorse({ deadline: Date.now() + this.deadlines.endorse + bytes * ENDORSE_MS_PER_BYTE });
  }

  /** Asks the chaincode on the own agency's peer. @throws GatewayError */
  query(fn: string, ...args: readonly string[]): Promise<Uint8Array> {
    return this.#evaluate(this.#profile.chaincode, fn, args);
  }

  /** Number of blocks that the own peer has committed. @throws GatewayError */
  async height(): Promise<bigint> {
    const info = await this.#evaluate('qscc', 'GetChainInfo', [this.#profile.channel]);
    return new Message(info).unsigned(1);
  }

  /** The block in which a transaction was committed. @throws GatewayError, also when it was not */
  async blockOf(transaction: string): Promise<FabricBlock> {
    return decodeBlock(await this.#evaluate('qscc', 'GetBlockByTxID', [this.#profile.channel, transaction]));
  }

  /** Blocks from a number on as the peer commits them, up to a last one if there is to be one. */
  deliver(from: bigint, last: bigint | null, signal: AbortSignal): AsyncGenerator<FabricBlock> {
    const request = this.#network.newBlockEventsRequest({ startBlock: from });
    return deliver({ client: this.#client, request: request.getBytes(), sign: this.#sign, last, signal });
  }

  close(): void {
    this.#gateway.close();
    this.#client.close();
  }

  // Without naming its agency a peer that cannot answer itself would pass the question on to another agency.
  #evaluate(chaincode: string, fn: string, args: readonly string[]): Promise<Uint8Array> {
    const options = { arguments: [...args], endorsingOrganizations: [this.agency] };
    return this.#contract(chaincode).evaluate(fn, options);
  }

  #contract(chaincode = this.#profile.chaincode) {
    return this.#network.getContract(chaincode);
  }
}

function clientOf({ peer, onCall }: FabricProfile): Client {
  const { address, serverName, roots: ca, clientKey: key, clientCertificate: cert } = peer;
  const name = serverName === undefined ? {} : { 'grpc.ssl_target_name_override': serverName };
  // A TLS authority may be trusted alone, though it is no root: what else its root has signed opens no connection.
  const tls = createSecureContext({ ca, cert, key, allowPartialTrustChain: true, minVersion: 'TLSv1.3' });
  return new Client(address, credentials.createFromSecureContext(tls), {
    ...name,
    'grpc.max_receive_message_length': LARGEST_MESSAGE,
    'grpc.max_send_message_length': LARGEST_MESSAGE,
    // A peer that was cut off says nothing; our peers allow a question every 5 seconds.
    'grpc.keepalive_time_ms': 6_000,
    'grpc.keepalive_timeout_ms': 2_000,
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 1_000,
    interceptors: onCall === undefined ? [] : [observing(onCall)],
  });
}

const observing =
  (onCall: (call: string) => void): Interceptor =>
  (options, next) => {
    onCall(options.method_definition.path);
    return new InterceptingCall(next(options));
  };
