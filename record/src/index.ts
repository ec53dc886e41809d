export { ACCESS_MINUTES, ACCESS_QUOTA_PER_HOUR, type Access, grantReasons, type Quota } from './access.ts';
export {
  type Agency,
  AgencyClass,
  type Anchor,
  agencyClasses,
  type FocalPoint,
  type Gateway,
  isMembership,
  type Member,
  Membership,
  type Names,
  type Network,
  type NetworkChange,
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
export {
  BATCH,
  BATCH_MINUTES,
  type Batch,
  BLIND_GRACE_HOURS,
  BLIND_QUOTA_PER_DAY,
  type BlindDealt,
  type BlindKey,
  type BlindTableIssued,
  type Demand,
} from './blind.ts';
export {
  type CheckGrade,
  type CheckVerdict,
  checkAnswers,
  checkGrades,
  type Finding,
  findings,
  type PaperColumn,
} from './check.ts';
export { asciiDigits, hyphenedDay } from './digits.ts';
export { type RecordErrorCode, Refusal, recordErrors } from './error.ts';
export {
  type Grading,
  gradingWords,
  Handling,
  handlingCodes,
  handlingWords,
  isForCopies,
  isForTables,
  type Tlp,
  tlpLabels,
  tlpWords,
} from './handling.ts';
export {
  AgencyCode,
  Country,
  Day,
  Digest,
  GatewayAddress,
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
export { isProtected, ListingContent } from './kind/listing-content.ts';
export { deciderWords, filled, findingWords, licenceWords } from './label/check-words.ts';
export { label, labels } from './label/label.ts';
export { type LabelGroup, type LabelLanguage, type Labels, languages } from './label/labels.ts';
export {
  categoriesKnown,
  categoryMeant,
  statusesKnown,
  statusMeant,
} from './label/register-words.ts';
export {
  ACCOUNT_DAYS,
  LEASE_HOURS,
  type Lease,
  type LeasedItem,
  type LeasedOpening,
  MAX_LEASE_OPENINGS,
  OUTBOX_HOURS,
} from './lease.ts';
export {
  type Block,
  type Committed,
  type Envelope,
  type Ledger,
  type LedgerErrorCode,
  LedgerFault,
  ledgerErrors,
  TOGETHER,
  type Transaction,
} from './ledger.ts';
export {
  type Licence,
  LicenceEntry,
  type LicenceHolder,
  type LicenceStanding,
  LicenceStatus,
  licenceCategories,
  licenceNumber,
  licenceStatuses,
  MAX_LICENCES,
  standingAt,
} from './licence.ts';
export { type LicenceFault, licenceFaults } from './licence-check.ts';
export {
  contestReasons,
  delistReasons,
  LISTING,
  type Listing,
  type ListingStanding,
  listingStanding,
  REVIEW_DAYS,
  reviewReasons,
} from './listing.ts';
export { mustBeOpenable, mustBeReadable, mustConcern, type Opening } from './opening.ts';
export { advance, type Procedure, type Progress, PURGED, type Step } from './procedure.ts';
export { type ReadingTerms, readingTerms } from './reading-terms.ts';
export {
  type Attestation,
  type Consent,
  type Item,
  type Kind,
  MAX_ITEMS,
  MAX_SEALED_BYTES,
  purgeReasons,
  RETENTION_OVER,
  type RecordHead,
  Sealed,
  type Share,
  type Tombstone,
  type WitnessedSealed,
  type Witnessing,
} from './record.ts';
export { refusalIn, replyTo } from './reply.ts';
export { ProposedRoster, type Roster, TRUSTEES, type Trustee } from './roster.ts';
export { isBlindKeyUsable } from './rule/blind-check.ts';
export { CLOCK_TOLERANCE_MS, lawfulCaller, leaseOf, type Outbox, outboxOf } from './rule/caller.ts';
export { KEY_NOTICE_HOURS, SEAL_KEY_DAYS } from './rule/key.ts';
export { REGISTRY } from './rule/network.ts';
export type { Certified, Chain, Context, Delivered, Rule } from './rule/rule.ts';
export { rules } from './rule/rules.ts';
export { ROSTER_GRACE_HOURS } from './rule/sealed.ts';
export {
  type Applied,
  accessKey,
  agencyKey,
  agreementKey,
  anchorKey,
  attestationKey,
  batchKey,
  blindDealKey,
  blindKeyKey,
  blindTableKey,
  consentKey,
  focalPointKey,
  gatewayKey,
  itemKey,
  Loaded,
  leaseKey,
  licenceKey,
  listingKey,
  networkKey,
  officerKey,
  proposalKey,
  publishedKeyKey,
  quotaKey,
  recordKey,
  rosterKey,
  type StateKey,
  type StateKind,
  type StateOf,
  stateKindOf,
  statementKey,
  unitKey,
  type Write,
} from './state.ts';
export { ensureStatement, type Statement, type StatementOf, type StatementType, statements } from './statement.ts';
export { apart, daysAfter, hoursAfter, isRealDay, millisAfter, toMillis } from './time.ts';
export type { ExportFault, ExportVerification, VerifyOptions } from './verification.ts';
