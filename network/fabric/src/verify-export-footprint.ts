import { BlockError, type EndorserTransaction, Message } from '@tocsin/fabric-block';

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
  /** Read from the bytes each time it is gone through: one agency alone may endorse reads by the million. */
  readonly reads: Iterable<Read>;
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
  readonly reads: Iterable<Read>;
  readonly writes: readonly HashedWritten[];
  readonly odd: boolean;
}

/** Namespaces of one transaction, and collections of one of them, that anybody has use for and more. */
const MOST_PARTS = 10_000;

/** All that a transaction read and wrote (Fabric, `rwset.proto`, `kv_rwset.proto`). @throws BlockError when not protobuf */
export function footprintOf(transaction: EndorserTransaction): NamespaceFootprint[] {
  return parts(resultsOf(transaction), 2).map(namespaceOf);
}

const resultsOf = ({ signed }: EndorserTransaction): Message =>
  new Message(new Message(new Message(signed.response).bytes(2)).bytes(1));

/** Collections in which a transaction changes something; null where it changes public state, or too many. */
export function changedCollections(transaction: EndorserTransaction): string[] | null {
  const changed: string[] = [];
  for (const set of resultsOf(transaction).each(2)) {
    const namespace = new Message(set);
    const public_ = new Message(namespace.bytes(2));
    if ([2, 3, 4].some((field) => public_.has(field))) return null;
    for (const part of namespace.each(3)) {
      const collection = new Message(part);
      const hashed = new Message(collection.bytes(2));
      if (hashed.has(2) || hashed.has(3)) changed.push(collection.text(1));
      if (changed.length > MOST_PARTS) return null;
    }
  }
  return changed;
}

/** @throws BlockError where there are more than anybody has use for */
function parts(of: Message, field: number): Message[] {
  const found = [...of.each(field).take(MOST_PARTS + 1)];
  if (found.length > MOST_PARTS) throw new BlockError('MALFORMED_TRANSACTION', 'too many parts');
  return found.map((part) => new Message(part));
}

/** Gone through once, so that what cannot be read is found here. */
function readsOf(reads: () => Iterator<Read>): Iterable<Read> {
  const all = { [Symbol.iterator]: reads };
  for (const _ of all);
  return all;
}

function namespaceOf(set: Message): NamespaceFootprint {
  const namespace = set.text(1);
  const public_ = new Message(set.bytes(2));
  return {
    namespace,
    reads: readsOf(() => public_.each(1).map((part) => readOf(namespace, new Message(part), (read) => read.text(1)))),
    writes: public_.messages(3).map((write) => writeOf(namespace, write.text(1), write)),
    odd: public_.has(2) || public_.has(4),
    policies: public_.has(4),
    collections: parts(set, 3).map((one) => collectionOf(namespace, one)),
  };
}

function collectionOf(namespace: string, set: Message): CollectionFootprint {
  const collection = set.text(1);
  const place = `${namespace}\0${collection}`;
  const hashed = new Message(set.bytes(2));
  // Of changes of one key the last counts.
  const writes = new Map<string, HashedWritten>();
  for (const part of hashed.each(2)) {
    const write = new Message(part);
    const key = hex(write.bytes(1));
    writes.set(key, { ...writeOf(place, key, write), purged: write.flag(4) });
  }
  return {
    collection,
    reads: readsOf(() => hashed.each(1).map((part) => readOf(place, new Message(part), (read) => hex(read.bytes(1))))),
    writes: [...writes.values()],
    odd: hashed.has(3),
  };
}

function readOf(place: string, read: Message, keyOf: (read: Message) => string): Read {
  const version = read.message(2);
  return { place, key: keyOf(read), version: read.has(2) ? `${version.unsigned(1)}:${version.unsigned(2)}` : null };
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
