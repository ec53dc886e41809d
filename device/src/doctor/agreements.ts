import type { ListedAgency, ListedAgreement } from '@tocsin/gateway/api';
import { type AgencyCode, daysAfter, type Instant, isParty } from '@tocsin/record';
import { type Finding, finding } from './finding.ts';

/** Another agreement takes months to sign: so many days before the end of one people are told. */
const NOTICE_DAYS = 60;

/** What is looked at of agreements. */
export interface AgreementFacts {
  readonly now: Instant;
  readonly own: AgencyCode;
  readonly agencies: readonly ListedAgency[];
  readonly agreements: readonly ListedAgreement[];
}

/** Agreements of the own agency that wait for a signature, are suspended or end; and that there is none in force. */
export function agreementFindings({ now, own, agencies, agreements }: AgreementFacts): Finding[] {
  const ours = agreements.filter(({ agreement }) => isParty(agreement, own));
  return [...uncovered(own, agencies, ours), ...ours.flatMap((listed) => about(listed, now))];
}

function about({ agreement, standing }: ListedAgreement, now: Instant): Finding[] {
  const { id, name, parties, signed, suspendedBy, until } = agreement;
  switch (standing) {
    case 'proposed':
      if (until <= now) return [];
      return parties
        .filter((party) => !signed.includes(party))
        .map((party) =>
          finding('agreement-unsigned', 'soon', party, { what: name, command: `tocsin agreement sign ${id}` }),
        );
    case 'suspended': {
      const by = suspendedBy ?? agreement.by;
      return [
        finding('agreement-suspended', 'wrong', by, {
          what: name,
          who: [by],
          command: `tocsin agreement resume ${id}`,
        }),
      ];
    }
    case 'in-force':
      return until <= daysAfter(now, NOTICE_DAYS)
        ? [finding('agreement-ends', 'soon', agreement.by, { what: name, at: until })]
        : [];
    default:
      return [];
  }
}

/** An auditor neither sends nor receives. */
function uncovered(own: AgencyCode, agencies: readonly ListedAgency[], ours: readonly ListedAgreement[]): Finding[] {
  const audits = agencies.some((agency) => agency.code === own && agency.class === 'auditor');
  const covered = ours.some(({ standing }) => standing === 'in-force');
  return audits || covered
    ? []
    : [finding('no-agreement', 'wrong', own, { command: 'tocsin agreement propose --help' })];
}
