import type { FabricBlock } from './block.ts';
import { guarded } from './error.ts';
import type { Identity } from './transaction.ts';
import { Message } from './wire.ts';

/** What a channel says about itself that checking signatures needs. */
export interface ChannelConfig {
  readonly channel: string;
  /** `etcdraft` or `BFT`. */
  readonly consensus: string;
  /** The consenters of a BFT channel by number: its blocks name their signers by it. */
  readonly consenters: ReadonlyMap<number, Identity>;
  /** Certificates (PEM or DER) between an agency's roots and its nodes, by MSP identifier. They prove nothing alone. */
  readonly intermediates: ReadonlyMap<string, readonly Uint8Array[]>;
}

/** The configuration that a block sets, or null when it sets none. @throws BlockError MALFORMED_CONFIG */
export function configOf(block: FabricBlock): ChannelConfig | null {
  const [first] = block.transactions;
  if (first?.kind !== 'config' || first.code !== 'VALID') return null;
  return guarded('MALFORMED_CONFIG', () => readConfig(first.channel, new Message(first.config)));
}

/** ConfigEnvelope, its Config, and the groups in it (Fabric, `common/configtx.proto`). */
function readConfig(channel: string, envelope: Message): ChannelConfig {
  const groups = envelope.message(1).message(2).entries(2);
  const orderer = groups.get('Orderer') ?? new Message(new Uint8Array());
  return {
    channel,
    consensus: settingOf(orderer, 'ConsensusType').text(1),
    consenters: new Map(settingOf(orderer, 'Orderers').messages(1).map(consenterOf)),
    intermediates: intermediatesOf([...groups.values()].flatMap((group) => [...group.entries(2).values()])),
  };
}

/** The value under a name of a ConfigGroup; empty when there is none. */
function settingOf(group: Message, name: string): Message {
  return new Message(group.entries(3).get(name)?.bytes(2) ?? new Uint8Array());
}

/** `common.Consenter`. */
const consenterOf = (consenter: Message): [number, Identity] => [
  Number(consenter.unsigned(1)),
  {
    mspid: consenter.text(4),
    certificate: new TextDecoder().decode(consenter.bytes(5)),
    bytes: consenter.bytes(5),
  },
];

function intermediatesOf(organisations: readonly Message[]): Map<string, Uint8Array[]> {
  const found = new Map<string, Uint8Array[]>();
  for (const organisation of organisations) {
    // MSPConfig, then FabricMSPConfig with its name and its intermediate certificates.
    const msp = new Message(settingOf(organisation, 'MSP').bytes(2));
    const name = msp.text(1);
    found.set(name, [...(found.get(name) ?? []), ...msp.list(3)]);
  }
  return found;
}
