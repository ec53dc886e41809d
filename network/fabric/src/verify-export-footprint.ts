import { type EndorserTransaction, Message } from '@tocsin/fabric-block';

/** `block:transaction` that wrote a value last; null where nothing stands. */
export type Version = string | null;

export interface Touch {
  /** Where in the peers' state: namespace, for hashed state the collection too, and key. */
  readonly place: string;
  readonly key: string;
}

export interface Read extends Touch {
  readonly version: Version;
}

export interface Written extends Touch {
  /** Null when it was deleted. */
  readonly value: Uint8Array | null;
}

/** What a transaction read and changed in one namespace of a peer's state. */
export interface NamespaceFootprint {
  readonly namespace: string;
  readonly reads: readonly Read[];
  readonly writes: readonly Written[];
  readonly collections: readonly CollectionFootprint[];
  /** Whether it read ranges or set policies of single keys, which no rule does. */
  readonly odd: boolean;
  /** Whether it set policies of single keys. */
  readonly policies: boolean;
}

/** A change of a private collection: what was purged is gone from every peer, its history too. */
export interface HashedWritten extends Written {
  readonly purged: boolean;
}

/** The same for a private collection: keys and values are SHA-256, keys in hex. */
export interface CollectionFootprint {
  readonly collection: string;
  readonly reads: readonly Read[];
  readonly writes: readonly HashedWritten[];
  readonly odd: boolean;
}

/** All that a transaction read and wrote (Fabric, `rwset.proto`, `kv_rwset.proto`). @throws BlockError when not protobuf */
export function footprintOf({ signed }: EndorserTransaction): NamespaceFootprint[] {
  const results = new Message(new Message(signed.response).bytes(2)).bytes(1);
  return new Message(results).messages(2).map(namespaceOf);
}

function namespaceOf(set: Message): NamespaceFootprint {
  const namespace = set.text(1);
  const public_ = new Message(set.bytes(2));
  return {
    namespace,
    reads: public_.messages(1).map((read) => readOf(namespace, read.text(1), read)),
    writes: public_.messages(3).map((write) => writeOf(namespace, write.text(1), write)),
    odd: public_.list(2).length > 0 || public_.list(4).length > 0,
    policies: public_.list(4).length > 0,
    collections: set.messages(3).map((one) => collectionOf(namespace, one)),
  };
}

function collectionOf(namespace: string, set: Message): CollectionFootprint {
  const collection = set.text(1);
  const place = `${namespace}\0${collection}`;
  const hashed = new Message(set.bytes(2));
  return {
    collection,
    reads: hashed.messages(1).map((read) => readOf(place, hex(read.bytes(1)), read)),
    writes: hashed
      .messages(2)
      .map((write) => ({ ...writeOf(place, hex(write.bytes(1)), write), purged: write.flag(4) })),
    odd: hashed.list(3).length > 0,
  };
}

function readOf(place: string, key: string, read: Message): Read {
  const version = read.message(2);
  return { place, key, version: read.has(2) ? `${version.unsigned(1)}:${version.unsigned(2)}` : null };
}

const writeOf = (place: string, key: string, write: Message): Written => ({
  place,
  key,
  value: write.flag(2) ? null : write.bytes(3),
});

/** Whether it changes anything in a namespace. */
export const changes = ({ writes, collections, odd }: NamespaceFootprint): boolean =>
  odd || writes.length > 0 || collections.some((one) => one.odd || one.writes.length > 0);

/** Whether nothing on any peer is another after it. Ranges that it read change nothing. */
export const writesNothing = (footprint: readonly NamespaceFootprint[]): boolean =>
  footprint.every(
    ({ writes, policies, collections }) =>
      writes.length === 0 && !policies && collections.every((one) => !one.odd && one.writes.length === 0),
  );

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
