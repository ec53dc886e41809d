export { ApiError } from './api-error.ts';
export { type Client, createClient, type EventOptions } from './client.ts';
export type { GatewayEvent } from './event-stream.ts';
export { type Founding, provenFounding, type TrustedRoots } from './founding.ts';
export type { AccessFilter, RecordFilter } from './query.ts';
export type { OfficerKey } from './request-signature.ts';
export {
  AccessSchema,
  CommittedSchema,
  FocalPointSchema,
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
  type Problem,
  ProblemSchema,
  type Readiness,
  ReadinessSchema,
  type RecordDetail,
  RecordDetailSchema,
  RecordHeadSchema,
  type RecordPage,
  RecordPageSchema,
  type StandingStatement,
  StandingStatementSchema,
  UnitSchema,
} from './schema.ts';
export type { Answer, ClientOptions, Fetch } from './transport.ts';
