import { readCertificate } from '@tocsin/envelope/verify';
import { BlockError, certificateIn, type EndorserTransaction, Message, verifyTransaction } from '@tocsin/fabric-block';
import { CHAINCODE } from './chaincode-definition.ts';
import { type ChannelInForce, majority } from './verify-export-channel.ts';
import { changedCollections, changes, footprintOf, type NamespaceFootprint } from './verify-export-footprint.ts';
import { asDoubt, Doubt, doubting, type Layer } from './verify-export-result.ts';
import { asFabricReads } from './verify-export-signature.ts';

/** Namespace in which the agencies approve and commit the chaincode. */
export const LIFECYCLE = '_lifecycle';
const IMPLICIT = /^_implicit_org_(.+)$/;

/**
 * What every honest peer checks of a transaction before it looks at state.
 * @returns what it read and wrote
 * @throws Doubt envelope, endorsement, chaincode, writes
 */
export function examine(transaction: EndorserTransaction, channel: ChannelInForce): NamespaceFootprint[] {
  const read = asPeersRead(transaction);
  ensureEnvelope(read, channel);
  if (read.chaincode !== CHAINCODE && read.chaincode !== LIFECYCLE)
    throw new Doubt('chaincode', 'a chaincode that is not ours');
  // What was endorsed is read only then: any client may have results ordered that nobody endorsed, of any size.
  ensureEndorsed(read, channel);
  const footprint = doubting('writes', () => footprintOf(read));
  ensureNamespaces(read, footprint);
  return footprint;
}

function asPeersRead(transaction: EndorserTransaction): EndorserTransaction {
  const { signed, endorsements } = transaction;
  return {
    ...transaction,
    signed: { ...signed, signature: asFabricReads(signed.signature) },
    endorsements: endorsements.map((one) => ({ ...one, signature: asFabricReads(one.signature) })),
  };
}

/** Who sent it: a client of its agency, for this channel and this chaincode, under the identifier that is its own. */
function ensureEnvelope(transaction: EndorserTransaction, channel: ChannelInForce): void {
  const { creator, chaincode } = transaction;
  const header = doubting('envelope', () => new Message(transaction.signed.proposal[0] ?? new Uint8Array()));
  // ChannelHeader's epoch, and its extension: the chaincode that the creator asked for.
  const asked = doubting('envelope', () => new Message(header.bytes(7)).message(2).text(2));
  if (transaction.channel !== channel.name || header.unsigned(6) !== 0n || asked !== chaincode)
    throw new Doubt('envelope', 'meant for another channel or chaincode');
  const { members } = channel;
  const isClient = members.find(creator, 'client') !== null;
  const isAdmin = chaincode === LIFECYCLE && members.find(creator, 'admin') !== null;
  if (!isClient && !isAdmin) throw new Doubt('envelope', 'its creator is no client of an agency of the channel');
  // Officers are clients to Fabric; the chaincode lets gateways alone submit, and so must a true block.
  if (chaincode === CHAINCODE && !isGateway(creator)) throw new Doubt('envelope', 'its creator is no gateway');
}

function isGateway({ certificate }: EndorserTransaction['creator']): boolean {
  // The certificate whose key the peers checked: the text may hold another one around it.
  const checked = certificateIn(certificate);
  try {
    return checked !== null && readCertificate(checked.raw).kind === 'gateway';
  } catch {
    return false;
  }
}

/** The rules' own chaincode writes its own namespace, the lifecycle its own, and nothing else writes at all. */
function ensureNamespaces({ chaincode }: EndorserTransaction, footprint: readonly NamespaceFootprint[]): void {
  const names = footprint.map(({ namespace }) => namespace);
  if (new Set(names).size !== names.length) throw new Doubt('writes', 'one namespace twice');
  if (footprint.some((one) => one.namespace !== chaincode && changes(one)))
    throw new Doubt('chaincode', 'writes what belongs to another chaincode');
}

/** Agencies approve a definition each for itself; all else needs a majority of them. */
function ensureEndorsed(transaction: EndorserTransaction, { members, agencies }: ChannelInForce): void {
  const approving = transaction.chaincode === LIFECYCLE ? doubting('writes', () => approvals(transaction)) : [];
  signedBy(transaction, () => verifyTransaction(transaction, members, approving.length > 0 ? 1 : majority(agencies)));
  for (const agency of approving) {
    const endorsements = transaction.endorsements.filter(({ endorser }) => endorser.mspid === agency);
    signedBy(transaction, () => verifyTransaction({ ...transaction, endorsements }, members, 1));
  }
}

/** Agencies in whose own collections a lifecycle transaction writes, when it writes nowhere else. */
const approvals = (transaction: EndorserTransaction): string[] =>
  (changedCollections(transaction) ?? []).map((collection) => IMPLICIT.exec(collection)?.[1] ?? '');

function signedBy({ endorsements }: EndorserTransaction, check: () => void): void {
  try {
    check();
  } catch (error) {
    const code = error instanceof BlockError ? error.code : null;
    const layer: Layer = code === 'TOO_FEW_ENDORSEMENTS' ? 'endorsement' : 'envelope';
    const reason = code === 'TOO_FEW_ENDORSEMENTS' ? `${endorsements.length} endorsements, too few that count` : null;
    throw reason === null ? asDoubt(layer, error) : new Doubt(layer, reason);
  }
}
