import type { Me, OpenProposal } from '@tocsin/gateway/api';
import { type AgencyCode, daysAfter, type Instant } from '@tocsin/record';
import { type Finding, finding } from './finding.ts';

/** A registrar needs time to renew a registration. */
const NOTICE_DAYS = 30;

/** What is looked at of the officer who asks, and of what waits for the own agency's word. */
export interface OfficerFacts {
  readonly now: Instant;
  readonly own: AgencyCode;
  readonly me: Pick<Me, 'officer'>;
  readonly proposals: readonly OpenProposal[];
}

/** A registration that ends, and changes of members or trustees that wait. */
export function officerFindings({ now, own, me: { officer }, proposals }: OfficerFacts): Finding[] {
  const ends = officer.until <= daysAfter(now, NOTICE_DAYS);
  const command = `tocsin officer renew --help`;
  const waiting = proposals.filter(({ kind }) => kind !== 'agreement');
  return [
    ...(ends ? [finding('registration-ends', 'soon', own, { at: officer.until, command })] : []),
    ...waiting.map(({ id, at }) =>
      finding('membership-unsigned', 'soon', own, { at, command: `tocsin agency approve ${id}` }),
    ),
  ];
}
