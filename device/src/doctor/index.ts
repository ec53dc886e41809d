export { type KeyStanding, OVERLAP_DAYS, rotateBy, standingOf } from '../key-due.ts';
export { type AgreementFacts, agreementFindings } from './agreements.ts';
export { type Examined, type Examiner, examine, type PartName } from './examine.ts';
export type { Finding } from './finding.ts';
export { type KeyFacts, keyFindings } from './keys.ts';
export { type MemberFacts, memberFindings } from './members.ts';
export { type NetworkFacts, networkFindings } from './network.ts';
export { type OfficerFacts, officerFindings } from './officer.ts';
