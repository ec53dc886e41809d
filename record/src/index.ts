export { ACCESS_MINUTES, ACCESS_QUOTA_PER_HOUR, type Access, type Quota } from './access.ts';
export {
  type Agency,
  AgencyClass,
  agencyClasses,
  type FocalPoint,
  type Member,
  Membership,
  type Names,
  type Network,
  type Officer,
  type Proposal,
  type PublishedKey,
  type RevocationReason,
  type Role,
  revocationReasons,
  roles,
  type Unit,
  unitLevels,
} from './agency.ts';
export {
  type Agreement,
  type AgreementStanding,
  Clause,
  coveringClause,
  type DueHours,
  isParty,
  type Precedence,
  type Purpose,
  precedences,
  purposes,
  standing,
} from './agreement.ts';
export { answersIn, type StatementAnswer } from './answer.ts';
export { type RecordErrorCode, Refusal, recordErrors } from './error.ts';
export {
  type Grading,
  gradingWords,
  Handling,
  handlingCodes,
  handlingWords,
  type Tlp,
  tlpLabels,
  tlpWords,
} from './handling.ts';
export {
  AgencyCode,
  Country,
  Digest,
  Handle,
  handleOf,
  Instant,
  Language,
  Slug,
  StatementId,
  statementId,
  UnitCode,
} from './id.ts';
export { AlertContent, FollowUpContent } from './kind/alert-content.ts';
export { ensureContent } from './kind/check.ts';
export { kindNamed, kinds } from './kind/kinds.ts';
export { label, labels } from './label/label.ts';
export { type LabelGroup, type LabelLanguage, type Labels, languages } from './label/labels.ts';
export {
  type Block,
  type Committed,
  type Ledger,
  type LedgerErrorCode,
  LedgerFault,
  ledgerErrors,
  TOGETHER,
  type Transaction,
} from './ledger.ts';
export { advance, type Procedure, type Progress, type Step } from './procedure.ts';
export { type Item, type Kind, MAX_SEALED_BYTES, type RecordHead, Sealed } from './record.ts';
export { refusalIn, replyTo } from './reply.ts';
export { CLOCK_TOLERANCE_MS, lawfulCaller } from './rule/caller.ts';
export { KEY_NOTICE_HOURS } from './rule/directory.ts';
export { REGISTRY } from './rule/network.ts';
export type { Certified, Chain, Context, Delivered, Rule } from './rule/rule.ts';
export { rules } from './rule/rules.ts';
export {
  type Applied,
  accessKey,
  agencyKey,
  agreementKey,
  focalPointKey,
  itemKey,
  Loaded,
  networkKey,
  officerKey,
  proposalKey,
  publishedKeyKey,
  quotaKey,
  recordKey,
  type StateKey,
  type StateKind,
  type StateOf,
  stateKindOf,
  statementKey,
  unitKey,
  type Write,
} from './state.ts';
export { ensureStatement, type Statement, type StatementOf, type StatementType, statements } from './statement.ts';
export { apart, daysAfter, hoursAfter, toMillis } from './time.ts';
export type { ExportFault, ExportVerification, VerifyOptions } from './verification.ts';
