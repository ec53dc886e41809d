import type { Agency, Member, Membership, Network, NetworkChange, Officer, Proposal, Unit } from '../agency.ts';
import { must } from '../error.ts';
import type { AgencyCode, StatementId } from '../id.ts';
import { agencyKey, networkKey, officerKey, proposalKey, type StateKey, unitKey, type Write, write } from '../state.ts';
import { adopted, currentRoster, keysOfRoster, mustProtect } from './roster.ts';
import type { Chain, Context, Rule } from './rule.ts';

/** The unit that an agency's first registrar belongs to. */
export const REGISTRY = 'registry';

const memberOf = (
  { code, class: agencyClass, country }: Membership,
  status: Member['status'],
  membership: StatementId,
): Member => ({ code, class: agencyClass, country, status, membership });

/** A new member's own entries: the agency, its registry and its first registrar. */
function enrolled(
  membership: Membership,
  joinedBy: StatementId,
  { certified, now }: Pick<Context, 'certified' | 'now'>,
): Write[] {
  const certificate = certified(membership.registrar.certificate);
  must(certificate.handle === membership.registrar.handle, 'BAD_OFFICER_CERTIFICATE', membership.code);
  const agency: Agency = { ...membership, since: now, removed: null };
  const registry: Unit = {
    agency: agency.code,
    code: REGISTRY,
    level: 'national',
    names: agency.names,
    desk: false,
    closed: false,
  };
  const registrar: Officer = {
    handle: certificate.handle,
    agency: agency.code,
    unit: REGISTRY,
    roles: ['registrar', 'signatory', 'coordinator'],
    key: certificate.key,
    certificate: membership.registrar.certificate,
    from: certificate.from,
    until: certificate.until,
    membership: joinedBy,
    revoked: null,
  };
  return [
    write(agencyKey(agency.code), agency),
    write(unitKey(agency.code, REGISTRY), registry),
    write(officerKey(registrar.handle), registrar),
  ];
}

const chainOf = ({ registrar, issuing, root }: Membership): Chain => ({
  certificate: registrar.certificate,
  issuing,
  root,
});

export const found: Rule<'network.found/1'> = {
  roles: ['registrar'],
  reads: () => [],
  certificates: (statement) => statement.members.map(chainOf),
  judge(statement, context) {
    const { state, digest } = context;
    const standing = state.get(networkKey);
    must(standing === undefined || standing.status === 'signing', 'ALREADY_FOUNDED');
    const codes = statement.members.map((member) => member.code);
    must(new Set(codes).size === codes.length, 'AGENCY_EXISTS');
    // One key for two agencies would let one officer sign for both.
    const handles = statement.members.map((member) => member.registrar.handle);
    must(new Set(handles).size === handles.length, 'OFFICER_EXISTS');
    must(codes.includes(statement.agency), 'NOT_A_FOUNDER', statement.agency);
    const members = statement.members.map((m) =>
      memberOf(m, m.code === statement.agency ? 'active' : 'signing', statement.id),
    );
    const network: Network = { id: statement.id, name: statement.name, digest, status: 'signing', members };
    return [write(networkKey, network), ...statement.members.flatMap((m) => enrolled(m, statement.id, context))];
  },
};

export const signFounding: Rule<'network.sign/1'> = {
  roles: ['registrar'],
  reads: () => [],
  judge(statement, { network }) {
    must(network.digest === statement.digest, 'DIGEST_MISMATCH');
    const own = network.members.find((member) => member.code === statement.agency);
    must(own, 'NOT_A_FOUNDER', statement.agency);
    must(own.status === 'signing', 'ALREADY_SIGNED', statement.agency);
    const members = network.members.map((m) => (m === own ? { ...m, status: 'active' as const } : m));
    const status = members.some((member) => member.status === 'signing') ? 'signing' : 'active';
    return [write(networkKey, { ...network, members, status })];
  },
};

export const propose: Rule<'network.propose/1'> = {
  roles: ['signatory'],
  reads: ({ change }) => ('roster' in change ? keysOfRoster(change.roster) : []),
  certificates: ({ change }) => ('admit' in change ? [chainOf(change.admit)] : []),
  judge(statement, context) {
    mustBePossible(statement.change, context);
    const proposal: Proposal = {
      id: statement.id,
      by: statement.agency,
      change: statement.change,
      approved: [statement.agency],
      state: 'open',
    };
    return [write(proposalKey(proposal.id), proposal)];
  },
};

