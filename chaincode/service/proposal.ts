import { common, msp, peer } from '@hyperledger/fabric-protos';

/** One transaction as the peer hands it over. */
export interface Proposed {
  readonly channel: string;
  readonly transaction: string;
  /** Name of the function, then its parameters. */
  readonly parameters: readonly Uint8Array[];
  readonly transient: ReadonlyMap<string, Uint8Array>;
  readonly creator: { readonly mspid: string; readonly certificate: Uint8Array };
  readonly timestamp: { readonly seconds: number; readonly nanos: number };
}

/**
 * Reads a TRANSACTION message: the parameters stand in its payload, everything else in the proposal that the client
 * signed and the peer verified (fabric-protos: peer/proposal.proto, common/common.proto). Throws when it is not whole.
 */
export function readProposal(message: peer.ChaincodeMessage): Proposed {
  const channel = message.getChannelId();
  const transaction = message.getTxid();
  const parameters = peer.ChaincodeInput.deserializeBinary(message.getPayload_asU8()).getArgsList_asU8();
  const signed = peer.Proposal.deserializeBinary(message.getProposal()?.getProposalBytes_asU8() ?? new Uint8Array());
  const header = common.Header.deserializeBinary(signed.getHeader_asU8());
  const claims = channelHeader(header.getChannelHeader_asU8());
  if (claims.getTxId() !== transaction || claims.getChannelId() !== channel)
    throw new Error('the proposal belongs to another transaction');
  const { seconds, nanos } = mustHave(claims.getTimestamp()).toObject() as Proposed['timestamp'];
  const creator = creatorOf(header.getSignatureHeader_asU8());
  return { channel, transaction, parameters, transient: transientOf(signed), creator, timestamp: { seconds, nanos } };
}

/**
 * In the one form in which libraries write it. Peers and readers of blocks merge a time that is given twice where this
 * parser takes the last: the rules would judge by one ledger time and every verifier afterwards by another.
 */
function channelHeader(bytes: Uint8Array): common.ChannelHeader {
  const header = common.ChannelHeader.deserializeBinary(bytes);
  if (Buffer.compare(header.serializeBinary(), bytes) !== 0) throw new Error('the header can be read in two ways');
  return header;
}

function creatorOf(signatureHeader: Uint8Array): Proposed['creator'] {
  const creator = common.SignatureHeader.deserializeBinary(signatureHeader).getCreator_asU8();
  const identity = msp.SerializedIdentity.deserializeBinary(creator);
  return { mspid: identity.getMspid(), certificate: identity.getIdBytes_asU8() };
}

function transientOf(signed: peer.Proposal): ReadonlyMap<string, Uint8Array> {
  const payload = peer.ChaincodeProposalPayload.deserializeBinary(signed.getPayload_asU8());
  return new Map(payload.getTransientmapMap().entries() as Iterable<[string, Uint8Array]>);
}

function mustHave<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the proposal names no time');
  return value;
}
