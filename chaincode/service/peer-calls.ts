import type { peer } from '@hyperledger/fabric-protos';
import { type Belonging, belongingOf, keyOf, type MessageType, messageOf, Type } from './message.ts';

interface Waiting {
  resolve(payload: Uint8Array): void;
  reject(reason: Error): void;
}

/** Questions to the peer that wait for their answers, at most one of each transaction: the peer drops a second one. */
export class PeerCalls {
  readonly #send: (message: peer.ChaincodeMessage) => void;
  readonly #waiting = new Map<string, Waiting>();
  #broken: Error | null = null;

  constructor(send: (message: peer.ChaincodeMessage) => void) {
    this.#send = send;
  }

  /** Rejects when the peer answers ERROR or the stream ends. */
  ask(type: MessageType, payload: Uint8Array, belonging: Belonging): Promise<Uint8Array> {
    const key = keyOf(belonging);
    if (this.#broken !== null) return Promise.reject(this.#broken);
    if (this.#waiting.has(key)) return Promise.reject(new Error('one question at a time'));
    return new Promise((resolve, reject) => {
      this.#waiting.set(key, { resolve, reject });
      this.#send(messageOf(type, payload, belonging));
    });
  }

  /** Hands a RESPONSE or ERROR to whom it belongs. Throws when nobody has asked. */
  answer(message: peer.ChaincodeMessage): void {
    const key = keyOf(belongingOf(message));
    const waiting = this.#waiting.get(key);
    if (waiting === undefined) throw new Error('an answer that nobody waits for');
    this.#waiting.delete(key);
    if (message.getType() === Type.RESPONSE) waiting.resolve(message.getPayload_asU8());
    else waiting.reject(new Error('the peer refused a call'));
  }

  /** The stream is gone: nobody will be answered. */
  break(reason: Error): void {
    this.#broken ??= reason;
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
  }
}
