export {
  type AccessQuestion,
  type AccessReport,
  accessReport,
  type Remark,
  type ReportedOpening,
  remarks,
} from './access-report.ts';
export type { DoubtCode } from './doubt.ts';
export { type DutyHours, parseDutyHours } from './duty-hours.ts';
export { type Evidence, formatEvidence, MAX_BUNDLE, parseEvidence } from './evidence.ts';
export { type Finding, type UnusualRule, unusualRules } from './finding.ts';
export { type EvidenceSource, gatherEvidence } from './gather-evidence.ts';
export { LedgerTree } from './ledger-tree.ts';
export type { Grant, Leased, Opening, Receipt } from './opening.ts';
export type { NotedRelease, NotedReleases } from './releases-told.ts';
export { type ReportSigner, type SignedReport, signReport, verifyReport } from './report-signature.ts';
export {
  SMALLEST_SHOWN,
  type Span,
  type Statistics,
  type StatisticsCell,
  type StatisticsOptions,
  type StatisticsTable,
  statistics,
} from './statistics.ts';
export { BrokenTrail, type LedgerTrail, type Reach, type ToldStatement, Trail } from './trail.ts';
export {
  type NotedRefusal,
  type UnusualQuestion,
  type UnusualReport,
  type UnusualThresholds,
  unusual,
  usualThresholds,
} from './unusual.ts';
export {
  type EvidenceLayer,
  type EvidenceTrust,
  type EvidenceVerdict,
  evidenceLayers,
  type ProvedStatement,
  verifyEvidence,
} from './verify-evidence.ts';
