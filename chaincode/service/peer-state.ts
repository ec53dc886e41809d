import { peer } from '@hyperledger/fabric-protos';
import { type Belonging, type MessageType, Type } from './message.ts';
import type { PeerCalls } from './peer-calls.ts';

/** How many keys and how many changes the peer takes in one message; 1 where it knows no batches (Fabric 2.5). */
export interface Batching {
  readonly reads: number;
  readonly writes: number;
}

/** What the peer announces in READY (`ChaincodeAdditionalParams`); a peer of Fabric 2.5 sends nothing. */
export function batchingOf(payload: Uint8Array): Batching {
  const announced = peer.ChaincodeAdditionalParams.deserializeBinary(payload);
  return {
    reads: announced.getUseGetMultipleKeys() ? Math.max(1, announced.getMaxSizeGetMultipleKeys()) : 1,
    writes: announced.getUseWriteBatch() ? Math.max(1, announced.getMaxSizeWriteBatch()) : 1,
  };
}

/** One change of state; the public one has no collection. */
export type Change =
  | { readonly put: Uint8Array; readonly key: string; readonly collection: string }
  | { readonly purge: true; readonly key: string; readonly collection: string };

/** One transaction's way to its peer's state. */
export class PeerState {
  readonly #calls: PeerCalls;
  readonly #belonging: Belonging;
  readonly #batching: Batching;
  #last: Promise<unknown> = Promise.resolve();

  constructor(calls: PeerCalls, belonging: Belonging, batching: Batching) {
    this.#calls = calls;
    this.#belonging = belonging;
    this.#batching = batching;
  }

  /** Values in the order of their keys, in as few rounds as the peer allows. */
  async values(keys: readonly string[]): Promise<Uint8Array[]> {
    const found: Uint8Array[] = [];
    for (const some of portions(keys, this.#batching.reads)) found.push(...(await this.#read(some)));
    return found;
  }

  value(key: string, collection: string): Promise<Uint8Array> {
    const question = new peer.GetState();
    question.setKey(key);
    question.setCollection(collection);
    return this.#ask(Type.GET_STATE, question);
  }

  /** Sends changes in their order, in as few messages as the peer allows. */
  async change(changes: readonly Change[]): Promise<void> {
    for (const some of portions(changes, this.#batching.writes)) {
      const [only] = some;
      if (some.length > 1) await this.#ask(Type.WRITE_BATCH_STATE, batchOf(some));
      else if (only !== undefined) await this.#changeOne(only);
    }
  }

  async #read(keys: readonly string[]): Promise<readonly Uint8Array[]> {
    const [only] = keys;
    if (keys.length === 1 && only !== undefined) return [await this.value(only, '')];
    const question = new peer.GetStateMultiple();
    question.setKeysList([...keys]);
    const answer = await this.#ask(Type.GET_STATE_MULTIPLE, question);
    const values = peer.GetStateMultipleResult.deserializeBinary(answer).getValuesList_asU8();
    if (values.length !== keys.length) throw new Error('the peer answers other keys than were asked for');
    return values;
  }

  #changeOne(change: Change): Promise<unknown> {
    if ('purge' in change) return this.#ask(Type.PURGE_PRIVATE_DATA, named(new peer.PurgePrivateState(), change));
    const question = named(new peer.PutState(), change);
    question.setValue(change.put);
    return this.#ask(Type.PUT_STATE, question);
  }

  /** One after the other, also when the contract asks two things at once. */
  #ask(type: MessageType, question: { serializeBinary(): Uint8Array }): Promise<Uint8Array> {
    const ask = (): Promise<Uint8Array> => this.#calls.ask(type, question.serializeBinary(), this.#belonging);
    const answer = this.#last.then(ask);
    this.#last = answer.catch(() => undefined);
    return answer;
  }
}

function batchOf(changes: readonly Change[]): peer.WriteBatchState {
  const batch = new peer.WriteBatchState();
  batch.setRecList(changes.map(recordOf));
  return batch;
}

function recordOf(change: Change): peer.WriteRecord {
  const record = named(new peer.WriteRecord(), change);
  record.setType(Type['purge' in change ? 'PURGE_PRIVATE_DATA' : 'PUT_STATE']);
  if ('put' in change) record.setValue(change.put);
  return record;
}

interface Named {
  setKey(key: string): void;
  setCollection(collection: string): void;
}

function named<T extends Named>(message: T, { key, collection }: Change): T {
  message.setKey(key);
  message.setCollection(collection);
  return message;
}

function* portions<T>(all: readonly T[], size: number): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += size) yield all.slice(from, from + size);
}
