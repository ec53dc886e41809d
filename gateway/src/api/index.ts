export type { Entry, Logged } from '../own-log/entry.ts';
export { type AnchoredRoot, type LogFault, recheckLog } from '../own-log/recheck.ts';
export { ApiError } from './api-error.ts';
export type {
  LicenceFilter,
  LicencePage,
  ListedLicence,
  ListedListing,
  ListingFilter,
  ListingPage,
} from './brokers.ts';
export type {
  CheckAnswer,
  CheckQuery,
  CheckReason,
  ChecksAnswered,
  FoundLicence,
  GivenAnswer,
  OfflineCheck,
} from './checks.ts';
export {
  type Client,
  createClient,
  type EventOptions,
  type NewFile,
  type Submitting,
} from './client.ts';
export { type GatewayEvent, LONGEST_BLOCK, linesOf } from './event-stream.ts';
export { type Founding, provenFounding, type TrustedRoots } from './founding.ts';
export type { AccessFilter, OwnLogFilter, RecordFilter } from './query.ts';
export type { OfficerKey } from './request-signature.ts';
export {
  AccessSchema,
  CommittedSchema,
  FocalPointSchema,
  GatewaySchema,
  ItemSchema,
  KeyReleaseSchema,
  type Late,
  type ListedAgency,
  ListedAgencySchema,
  type ListedAgreement,
  ListedAgreementSchema,
  type ListedKey,
  ListedKeySchema,
  type ListedRecord,
  ListedRecordSchema,
  type Me,
  MeSchema,
  OfficerSchema,
  type OpenProposal,
  type OwnLogPage,
  OwnLogPageSchema,
  type Problem,
  ProblemSchema,
  type Readiness,
  ReadinessSchema,
  type RecordDetail,
  RecordDetailSchema,
  RecordHeadSchema,
  type RecordPage,
  RecordPageSchema,
  RosterSchema,
  type StandingStatement,
  StandingStatementSchema,
  type TrusteeAnswer,
  TrusteeAnswerSchema,
  UnitSchema,
} from './schema.ts';
export { type Author, type Body, type Draft, draftFor, signed } from './statement.ts';
export type { Answer, ClientOptions, Fetch } from './transport.ts';
export type { OldLocks, OpenedPage, PurgeAnswer } from './upkeep.ts';
