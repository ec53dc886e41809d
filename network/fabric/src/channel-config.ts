import { FabricError } from './error.ts';

/** A channel's configuration as configtxlator writes it in JSON; only what is read here is typed. */
export interface ChannelConfig {
  readonly sequence: string;
  readonly channel_group: ConfigGroup;
}

export interface ConfigGroup {
  readonly version: string;
  readonly mod_policy: string;
  readonly groups: Readonly<Record<string, ConfigGroup>>;
  readonly values: Readonly<Record<string, ConfigElement>>;
  readonly policies: Readonly<Record<string, ConfigElement>>;
}

/** A value or a policy. */
export interface ConfigElement {
  readonly version: string;
  readonly mod_policy: string;
  readonly value?: unknown;
  readonly policy?: unknown;
}

/** An orderer as the channel knows it. Certificates are base64 of PEM; BFT alone has the last three. */
export interface Consenter {
  readonly host: string;
  readonly port: number;
  readonly client_tls_cert: string;
  readonly server_tls_cert: string;
  readonly id?: number;
  readonly msp_id?: string;
  readonly identity?: string;
}

/** An agency's definitions for the two groups that it stands in; `consenter` is null for one that brings no orderer. */
export interface MemberConfig {
  readonly code: string;
  readonly application: ConfigGroup;
  readonly orderer: ConfigGroup;
  readonly consenter: Consenter | null;
}

export const application = (config: ChannelConfig): ConfigGroup => groupIn(config.channel_group, 'Application');
export const ordering = (config: ChannelConfig): ConfigGroup => groupIn(config.channel_group, 'Orderer');

/** Codes of the agencies that take part, sorted. */
export const membersOf = (config: ChannelConfig): string[] => Object.keys(application(config).groups).sort();

function groupIn(group: ConfigGroup, name: string): ConfigGroup {
  const found = Object.hasOwn(group.groups, name) ? group.groups[name] : undefined;
  if (found === undefined) throw new Error(`the configuration has no group ${name}`);
  return found;
}

/** The configuration with another group of this name (`Application` or `Orderer`). */
export const withGroup = (
  config: ChannelConfig,
  name: 'Application' | 'Orderer',
  change: (group: ConfigGroup) => ConfigGroup,
): ChannelConfig => {
  const { channel_group: channel } = config;
  const groups = { ...channel.groups, [name]: change(groupIn(channel, name)) };
  return { ...config, channel_group: { ...channel, groups } };
};

/** The group with another value in an element that it has. */
export function withValue(group: ConfigGroup, name: string, value: unknown): ConfigGroup {
  const element = Object.hasOwn(group.values, name) ? group.values[name] : undefined;
  if (element === undefined) throw new Error(`the configuration has no value ${name}`);
  return { ...group, values: { ...group.values, [name]: { ...element, value } } };
}

interface RaftType {
  readonly type: string;
  readonly metadata: { readonly consenters?: readonly Consenter[] };
}

const consensusType = ({ values }: ConfigGroup): RaftType => {
  const { ConsensusType } = values;
  if (ConsensusType === undefined) throw new Error('the configuration does not say who orders');
  return ConsensusType.value as RaftType;
};

export const consensusOf = (config: ChannelConfig): 'bft' | 'raft' =>
  consensusType(ordering(config)).type === 'BFT' ? 'bft' : 'raft';

/** Who orders, in the channel's order. */
export function consentersOf(config: ChannelConfig): readonly Consenter[] {
  const { Orderers } = ordering(config).values;
  if (consensusOf(config) === 'raft') return consensusType(ordering(config)).metadata.consenters ?? [];
  return (Orderers?.value as { consenter_mapping?: readonly Consenter[] } | undefined)?.consenter_mapping ?? [];
}

/**
 * The orderer of an agency: BFT names its agency, Raft its address only, which is the agency's endpoint.
 * @throws FabricError ORDERER_UNCLEAR when another agency gives out the address too: each sets its endpoints alone
 */
export function consenterOf(config: ChannelConfig, code: string): Consenter | null {
  const own = consentersOf(config).find((one) => isOf(config, code, one)) ?? null;
  const others = Object.keys(ordering(config).groups).filter((other) => other !== code);
  if (own !== null && others.some((other) => isOf(config, other, own)))
    throw new FabricError('ORDERER_UNCLEAR', `${own.host}:${own.port}`);
  return own;
}

function isOf(config: ChannelConfig, code: string, { msp_id, host, port }: Consenter): boolean {
  if (msp_id !== undefined) return msp_id === code;
  const { addresses = [] } = (ordering(config).groups[code]?.values.Endpoints?.value ?? {}) as {
    addresses?: readonly string[];
  };
  return addresses.includes(`${host}:${port}`);
}

/** The configuration with these orderers; under BFT the rule on who signs blocks names them too, and must agree. */
export function withConsenters(config: ChannelConfig, consenters: readonly Consenter[]): ChannelConfig {
  return withGroup(config, 'Orderer', (group) => {
    if (consensusOf(config) === 'raft') {
      const type = consensusType(group);
      return withValue(group, 'ConsensusType', { ...type, metadata: { ...type.metadata, consenters } });
    }
    const { BlockValidation } = group.policies;
    if (BlockValidation === undefined) throw new Error('the configuration has no policy BlockValidation');
    const policies = { ...group.policies, BlockValidation: { ...BlockValidation, policy: quorumOf(consenters) } };
    return { ...withValue(group, 'Orderers', { consenter_mapping: consenters }), policies };
  });
}

/** As Fabric demands it to the letter: ceil((n + f + 1) / 2) of these identities, f = (n - 1) / 3 rounded down. */
function quorumOf(consenters: readonly Consenter[]) {
  const faulty = Math.floor((consenters.length - 1) / 3);
  const identities = consenters.map(({ msp_id, identity }) => ({
    principal: { id_bytes: identity, mspid: msp_id },
    principal_classification: 'IDENTITY',
  }));
  const rules = consenters.map((_, i) => ({ signed_by: i }));
  const n = Math.ceil((consenters.length + faulty + 1) / 2);
  return { type: 1, value: { identities, rule: { n_out_of: { n, rules } }, version: 0 } };
}
