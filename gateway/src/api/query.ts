import { AgencyCode, Handle, Instant, StatementId, UnitCode } from '@tocsin/record';
import Type, { type Static } from 'typebox';
import { entryKinds } from '../own-log/kinds.ts';
import { limit, object } from './schema-form.ts';

/** What may be asked. Numbers and flags arrive as text and are taken in one spelling only: nothing is coerced. */
const flag = Type.Optional(Type.Literal('true'));

/** X-Wing encapsulation and a wrapped file key, base64url. */
const DepositSchema = object({
  enc: Type.String({ pattern: '^[A-Za-z0-9_-]{1494}$' }),
  ct: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }),
});

export const PostStatement = object({
  statement: Type.String({ maxLength: 65536, description: 'compact JWS' }),
  file: Type.Optional(Type.String({ description: 'sealed file, base64', contentEncoding: 'base64' })),
  deposit: Type.Optional(DepositSchema),
});
export const PostFounding = object({
  statement: Type.String({ maxLength: 65536, description: 'compact JWS of a founding statement' }),
});
/** What a new device leaves for its registrar. */
export const PostEnrolment = object({
  handle: Handle,
  csr: Type.String({ maxLength: 2048, description: 'PKCS#10 signing request, PEM' }),
});
/** The first 20 characters of a handle: what an officer reads out to the registrar. */
export const ByCode = object({ code: Type.String({ pattern: '^[a-z2-7]{20,26}$' }) });
export const ById = object({ id: StatementId });
export const ByTransaction = object({
  transaction: Type.String({ pattern: '^[0-9a-f]{64}$', description: "the transaction's identifier" }),
});
export const BatchesQuery = object({
  agency: Type.Optional(AgencyCode),
  demanded: flag,
  until: Type.Optional(Instant),
  limit,
});
export const RecordsQuery = object({
  box: Type.Optional(Type.Enum(['inbox', 'outbox'])),
  state: Type.Optional(Type.String({ pattern: '^[a-z-]{1,32}$' })),
  overdue: flag,
  unacknowledged: flag,
  limit,
  cursor: Type.Optional(Type.String({ maxLength: 120 })),
});
export const AccessesQuery = object({
  record: Type.Optional(StatementId),
  officer: Type.Optional(Handle),
  agency: Type.Optional(AgencyCode),
  owner: Type.Optional(AgencyCode),
  since: Type.Optional(Instant),
  until: Type.Optional(Instant),
  limit,
});
/** `current`: also count the half-year that has not ended. */
export const StatisticsQuery = object({ current: flag });
export const ByAgency = object({ agency: Type.Optional(AgencyCode) });
export const KeysQuery = object({ agency: Type.Optional(AgencyCode), unit: Type.Optional(UnitCode) });
export const BlocksQuery = object({ from: Type.Optional(Type.String({ pattern: '^[0-9]{1,18}$' })) });
export const oneTimeKey = Type.String({
  pattern: '^[A-Za-z0-9_-]{1622}$',
  description: 'X-Wing public key, base64url',
});
export const OneTimeKey = object({ epk: oneTimeKey });
export const SharesAsked = object({
  epk: oneTimeKey,
  except: Type.Optional(
    Type.Array(AgencyCode, { maxItems: 16, uniqueItems: true, description: 'trustees whose releases were bad' }),
  ),
});
export const OwnLogQuery = object({
  from: Type.Optional(Type.String({ pattern: '^(0|[1-9][0-9]{0,14})$', description: 'place in the log, from 0' })),
  kind: Type.Optional(Type.Enum([...entryKinds])),
  limit,
});
/** How the client names what it asks for. */
export interface RecordFilter {
  readonly box?: 'inbox' | 'outbox';
  readonly state?: string;
  readonly overdue?: boolean;
  readonly unacknowledged?: boolean;
  readonly limit?: number;
  readonly cursor?: string;
}
export interface OwnLogFilter extends Omit<Static<typeof OwnLogQuery>, 'limit' | 'from'> {
  readonly from?: number;
  readonly limit?: number;
}
export interface AccessFilter extends Omit<Static<typeof AccessesQuery>, 'limit'> {
  readonly limit?: number;
}

/** Which batches of blind checks. */
export interface BatchFilter extends Omit<Static<typeof BatchesQuery>, 'limit'> {
  readonly limit?: number;
}
