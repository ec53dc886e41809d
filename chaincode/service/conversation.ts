import { type ServerDuplexStream, status } from '@grpc/grpc-js';
import { peer } from '@hyperledger/fabric-protos';
import { replyTo } from '@tocsin/record';
import type { Chaincode } from '../src/index.ts';
import { belongingOf, completed, keyOf, messageOf, Type } from './message.ts';
import { PeerCalls } from './peer-calls.ts';
import { type Batching, batchingOf, PeerState } from './peer-state.ts';
import { readProposal } from './proposal.ts';
import { TransactionStub } from './transaction-stub.ts';

export type Stream = ServerDuplexStream<peer.ChaincodeMessage, peer.ChaincodeMessage>;

/** What the peer has said so far: REGISTERED, then READY, then transactions, in this order alone. */
type Stage = { readonly name: 'new' | 'registered' | 'over' } | { readonly name: 'ready'; readonly batching: Batching };

/** One stream with the peer (fabric: core/chaincode/handler.go is its other side). */
export class Conversation {
  readonly #stream: Stream;
  readonly #contract: Chaincode;
  readonly #calls: PeerCalls;
  readonly #running = new Set<string>();
  #stage: Stage = { name: 'new' };

  constructor(stream: Stream, contract: Chaincode) {
    this.#stream = stream;
    this.#contract = contract;
    this.#calls = new PeerCalls((message) => this.#send(message));
  }

  /** Registers under the package's name and serves until the stream ends. */
  start(packageId: string): void {
    this.#stream.on('data', (message: peer.ChaincodeMessage) => this.#receive(message));
    this.#stream.on('end', () => {
      this.#end();
      this.#stream.end();
    });
    for (const event of ['cancelled', 'error', 'close']) this.#stream.on(event, () => this.#end());
    const id = new peer.ChaincodeID();
    id.setName(packageId);
    this.#send(messageOf(Type.REGISTER, id.serializeBinary()));
  }

  #receive(message: peer.ChaincodeMessage): void {
    if (this.#stage.name === 'over') return;
    try {
      this.#dispatch(message);
    } catch {
      // Whoever speaks out of turn may have lost count of transactions: nothing more on this stream can be relied on.
      this.#stream.emit('error', { code: status.INVALID_ARGUMENT, details: 'malformed message' });
    }
  }

  #dispatch(message: peer.ChaincodeMessage): void {
    const type = message.getType();
    if (type === Type.KEEPALIVE) this.#send(message);
    else if (this.#stage.name === 'new' && type === Type.REGISTERED) this.#stage = { name: 'registered' };
    else if (this.#stage.name === 'registered' && type === Type.READY)
      this.#stage = { name: 'ready', batching: batchingOf(message.getPayload_asU8()) };
    else if (this.#stage.name === 'ready') this.#serve(message, this.#stage.batching);
    else throw new Error('out of turn');
  }

  #serve(message: peer.ChaincodeMessage, batching: Batching): void {
    const type = message.getType();
    if (type === Type.RESPONSE || type === Type.ERROR) this.#calls.answer(message);
    // A proposal sent again after a timeout: answers to the first must not be taken for the second's.
    else if (this.#running.has(keyOf(belongingOf(message)))) this.#send(failed(message, 'this transaction is running'));
    else if (type === Type.TRANSACTION) this.#transact(message, batching);
    else if (type === Type.INIT) this.#send(failed(message, 'this chaincode takes no init'));
    else throw new Error('not a message for a chaincode');
  }

  #transact(message: peer.ChaincodeMessage, batching: Batching): void {
    const key = keyOf(belongingOf(message));
    const finish = (answer: peer.ChaincodeMessage): void => {
      this.#running.delete(key);
      this.#send(answer);
    };
    this.#running.add(key);
    this.#judged(message, batching).then(finish, (error: unknown) => finish(failed(message, replyTo(error))));
  }

  async #judged(message: peer.ChaincodeMessage, batching: Batching): Promise<peer.ChaincodeMessage> {
    const belonging = belongingOf(message);
    const stub = new TransactionStub(readProposal(message), new PeerState(this.#calls, belonging, batching));
    const answer = await this.#contract.invoke(stub);
    if (!answer.ok) return completed(belonging, { status: 500, text: answer.message, payload: new Uint8Array() });
    await stub.send();
    return completed(belonging, { status: 200, text: '', payload: answer.payload });
  }

  #send(message: peer.ChaincodeMessage): void {
    if (this.#stage.name !== 'over') this.#stream.write(message);
  }

  #end(): void {
    this.#stage = { name: 'over' };
    this.#calls.break(new Error('the stream has ended'));
  }
}

const failed = (message: peer.ChaincodeMessage, text: string): peer.ChaincodeMessage =>
  messageOf(Type.ERROR, Buffer.from(text), belongingOf(message));
