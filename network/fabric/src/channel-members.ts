import {
  application,
  type ChannelConfig,
  type ConfigGroup,
  type Consenter,
  consensusOf,
  consenterOf,
  consentersOf,
  type MemberConfig,
  ordering,
  withConsenters,
  withGroup,
  withValue,
} from './channel-config.ts';
import { FabricError } from './error.ts';

/**
 * One agency more: in both groups, with the same definition of who it is, and its orderer among those that order.
 * @throws FabricError ALREADY_MEMBER
 */
export function withMember(config: ChannelConfig, member: MemberConfig): ChannelConfig {
  const { code, consenter } = member;
  if (Object.hasOwn(application(config).groups, code)) throw new FabricError('ALREADY_MEMBER', code);
  const added = withGroup(
    withGroup(config, 'Application', (group) => withSubgroup(group, code, member.application)),
    'Orderer',
    (group) => (consenter === null ? group : withSubgroup(group, code, member.orderer)),
  );
  return consenter === null ? added : withConsenters(added, [...consentersOf(config), numbered(config, consenter)]);
}

/** BFT stands f orderers that lie among 3f + 1; with fewer than four that is none. */
const LEAST_BFT_ORDERERS = 4;

/** One agency less, with its orderer. @throws FabricError NOT_MEMBER, LAST_MEMBERS, TOO_FEW_ORDERERS */
export function withoutMember(config: ChannelConfig, code: string): ChannelConfig {
  ensureMember(config, code);
  // With one agency left there would be nobody to agree with, and nobody else to keep a copy.
  if (Object.keys(application(config).groups).length <= 2) throw new FabricError('LAST_MEMBERS', code);
  const own = consenterOf(config, code);
  const rest = consentersOf(config).filter((one) => one !== own);
  if (own !== null && consensusOf(config) === 'bft' && rest.length < LEAST_BFT_ORDERERS)
    throw new FabricError('TOO_FEW_ORDERERS', code);
  const without = own === null ? config : withConsenters(config, rest);
  return withGroup(
    withGroup(without, 'Application', (group) => withoutSubgroup(group, code)),
    'Orderer',
    (group) => withoutSubgroup(group, code),
  );
}

/**
 * The agency's revocation lists, base64 of PEM each, in both groups.
 * @throws FabricError NOT_MEMBER
 */
export function withRevocationLists(config: ChannelConfig, code: string, lists: readonly string[]): ChannelConfig {
  ensureMember(config, code);
  const listed = (group: ConfigGroup): ConfigGroup => {
    const found = group.groups[code];
    if (found === undefined) return group;
    const msp = found.values.MSP?.value as { readonly config: object };
    const value = { ...msp, config: { ...msp.config, revocation_list: lists } };
    return withSubgroup(group, code, withValue(found, 'MSP', value));
  };
  return withGroup(withGroup(config, 'Application', listed), 'Orderer', listed);
}

/** The agency's orderer with other certificates, in its old place. @throws FabricError NOT_MEMBER when it has none */
export function withRenewedConsenter(config: ChannelConfig, code: string, renewed: Consenter): ChannelConfig {
  const own = consenterOf(config, code);
  if (own === null) throw new FabricError('NOT_MEMBER', `${code} has no orderer`);
  const { client_tls_cert, server_tls_cert, identity } = renewed;
  const certificates = { client_tls_cert, server_tls_cert, ...(own.identity === undefined ? {} : { identity }) };
  const changed = consentersOf(config).map((one) => (one === own ? ({ ...one, ...certificates } as Consenter) : one));
  return withConsenters(config, changed);
}

/** Under BFT orderers are numbered, and a number is never used for two of them at once. */
function numbered(config: ChannelConfig, consenter: Consenter): Consenter {
  if (consenter.id === undefined) return consenter;
  const highest = Math.max(0, ...consentersOf(config).map(({ id = 0 }) => id));
  return { ...consenter, id: highest + 1 };
}

function ensureMember(config: ChannelConfig, code: string): void {
  const known = Object.hasOwn(application(config).groups, code) || Object.hasOwn(ordering(config).groups, code);
  if (!known) throw new FabricError('NOT_MEMBER', code);
}

const withSubgroup = (group: ConfigGroup, name: string, added: ConfigGroup): ConfigGroup => ({
  ...group,
  groups: { ...group.groups, [name]: added },
});

function withoutSubgroup(group: ConfigGroup, name: string): ConfigGroup {
  const { [name]: _, ...groups } = group.groups;
  return { ...group, groups };
}
