import { createHash, type KeyObject, verify } from 'node:crypto';
import type { BlockSignature, FabricBlock } from './block.ts';
import { type ChannelConfig, configOf } from './channel-config.ts';
import { BlockError } from './error.ts';
import { type EndorserTransaction, type Identity, identityOf } from './transaction.ts';
import { type Trust, Vouched } from './trust.ts';
import { Message } from './wire.ts';

/** What a verifier holds a block against. */
export interface Standing {
  readonly vouched: Vouched;
  /** Set by the last configuration block before this one. */
  readonly config: ChannelConfig;
  /** How many different agencies' orderers must have signed: 1 for Raft, 3 of 4 for BFT. */
  readonly quorum: number;
}

/** The hash that the next block must name; null before the first. */
export type Predecessor = Pick<FabricBlock, 'number' | 'hash'> | null;

/**
 * Checks that a block follows the one before it and that enough agencies' orderers signed it. `decodeBlock` has compared
 * its transactions with its header. The validation codes are not signed: they are the word of the peer it came from.
 * @throws BlockError BROKEN_CHAIN, TOO_FEW_SIGNATURES
 */
export function verifyBlock(block: FabricBlock, previous: Predecessor, standing: Standing): void {
  ensureFollows(block, previous);
  // Nobody signs the first block: who trusts the chain knows its hash.
  if (block.number === 0n) return;
  const agencies = new Set(block.signatures.flatMap((one) => signingAgency(block, one, standing) ?? []));
  if (agencies.size < Math.max(1, standing.quorum)) throw new BlockError('TOO_FEW_SIGNATURES');
}

function ensureFollows({ number, previous }: FabricBlock, before: Predecessor): void {
  const expected = before === null ? 0n : before.number + 1n;
  if (number !== expected || (before !== null && previous !== before.hash)) throw new BlockError('BROKEN_CHAIN');
}

/** The agency whose orderer made a signature, or null for one that does not count. Only distinct agencies count. */
function signingAgency(block: FabricBlock, one: BlockSignature, { vouched, config }: Standing): string | null {
  const identity = signerOf(one, config);
  const key = identity === null ? null : vouched.find(identity, 'orderer');
  if (identity === null || key === null) return null;
  const signed = Buffer.concat([block.metadata, one.header.length > 0 ? one.header : one.identifier, block.header]);
  return isSigned(signed, key, one.signature) ? identity.mspid : null;
}

/** Raft's orderers name themselves, BFT's give their number among the consenters (`protoutil.BlockSignatureVerifier`). */
function signerOf({ header, identifier }: BlockSignature, { consensus, consenters }: ChannelConfig): Identity | null {
  try {
    if (header.length > 0) return identityOf(new Message(header).bytes(1));
    if (consensus !== 'BFT') return null;
    return consenters.get(Number(new Message(identifier).unsigned(1))) ?? null;
  } catch {
    return null;
  }
}

/**
 * Checks who called a chaincode and who endorsed what it did, as peers do before they take it for valid.
 * @param quorum How many different agencies' peers must have endorsed it
 * @throws BlockError BAD_CREATOR_SIGNATURE, WRONG_TRANSACTION_ID, WRONG_PROPOSAL, UNTRUSTED_CERTIFICATE,
 * TOO_FEW_ENDORSEMENTS
 */
export function verifyTransaction(transaction: EndorserTransaction, vouched: Vouched, quorum: number): void {
  const { id, creator, endorsements, signed } = transaction;
  if (!isSigned(signed.payload, vouched.key(creator), signed.signature)) throw new BlockError('BAD_CREATOR_SIGNATURE');
  if (digest(signed.nonce, creator.bytes).toString('hex') !== id) throw new BlockError('WRONG_TRANSACTION_ID');
  if (!signed.actionIsCreators || Buffer.compare(digest(...signed.proposal), signed.proposalHash) !== 0)
    throw new BlockError('WRONG_PROPOSAL');
  const agencies = new Set(
    endorsements.map(({ endorser, signature }) => {
      const key = vouched.find(endorser, 'peer');
      const good = key !== null && isSigned(Buffer.concat([signed.response, endorser.bytes]), key, signature);
      return good ? endorser.mspid : null;
    }),
  );
  agencies.delete(null);
  if (agencies.size < Math.max(1, quorum)) throw new BlockError('TOO_FEW_ENDORSEMENTS');
}

export interface VerifyOptions {
  readonly trust: Trust;
  /** Different agencies whose orderers must have signed each block. */
  readonly quorum: number;
  /** Different agencies whose peers must have endorsed each VALID call of the chaincode. */
  readonly endorsements: number;
  /** Default `tocsin`. Of other calls, as those by which agencies approve it, one agency's endorsement is asked. */
  readonly chaincode?: string;
  /** Hash of the first block (hex), known from elsewhere; without it any chain of these authorities is believed. */
  readonly genesis?: string;
}

/**
 * Checks a whole chain from its first block on and hands on each block that is good. It needs nothing but the agencies'
 * roots: consenters and authorities in between come from the chain's own configuration blocks and must lead to them.
 * @throws BlockError at the first block that is not good
 */
export async function* verifyBlocks(
  blocks: AsyncIterable<FabricBlock> | Iterable<FabricBlock>,
  { trust, quorum, endorsements, chaincode = 'tocsin', genesis }: VerifyOptions,
): AsyncGenerator<FabricBlock> {
  let previous: FabricBlock | null = null;
  let standing: Standing | null = null;
  for await (const block of blocks) {
    if (block.number === 0n && genesis !== undefined && block.hash !== genesis) throw new BlockError('WRONG_GENESIS');
    const next = configOf(block);
    standing ??= next === null ? null : { vouched: new Vouched(trust, next.intermediates), config: next, quorum };
    if (standing === null) throw new BlockError('MALFORMED_CONFIG');
    verifyBlock(block, previous, standing);
    for (const one of block.transactions) {
      if (one.kind !== 'endorser' || one.code !== 'VALID') continue;
      verifyTransaction(one, standing.vouched, one.chaincode === chaincode ? endorsements : 1);
    }
    // A configuration holds from the block after the one that sets it.
    if (next !== null) standing = { vouched: new Vouched(trust, next.intermediates), config: next, quorum };
    previous = block;
    yield block;
  }
}

const digest = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** ECDSA over SHA-256, DER; a signature that cannot be read is a wrong one. */
function isSigned(data: Uint8Array, key: KeyObject, signature: Uint8Array): boolean {
  try {
    return key.asymmetricKeyType === 'ec' && verify('sha256', data, key, signature);
  } catch {
    return false;
  }
}
