import type { Digest } from '@tocsin/record';
import { BlockError, guarded } from './error.ts';
import { headerBytes, sha256 } from './header.ts';
import { decodeTransaction, type FabricTransaction } from './transaction.ts';
import { validationCode } from './validation-code.ts';
import { Message } from './wire.ts';

/** One orderer's signature over a block's metadata value, its own header and the block's header. */
export interface BlockSignature {
  /** SignatureHeader with the signer's identity (Raft), else empty. */
  readonly header: Uint8Array;
  /** IdentifierHeader with the number of a consenter (BFT), else empty. */
  readonly identifier: Uint8Array;
  readonly signature: Uint8Array;
}

/** A block of one channel as a peer stores it. */
export interface FabricBlock {
  readonly number: bigint;
  /** SHA-256 of the header, hex. */
  readonly hash: Digest;
  /** Hash of the block before it; zeros before the first. */
  readonly previous: Digest;
  /** The header as orderers sign it. */
  readonly header: Uint8Array;
  /** Metadata that the orderers signed along with the header. */
  readonly metadata: Uint8Array;
  readonly signatures: readonly BlockSignature[];
  readonly transactions: readonly FabricTransaction[];
  /** The bytes of each transaction (`common.Envelope`). */
  readonly envelopes: readonly Uint8Array[];
  /** The whole block, protobuf. */
  readonly bytes: Uint8Array;
}

const SIGNATURES = 0;
const TRANSACTIONS_FILTER = 2;
const HASH_LENGTH = 32;

/**
 * Reads `common.Block` strictly: header, transactions whose hash the header names, signatures and validation codes. Who
 * signed is `verifyBlock`'s to say. The bytes must not change afterwards: the block keeps views of them.
 * @throws BlockError MALFORMED_BLOCK, WRONG_DATA_HASH, MALFORMED_TRANSACTION; nothing else
 */
export function decodeBlock(bytes: Uint8Array): FabricBlock {
  return guarded('MALFORMED_BLOCK', () => {
    const block = new Message(bytes);
    const metadata = block.message(3).list(1);
    const data = block.message(2).list(1);
    const signed = new Message(metadata[SIGNATURES] ?? new Uint8Array());
    return {
      ...readHeader(block.message(1), data),
      metadata: signed.bytes(1),
      signatures: signed.messages(2).map(signatureOf),
      transactions: readTransactions(data, metadata[TRANSACTIONS_FILTER] ?? new Uint8Array()),
      envelopes: data,
      bytes,
    };
  });
}

function readHeader(header: Message, data: readonly Uint8Array[]) {
  const number = header.unsigned(1);
  const [previous, dataHash] = [header.bytes(2), header.bytes(3)];
  if (previous.length !== (number === 0n ? 0 : HASH_LENGTH)) throw new BlockError('MALFORMED_BLOCK', 'previous hash');
  if (dataHash.length !== HASH_LENGTH) throw new BlockError('MALFORMED_BLOCK', 'data hash');
  if (sha256(Buffer.concat(data)) !== hex(dataHash)) throw new BlockError('WRONG_DATA_HASH');
  const encoded = headerBytes(number, previous, dataHash);
  return { number, hash: sha256(encoded), previous: hex(previous).padStart(64, '0'), header: encoded };
}

const signatureOf = (signature: Message) => ({
  header: signature.bytes(1),
  signature: signature.bytes(2),
  identifier: signature.bytes(3),
});

function readTransactions(data: readonly Uint8Array[], codes: Uint8Array): FabricTransaction[] {
  if (data.length === 0) throw new BlockError('MALFORMED_BLOCK', 'no transactions');
  if (codes.length !== 0 && codes.length !== data.length) throw new BlockError('MALFORMED_BLOCK', 'validation codes');
  return data.map((bytes, index) => {
    ensureOneEnvelope(bytes);
    return decodeTransaction(new Message(bytes), index, validationCode(codes[index]));
  });
}

/**
 * The data hash runs over all transactions without their lengths: only when each begins with the one encoding that an
 * envelope can have, and has it once, is there but one way to cut the bytes. Unknown fields may follow, as any client
 * can send them and peers take them. (Fabric, `protoutil.VerifyTransactionsAreWellFormed`)
 */
function ensureOneEnvelope(bytes: Uint8Array): void {
  const envelope = new Message(bytes);
  const known = [1, 2].flatMap((field) => {
    const value = envelope.bytes(field);
    return value.length === 0 ? [] : [Uint8Array.of((field << 3) | 2), lengthOf(value), value];
  });
  const beginning = Buffer.concat(known);
  const once = envelope.list(1).length + envelope.list(2).length === known.length / 3;
  const begins = Buffer.compare(beginning, bytes.subarray(0, beginning.length)) === 0;
  if (envelope.bytes(1).length === 0 || !once || !begins) throw new BlockError('MALFORMED_BLOCK', 'envelope');
}

function lengthOf({ length }: Uint8Array): Uint8Array {
  const bytes: number[] = [];
  let rest = length;
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return Uint8Array.of(...bytes, rest);
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
