import type { Member, Network, Officer, Role } from '../agency.ts';
import { must } from '../error.ts';
import type { AgencyCode, Instant, StatementId } from '../id.ts';
import { type Lease, OUTBOX_HOURS } from '../lease.ts';
import { type Loaded, leaseKey, type StateKey } from '../state.ts';
import type { Statement } from '../statement.ts';
import { apart, hoursAfter, toMillis } from '../time.ts';

/** An officer's clock may differ from ledger time by this much. */
export const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** An active member by its code; refuses strangers and those removed. */
export function activeMember(network: Network, code: AgencyCode): Member {
  const member = network.members.find((candidate) => candidate.code === code);
  must(member, 'UNKNOWN_AGENCY', code);
  must(member.status !== 'removed', 'AGENCY_REMOVED', code);
  return member;
}

/** Refuses an agency that is there to audit: it holds no key and has no part in any record. */
export const mustNotBeAuditor = (member: Member): void => must(member.class !== 'auditor', 'AUDITOR_ONLY', member.code);

/** The membership of a row or registration, to be carried over to what is written under it. */
export const membershipOf = ({ membership }: Member | Officer): { membership?: StatementId } =>
  membership === undefined ? {} : { membership };

/** What every statement must satisfy, whatever it says. */
export interface Signing {
  readonly statement: {
    readonly id: StatementId;
    readonly agency: AgencyCode;
    readonly at: Instant;
    /** None in a founding statement alone: its own identifier becomes the network's. */
    readonly network?: StatementId;
  };
  readonly officer: Officer | undefined;
  readonly network: Network;
  /** One of these is needed. */
  readonly roles: readonly Role[];
  /** Agency of the gateway that submits (on Fabric: the creator's MSP). */
  readonly submitter: AgencyCode;
  readonly now: Instant;
  /** Absent or null when the statement was signed just now. */
  readonly outbox?: Outbox | null;
}

/** Signed while the line was down, under a lease; undefined when the ledger does not know it. */
export interface Outbox {
  readonly lease: Lease | undefined;
}

/** The lease to load for a statement of the outbox. An account is about a lease and not under it. */
export const leaseOf = (statement: Statement): StateKey<'lease'>[] =>
  statement.typ !== 'lease.account/1' && 'lease' in statement && typeof statement.lease === 'string'
    ? [leaseKey(statement.lease)]
    : [];

export function outboxOf(statement: Statement, state: Pick<Loaded, 'get'>): Outbox | null {
  const [named] = leaseOf(statement);
  return named === undefined ? null : { lease: state.get(named) };
}

/** The officer who may sign this statement now, or a Refusal: another network's, unknown, another agency's, revoked, expired, role lacking, clock off. */
export function lawfulCaller(signing: Signing): Officer {
  const { statement, officer, network, roles, submitter, now } = signing;
  must(officer, 'UNKNOWN_OFFICER');
  must((statement.network ?? statement.id) === network.id, 'WRONG_NETWORK');
  must(officer.agency === statement.agency && submitter === statement.agency, 'WRONG_AGENCY');
  const member = activeMember(network, officer.agency);
  must(officer.membership === member.membership, 'OFFICER_REVOKED', 'registered under an earlier membership');
  must(officer.revoked === null, 'OFFICER_REVOKED');
  must(now >= officer.from && now < officer.until, 'OFFICER_EXPIRED');
  must(
    officer.roles.some((role) => roles.includes(role)),
    'ROLE_LACKING',
    roles.join(' or '),
  );
  mustBeOfNow(signing, officer);
  return officer;
}

/** Signed just now, or while the line was down under a lease of the same officer and sent soon after its end. */
function mustBeOfNow({ statement: { at }, outbox = null, now }: Signing, officer: Officer): void {
  if (outbox === null) {
    must(apart(at, now) <= CLOCK_TOLERANCE_MS, 'CLOCK_SKEW');
    return;
  }
  const { lease } = outbox;
  must(lease, 'UNKNOWN_LEASE');
  must(lease.officer === officer.handle, 'NOT_YOUR_ACCESS', lease.id);
  must(isWithin(lease, at, now), 'CLOCK_SKEW', 'outside the lease');
  must(now < hoursAfter(lease.until, OUTBOX_HOURS), 'CLOCK_SKEW', 'too long after the lease');
}

/** Whether an officer's clock may have shown a time under a lease: neither before it, nor after its end, nor still to come. */
export function isWithin(lease: Pick<Lease, 'at' | 'until'>, at: Instant, now: Instant): boolean {
  const from = toMillis(lease.at) - CLOCK_TOLERANCE_MS;
  const until = Math.min(toMillis(lease.until), toMillis(now)) + CLOCK_TOLERANCE_MS;
  return toMillis(at) >= from && toMillis(at) <= until;
}
