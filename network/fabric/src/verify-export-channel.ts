import {
  type ConfigTransaction,
  certificateIn,
  configOf,
  type FabricBlock,
  type Identity,
  Message,
} from '@tocsin/fabric-block';
import { creatorIn } from './verify-export-identity.ts';
import { type Channel, Doubt } from './verify-export-result.ts';
import { type Authorities, Standing } from './verify-export-revocation.ts';
import { asFabricReads } from './verify-export-signature.ts';

/** The channel's configuration in force, as far as it says whose word counts. */
export interface ChannelInForce extends Channel {
  readonly sequence: bigint;
  /** `Channel` group of the configuration, as it stands in the block. */
  readonly group: Message;
  /** Agencies that order. */
  readonly orderingAgencies: readonly string[];
  /** A BFT channel's orderers by number. */
  readonly consenters: ReadonlyMap<number, Identity>;
  /** Identities of the members. */
  readonly members: Standing;
  /** Identities of those that order. */
  readonly orderers: Standing;
}

/**
 * What a configuration block sets. Every agency in it must have exactly the root that the verifier trusts for it.
 * @throws Doubt config, root; BlockError
 */
export function channelIn(block: FabricBlock, transaction: ConfigTransaction, rootOf: RootOf): ChannelInForce {
  const config = configOf(block);
  const consensus = config?.consensus;
  if (config === null || (consensus !== 'BFT' && consensus !== 'etcdraft'))
    throw new Doubt('config', 'the channel orders in a way that is not known');
  const { sequence, group } = configIn(transaction.config);
  const groups = group.entries(2);
  const members = authoritiesOf(groups.get('Application'), rootOf);
  const orderers = authoritiesOf(groups.get('Orderer'), rootOf);
  if (members.size === 0 || orderers.size === 0) throw new Doubt('config', 'the channel has no members');
  return {
    name: config.channel,
    consensus,
    agencies: [...members.keys()].sort(),
    orderingAgencies: [...orderers.keys()].sort(),
    consenters: config.consenters,
    sequence,
    group,
    members: standingOf(members, rootOf),
    orderers: standingOf(orderers, rootOf),
  };
}

type RootOf = (agency: string) => string | undefined;

/** ConfigEnvelope, Config. */
export function configIn(envelope: Uint8Array): { sequence: bigint; group: Message } {
  const config = new Message(envelope).message(1);
  return { sequence: config.unsigned(1), group: config.message(2) };
}

/** A majority of a set of agencies. */
export const majority = (agencies: readonly string[]): number => Math.floor(agencies.length / 2) + 1;

/**
 * How many different agencies must have signed a block: one for Raft, whose orderers trust each other; for BFT so many
 * that two such sets share an honest one (Fabric, `ComputeBFTQuorum`).
 */
export function orderingQuorum({ consensus, consenters }: ChannelInForce): number {
  if (consensus === 'etcdraft') return 1;
  const n = new Set([...consenters.values()].map(({ mspid }) => mspid)).size;
  const faulty = Math.floor((n - 1) / 3);
  return Math.ceil((n + faulty + 1) / 2);
}

/** The block with those signatures only that may count: of consenters (BFT), of agencies that order (Raft). */
export function signedByOrderers(block: FabricBlock, channel: ChannelInForce): FabricBlock {
  const signatures = block.signatures
    .filter(({ header }) => header.length === 0 || mayOrder(header, channel))
    .map((one) => ({ ...one, signature: asFabricReads(one.signature) }));
  return { ...block, signatures };
}

function mayOrder(header: Uint8Array, { consensus, consenters, orderingAgencies }: ChannelInForce): boolean {
  try {
    const signer = creatorIn(header);
    if (consensus === 'etcdraft') return orderingAgencies.includes(signer.mspid);
    const same = ({ mspid, certificate }: Identity) => mspid === signer.mspid && certificate === signer.certificate;
    return [...consenters.values()].some(same);
  } catch {
    return false;
  }
}

/** The authorities of each organisation in `Application` or `Orderer`, whose names must be its agency's code. */
function authoritiesOf(group: Message | undefined, rootOf: RootOf): Map<string, Authorities> {
  const found = new Map<string, Authorities>();
  for (const [agency, organisation] of group?.entries(2) ?? []) {
    const setting = new Message(organisation.entries(3).get('MSP')?.bytes(2) ?? new Uint8Array());
    const msp = new Message(setting.bytes(2));
    if (setting.int32(1) !== 0 || msp.text(1) !== agency) throw new Doubt('config', `${agency} is not its own MSP`);
    const roots = msp.list(2);
    ensureRoot(agency, roots, rootOf);
    found.set(agency, { certificates: [...roots, ...msp.list(3)], lists: msp.list(5) });
  }
  return found;
}

function ensureRoot(agency: string, roots: readonly Uint8Array[], rootOf: RootOf): void {
  const trusted = rootOf(agency);
  if (trusted === undefined) throw new Doubt('root', `no trusted root for ${agency}`);
  const named = roots.map((root) => certificateIn(root)?.raw.toString('base64url'));
  if (named.length !== 1 || named[0] !== trusted)
    throw new Doubt('root', `the channel names another root for ${agency}`);
}

function standingOf(authorities: ReadonlyMap<string, Authorities>, rootOf: RootOf): Standing {
  const trust = [...authorities.keys()].map((agency): [string, Uint8Array[]] => {
    return [agency, [Buffer.from(rootOf(agency) ?? '', 'base64url')]];
  });
  return new Standing(new Map(trust), authorities);
}
