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
export {
  FocalPointSchema,
  GatewaySchema,
  type KeyDates,
  KeyDatesSchema,
  type ListedAgency,
  ListedAgencySchema,
  type ListedAgreement,
  ListedAgreementSchema,
  type ListedKey,
  ListedKeySchema,
  OfficerSchema,
  type OpenProposal,
  RosterSchema,
  UnitSchema,
} from './directory.ts';
export { type GatewayEvent, LONGEST_BLOCK, linesOf } from './event-stream.ts';
export { type Founding, provenFounding, type TrustedRoots } from './founding.ts';
export {
  type Me,
  MeSchema,
  type NetworkState,
  NetworkStateSchema,
  type OwnLogPage,
  OwnLogPageSchema,
  type Problem,
  ProblemSchema,
  type Readiness,
  ReadinessSchema,
} from './operation.ts';
export type { AccessFilter, OwnLogFilter, RecordFilter } from './query.ts';
export {
  AccessSchema,
  CommittedSchema,
  ItemSchema,
  KeyReleaseSchema,
  type Late,
  type ListedRecord,
  ListedRecordSchema,
  type RecordDetail,
  RecordDetailSchema,
  RecordHeadSchema,
  type RecordPage,
  RecordPageSchema,
  type StandingStatement,
  StandingStatementSchema,
  type TrusteeAnswer,
  TrusteeAnswerSchema,
} from './records.ts';
export type { OfficerKey } from './request-signature.ts';
export { type Author, type Body, type Draft, draftFor, signed } from './statement.ts';
export type { Answer, ClientOptions, Fetch } from './transport.ts';
export type { OldLocks, OpenedPage, PurgeAnswer } from './upkeep.ts';
