import type { Member, Network, Officer, Role } from '../agency.ts';
import { must } from '../error.ts';
import type { AgencyCode, Instant, StatementId } from '../id.ts';
import { apart } from '../time.ts';

/** An officer's clock may differ from ledger time by this much. */
export const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** An active member by its code; refuses strangers and those removed. */
export function activeMember(network: Network, code: AgencyCode): Member {
  const member = network.members.find((candidate) => candidate.code === code);
  must(member, 'UNKNOWN_AGENCY', code);
  must(member.status !== 'removed', 'AGENCY_REMOVED', code);
  return member;
}

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
  readonly role: Role;
  /** Agency of the gateway that submits (on Fabric: the creator's MSP). */
  readonly submitter: AgencyCode;
  readonly now: Instant;
}

/** The officer who may sign this statement now, or a Refusal: another network's, unknown, another agency's, revoked, expired, role lacking, clock off. */
export function lawfulCaller({ statement, officer, network, role, submitter, now }: Signing): Officer {
  must(officer, 'UNKNOWN_OFFICER');
  must((statement.network ?? statement.id) === network.id, 'WRONG_NETWORK');
  must(officer.agency === statement.agency && submitter === statement.agency, 'WRONG_AGENCY');
  const member = activeMember(network, officer.agency);
  must(officer.membership === member.membership, 'OFFICER_REVOKED', 'registered under an earlier membership');
  must(officer.revoked === null, 'OFFICER_REVOKED');
  must(now >= officer.from && now < officer.until, 'OFFICER_EXPIRED');
  must(officer.roles.includes(role), 'ROLE_LACKING', role);
  must(apart(statement.at, now) <= CLOCK_TOLERANCE_MS, 'CLOCK_SKEW');
  return officer;
}
