import { type Instant, TOGETHER } from '@tocsin/record';
import { BlockError } from './error.ts';
import type { ValidationCode } from './validation-code.ts';
import { Message } from './wire.ts';
import { type WriteSet, writeSetOf } from './write-set.ts';

/** Who speaks: an agency's MSP identifier and the certificate it is meant to vouch for. */
export interface Identity {
  readonly mspid: string;
  /** PEM, as it stands in the block. */
  readonly certificate: string;
  /** The identity as it was signed over. */
  readonly bytes: Uint8Array;
}

export interface Endorsement {
  readonly endorser: Identity;
  readonly signature: Uint8Array;
}

/** The bytes that signatures in a transaction cover. */
export interface SignedParts {
  /** What the creator signed. */
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
  /** What each endorser signed, followed by its own identity. */
  readonly response: Uint8Array;
  /** SHA-256 of the proposal as the endorsers signed it. */
  readonly proposalHash: Uint8Array;
  /** What `proposalHash` must be the hash of: channel header, signature header, function and arguments. */
  readonly proposal: readonly Uint8Array[];
  readonly nonce: Uint8Array;
  /** Whether the action repeats the signature header, as Fabric demands. */
  readonly actionIsCreators: boolean;
}

/** A chaincode call; what it wrote is read only where it is VALID. */
export interface EndorserTransaction extends WriteSet {
  readonly kind: 'endorser';
  /** Position in the block. */
  readonly index: number;
  readonly code: ValidationCode;
  readonly id: string;
  readonly channel: string;
  /** Time of the proposal, which is ledger time; 1970 where it is none of this century. */
  readonly at: Instant;
  readonly creator: Identity;
  readonly chaincode: string;
  readonly function: string;
  readonly arguments: readonly Uint8Array[];
  readonly response: { readonly status: number; readonly payload: Uint8Array };
  readonly endorsements: readonly Endorsement[];
  readonly signed: SignedParts;
}

export interface ConfigTransaction {
  readonly kind: 'config';
  readonly index: number;
  readonly code: ValidationCode;
  readonly channel: string;
  /** ConfigEnvelope, protobuf. */
  readonly config: Uint8Array;
}

/** Anybody may order rubbish: it stands in the block with a code that is not VALID. */
export interface UnreadableTransaction {
  readonly kind: 'unreadable';
  readonly index: number;
  readonly code: ValidationCode;
}

export type FabricTransaction = EndorserTransaction | ConfigTransaction | UnreadableTransaction;

const CONFIG = 1;
const ENDORSER_TRANSACTION = 3;
/** Function, statements, and one more to tell that there are too many. */
const MOST_ARGUMENTS = TOGETHER.statements + 2;
/** How a certificate begins. */
const PEM = '-----BEGIN ';

/** Reads one transaction. @throws BlockError MALFORMED_TRANSACTION when it is VALID and yet cannot be read */
export function decodeTransaction(envelope: Message, index: number, code: ValidationCode): FabricTransaction {
  try {
    return readTransaction(envelope, index, code);
  } catch {
    if (code === 'VALID') throw new BlockError('MALFORMED_TRANSACTION');
    return { kind: 'unreadable', index, code };
  }
}

function readTransaction(envelope: Message, index: number, code: ValidationCode): FabricTransaction {
  const payload = new Message(envelope.bytes(1));
  const header = payload.message(1);
  const channelHeader = new Message(header.bytes(1));
  const type = channelHeader.int32(1);
  const channel = channelHeader.text(4);
  if (type === CONFIG) return { kind: 'config', index, code, channel, config: payload.bytes(2) };
  if (type !== ENDORSER_TRANSACTION) throw new BlockError('MALFORMED_TRANSACTION');
  const signatureHeader = new Message(header.bytes(2));
  const call = readCall(payload.bytes(2), header, code);
  const signed: SignedParts = {
    payload: envelope.bytes(1),
    signature: envelope.bytes(2),
    nonce: signatureHeader.bytes(2),
    ...call.signed,
  };
  const head = { index, code, channel, id: channelHeader.text(5), at: instantOf(channelHeader.message(3)) };
  return { kind: 'endorser', ...head, creator: identityOf(signatureHeader.bytes(1)), ...call.told, signed };
}

/** What was called and answered (Fabric, `peer/transaction.proto` and `peer/proposal.proto`). */
function readCall(data: Uint8Array, header: Message, code: ValidationCode) {
  const [first, another] = new Message(data).each(1).take(2);
  // Fabric takes exactly one action for valid.
  if (first === undefined || another !== undefined) throw new BlockError('MALFORMED_TRANSACTION');
  const action = new Message(first);
  const payload = new Message(action.bytes(2));
  const proposal = payload.bytes(1);
  const endorsed = payload.message(2);
  const response = new Message(endorsed.bytes(1));
  const effect = new Message(response.bytes(2));
  // The chaincode that ran is the one that the endorsers name, not the one that the creator asked for.
  const chaincode = effect.message(4).text(2);
  const [fn, ...args] = argumentsOf(proposal);
  const told = {
    chaincode,
    function: textOf(fn),
    arguments: args,
    response: { status: effect.message(3).int32(1), payload: effect.message(3).bytes(3) },
    endorsements: [...endorsed.each(2).flatMap(endorsementOf)],
    // Whoever has rubbish ordered may claim writes by the million.
    ...(code === 'VALID' ? writeSetOf(effect.bytes(1), chaincode) : { writes: [], hashedWrites: [] }),
  };
  const signed = {
    response: endorsed.bytes(1),
    proposalHash: response.bytes(1),
    proposal: [header.bytes(1), header.bytes(2), proposal],
    actionIsCreators: isSame(action.bytes(1), header.bytes(2)),
  };
  return { told, signed };
}

/**
 * Function and arguments: ChaincodeProposalPayload, ChaincodeInvocationSpec, ChaincodeSpec, ChaincodeInput. Peers that
 * commit do not read them: none where they cannot be read, and of more than any transaction may have not all.
 */
function argumentsOf(proposal: Uint8Array): readonly Uint8Array[] {
  try {
    const invocation = new Message(new Message(proposal).bytes(1));
    return [...invocation.message(1).message(3).each(1).take(MOST_ARGUMENTS)];
  } catch {
    return [];
  }
}

/**
 * Whoever hands a transaction over may add what he likes to its endorsements: peers pass over what names no certificate,
 * and take the transaction for valid.
 */
function endorsementOf(bytes: Uint8Array): Endorsement[] {
  const endorsement = new Message(bytes);
  try {
    const endorser = identityOf(endorsement.bytes(1));
    return endorser.certificate.includes(PEM) ? [{ endorser, signature: endorsement.bytes(2) }] : [];
  } catch {
    return [];
  }
}

/** Reads `msp.SerializedIdentity`. */
export function identityOf(bytes: Uint8Array): Identity {
  const identity = new Message(bytes);
  return { mspid: identity.text(1), certificate: textOf(identity.bytes(2)), bytes };
}

/**
 * The same cut as the chaincode's, so that both tell one ledger time. Endorsers alone look at the time, and of what an
 * agency approves for itself it is the only one: a time out of this century is told as the beginning of time.
 */
function instantOf(timestamp: Message): Instant {
  const at = Number(timestamp.int64(1)) * 1000 + Math.floor(timestamp.int32(2) / 1e6);
  const inCentury = at >= Date.UTC(2000) && at < Date.UTC(2100);
  return new Date(inCentury ? at : 0).toISOString();
}

const textOf = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

const isSame = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, i) => byte === b[i]);
