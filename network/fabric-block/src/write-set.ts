import { Message } from './wire.ts';

/** A change of public state. */
export interface PublicWrite {
  readonly key: string;
  /** Null when the key was deleted. */
  readonly value: Uint8Array | null;
}

/** A change in a private collection as the public block tells it. */
export interface HashedWrite {
  readonly collection: string;
  /** SHA-256 of the key, hex. */
  readonly key: string;
  /** SHA-256 of the value, hex; null when it was deleted or purged. */
  readonly value: string | null;
  readonly purged: boolean;
}

export interface WriteSet {
  /** In the order of the block: Fabric sorts by key. */
  readonly writes: readonly PublicWrite[];
  readonly hashedWrites: readonly HashedWrite[];
}

/** What a transaction changed in one namespace (Fabric, `rwset.proto` and `kv_rwset.proto`). */
export function writeSetOf(results: Uint8Array, namespace: string): WriteSet {
  const ours = new Message(results).messages(2).filter((one) => one.text(1) === namespace);
  return {
    writes: ours.flatMap((one) => new Message(one.bytes(2)).messages(3).map(publicWrite)),
    hashedWrites: ours.flatMap((one) => one.messages(3).flatMap(collectionWrites)),
  };
}

const publicWrite = (write: Message): PublicWrite => ({
  key: write.text(1),
  value: write.flag(2) ? null : write.bytes(3),
});

function collectionWrites(set: Message): HashedWrite[] {
  const collection = set.text(1);
  return new Message(set.bytes(2)).messages(2).map((write) => ({
    collection,
    key: hex(write.bytes(1)),
    value: write.flag(2) ? null : hex(write.bytes(3)),
    purged: write.flag(4),
  }));
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
