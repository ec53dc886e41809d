import type { Instant } from '@tocsin/record';
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

/** A chaincode call. */
export interface EndorserTransaction extends WriteSet {
  readonly kind: 'endorser';
  /** Position in the block. */
  readonly index: number;
  readonly code: ValidationCode;
  readonly id: string;
  readonly channel: string;
  /** Time of the proposal, which is ledger time. */
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
  const call = readCall(payload.bytes(2), header);
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
function readCall(data: Uint8Array, header: Message) {
  const actions = new Message(data).messages(1);
  const [action] = actions;
  // Fabric takes exactly one action for valid.
  if (action === undefined || actions.length !== 1) throw new BlockError('MALFORMED_TRANSACTION');
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
    endorsements: endorsed.messages(2).map(endorsementOf),
    ...writeSetOf(effect.bytes(1), chaincode),
  };
  const signed = {
    response: endorsed.bytes(1),
    proposalHash: response.bytes(1),
    proposal: [header.bytes(1), header.bytes(2), proposal],
    actionIsCreators: Buffer.compare(action.bytes(1), header.bytes(2)) === 0,
  };
  return { told, signed };
}

/** Function and arguments: ChaincodeProposalPayload, ChaincodeInvocationSpec, ChaincodeSpec, ChaincodeInput. */
function argumentsOf(proposal: Uint8Array): readonly Uint8Array[] {
  const invocation = new Message(new Message(proposal).bytes(1));
  return invocation.message(1).message(3).list(1);
}

const endorsementOf = (endorsement: Message): Endorsement => ({
  endorser: identityOf(endorsement.bytes(1)),
  signature: endorsement.bytes(2),
});

/** Reads `msp.SerializedIdentity`. */
export function identityOf(bytes: Uint8Array): Identity {
  const identity = new Message(bytes);
  return { mspid: identity.text(1), certificate: textOf(identity.bytes(2)), bytes };
}

/** The same cut as the chaincode's, so that both tell one ledger time. */
function instantOf(timestamp: Message): Instant {
  const at = Number(timestamp.int64(1)) * 1000 + Math.floor(timestamp.int32(2) / 1e6);
  const text = new Date(at).toISOString();
  if (!text.startsWith('20')) throw new BlockError('MALFORMED_TRANSACTION');
  return text;
}

const textOf = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);
