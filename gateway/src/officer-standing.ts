import { type AgencyCode, type Instant, type Network, type Officer, Refusal } from '@tocsin/record';

/**
 * Refuses whom the ledger would not let sign at this moment, with the same codes: officers of another agency, of a
 * removed one, of an earlier membership of theirs, revoked ones, and those outside their validity.
 */
export function mustStand(
  officer: Officer | undefined,
  { network, agency, now }: { network: Network | undefined; agency: AgencyCode; now: Instant },
): Officer {
  if (officer === undefined) throw new Refusal('UNKNOWN_OFFICER');
  if (officer.agency !== agency) throw new Refusal('WRONG_AGENCY');
  const member = network?.members.find(({ code }) => code === agency);
  if (member === undefined || member.status === 'removed') throw new Refusal('AGENCY_REMOVED', agency);
  if (officer.membership !== member.membership) throw new Refusal('OFFICER_REVOKED');
  if (officer.revoked !== null) throw new Refusal('OFFICER_REVOKED');
  if (now < officer.from || now >= officer.until) throw new Refusal('OFFICER_EXPIRED');
  return officer;
}
