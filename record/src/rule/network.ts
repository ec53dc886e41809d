import type { Agency, Member, Membership, Network, Officer, Proposal, Unit } from '../agency.ts';
import { must } from '../error.ts';
import type { Instant } from '../id.ts';
import { agencyKey, networkKey, officerKey, proposalKey, unitKey, type Write, write } from '../state.ts';
import type { Certified, Chain, Rule } from './rule.ts';

/** The unit that an agency's first registrar belongs to. */
export const REGISTRY = 'registry';

const memberOf = ({ code, class: agencyClass, country }: Membership, status: Member['status']): Member => ({
  code,
  class: agencyClass,
  country,
  status,
});

/** A new member's own entries: the agency, its registry and its first registrar. */
function enrolled(membership: Membership, certificate: Certified, now: Instant): Write[] {
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
  role: 'registrar',
  reads: () => [],
  certificates: (statement) => statement.members.map(chainOf),
  judge(statement, { state, digest, now, certified }) {
    const standing = state.get(networkKey);
    must(standing === undefined || standing.status === 'signing', 'ALREADY_FOUNDED');
    const codes = statement.members.map((member) => member.code);
    must(new Set(codes).size === codes.length, 'AGENCY_EXISTS');
    must(codes.includes(statement.agency), 'NOT_A_FOUNDER', statement.agency);
    const members = statement.members.map((m) => memberOf(m, m.code === statement.agency ? 'active' : 'signing'));
    const network: Network = { id: statement.id, name: statement.name, digest, status: 'signing', members };
    return [
      write(networkKey, network),
      ...statement.members.flatMap((m) => enrolled(m, certified(m.registrar.certificate), now)),
    ];
  },
};

export const signFounding: Rule<'network.sign/1'> = {
  role: 'registrar',
  reads: () => [],
  judge(statement, { network }) {
    must(network.id === statement.network && network.digest === statement.digest, 'DIGEST_MISMATCH');
    const own = network.members.find((member) => member.code === statement.agency);
    must(own, 'NOT_A_FOUNDER', statement.agency);
    must(own.status === 'signing', 'ALREADY_SIGNED', statement.agency);
    const members = network.members.map((m) => (m === own ? { ...m, status: 'active' as const } : m));
    const status = members.some((member) => member.status === 'signing') ? 'signing' : 'active';
    return [write(networkKey, { ...network, members, status })];
  },
};

export const propose: Rule<'network.propose/1'> = {
  role: 'signatory',
  reads: () => [],
  certificates: ({ change }) => ('admit' in change ? [chainOf(change.admit)] : []),
  judge(statement, { network }) {
    mustBePossible(network, statement.change);
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

function mustBePossible(network: Network, change: Proposal['change']): void {
  const code = 'admit' in change ? change.admit.code : change.remove;
  const active = network.members.some((member) => member.code === code && member.status !== 'removed');
  if ('admit' in change) must(!active, 'AGENCY_EXISTS', code);
  else must(active, 'UNKNOWN_AGENCY', code);
}

export const approve: Rule<'network.approve/1'> = {
  role: 'signatory',
  reads: (statement) => [proposalKey(statement.proposal)],
  certificates: (statement, state) => {
    const change = state.get(proposalKey(statement.proposal))?.change;
    return change !== undefined && 'admit' in change ? [chainOf(change.admit)] : [];
  },
  andThen: (statement, state) => {
    const change = state.get(proposalKey(statement.proposal))?.change;
    return change !== undefined && 'remove' in change ? [agencyKey(change.remove)] : [];
  },
  judge(statement, { state, network, now, certified }) {
    const proposal = state.get(proposalKey(statement.proposal));
    must(proposal?.state === 'open', 'UNKNOWN_PROPOSAL');
    must(!proposal.approved.includes(statement.agency), 'ALREADY_SIGNED', statement.agency);
    mustBePossible(network, proposal.change);
    const approved = [...proposal.approved, statement.agency];
    if (!isMajority(network, approved, proposal.change))
      return [write(proposalKey(proposal.id), { ...proposal, approved })];
    const done = write(proposalKey(proposal.id), { ...proposal, approved, state: 'done' });
    return 'admit' in proposal.change
      ? [done, ...admitted(network, proposal.change.admit, certified(proposal.change.admit.registrar.certificate), now)]
      : [done, ...removed(network, state.get(agencyKey(proposal.change.remove)), now)];
  },
};

/** More than half of the active members, the one to be removed not counted. */
function isMajority(network: Network, approved: readonly string[], change: Proposal['change']): boolean {
  const voters = network.members.filter(
    (m) => m.status === 'active' && !('remove' in change && change.remove === m.code),
  );
  return voters.filter((member) => approved.includes(member.code)).length * 2 > voters.length;
}

function admitted(network: Network, membership: Membership, certificate: Certified, now: Instant): Write[] {
  const others = network.members.filter((member) => member.code !== membership.code);
  const members = [...others, memberOf(membership, 'active')];
  return [write(networkKey, { ...network, members }), ...enrolled(membership, certificate, now)];
}

function removed(network: Network, agency: Agency | undefined, now: Instant): Write[] {
  must(agency, 'UNKNOWN_AGENCY');
  const members = network.members.map((m) => (m.code === agency.code ? { ...m, status: 'removed' as const } : m));
  return [write(networkKey, { ...network, members }), write(agencyKey(agency.code), { ...agency, removed: now })];
}