function mustBePossible(change: NetworkChange, context: Context): void {
  if ('roster' in change) mustProtect(change.roster, context);
  else mustChangeMembers(change, context.network);
}

function mustChangeMembers(change: Exclude<NetworkChange, { roster: unknown }>, { members }: Network): void {
  const code = 'admit' in change ? change.admit.code : change.remove;
  const active = members.some((member) => member.code === code && member.status !== 'removed');
  if ('admit' in change) must(!active, 'AGENCY_EXISTS', code);
  else must(active, 'UNKNOWN_AGENCY', code);
}

const wasRemoved = (code: AgencyCode, network: Network | undefined): boolean =>
  network?.members.some((member) => member.code === code) ?? false;

/**
 * A code stands for one root for ever: agreements, keys and records of a removed agency must not fall to whoever
 * takes its code. A registered handle is never given away, nor revived after its revocation.
 */
function mustTakeNothing({ code, root, registrar }: Membership, { network, state }: Context): void {
  if (wasRemoved(code, network))
    must(state.get(agencyKey(code))?.root === root, 'AGENCY_REMOVED', `${code}: another root`);
  const taken = state.get(officerKey(registrar.handle));
  must(taken === undefined || isAbandoned(taken, network), 'OFFICER_EXISTS', registrar.handle);
}

/** A registrar of a founding that never came about: no agency of this network ever had that membership. */
const isAbandoned = (officer: Officer, network: Network): boolean =>
  !network.members.some((member) => member.code === officer.agency);

/** What a change would overwrite or rests on. */
function touchedBy(change: NetworkChange, network: Network | undefined): StateKey[] {
  if ('roster' in change) return [...keysOfRoster(change.roster), ...currentRoster(network)];
  if ('remove' in change) return [agencyKey(change.remove)];
  const { code, registrar } = change.admit;
  return [officerKey(registrar.handle), ...(wasRemoved(code, network) ? [agencyKey(code)] : [])];
}

export const approve: Rule<'network.approve/1'> = {
  roles: ['signatory'],
  reads: (statement) => [proposalKey(statement.proposal)],
  certificates: (statement, state) => {
    const change = state.get(proposalKey(statement.proposal))?.change;
    return change !== undefined && 'admit' in change ? [chainOf(change.admit)] : [];
  },
  andThen: (statement, state) => {
    const change = state.get(proposalKey(statement.proposal))?.change;
    return change === undefined ? [] : touchedBy(change, state.get(networkKey));
  },
  judge(statement, context) {
    const { state, network } = context;
    const proposal = state.get(proposalKey(statement.proposal));
    must(proposal?.state === 'open', 'UNKNOWN_PROPOSAL');
    must(!proposal.approved.includes(statement.agency), 'ALREADY_SIGNED', statement.agency);
    mustBePossible(proposal.change, context);
    const approved = [...proposal.approved, statement.agency];
    if (!isMajority(network, approved, proposal.change))
      return [write(proposalKey(proposal.id), { ...proposal, approved })];
    const done = write(proposalKey(proposal.id), { ...proposal, approved, state: 'done' });
    return [done, ...carriedOut(proposal, context)];
  },
};

function carriedOut(proposal: Proposal, context: Context): Write[] {
  const { change } = proposal;
  if ('admit' in change) return admitted(proposal, change.admit, context);
  return 'remove' in change ? removed(change.remove, context) : adopted(change.roster, context);
}

/** More than half of the active members, the one to be removed not counted. */
function isMajority(network: Network, approved: readonly string[], change: NetworkChange): boolean {
  const voters = network.members.filter(
    (m) => m.status === 'active' && !('remove' in change && change.remove === m.code),
  );
  return voters.filter((member) => approved.includes(member.code)).length * 2 > voters.length;
}

function admitted({ id }: Proposal, membership: Membership, context: Context): Write[] {
  const { network } = context;
  mustTakeNothing(membership, context);
  const others = network.members.filter((member) => member.code !== membership.code);
  const members = [...others, memberOf(membership, 'active', id)];
  return [write(networkKey, { ...network, members }), ...enrolled(membership, id, context)];
}

function removed(code: AgencyCode, { network, state, now }: Context): Write[] {
  const agency = state.get(agencyKey(code));
  must(agency, 'UNKNOWN_AGENCY');
  const members = network.members.map((m) => (m.code === code ? { ...m, status: 'removed' as const } : m));
  return [write(networkKey, { ...network, members }), write(agencyKey(code), { ...agency, removed: now })];
}
