import { type LogErrorCode, logErrors } from '@tocsin/envelope/log';
import { type EnvelopeErrorCode, envelopeErrors, type WitnessErrorCode, witnessErrors } from '@tocsin/envelope/verify';
import { type LedgerErrorCode, ledgerErrors, type RecordErrorCode, recordErrors } from '@tocsin/record';
import { type GatewayErrorCode, gatewayErrors } from '../error.ts';

export type ErrorCode =
  | RecordErrorCode
  | EnvelopeErrorCode
  | WitnessErrorCode
  | LogErrorCode
  | LedgerErrorCode
  | GatewayErrorCode;

/** Meaning and hint of every code that an answer may carry. */
export const errorWords: Readonly<Record<ErrorCode, { readonly meaning: string; readonly hint: string }>> = {
  ...envelopeErrors,
  ...witnessErrors,
  ...logErrors,
  ...recordErrors,
  ...ledgerErrors,
  ...gatewayErrors,
};

/**
 * 400 it can never be read · 401 who are you · 403 you may not · 404 there is none · 409 not as things stand ·
 * 410 no longer · 413 too large · 422 the rules say no · 429 too often · 5xx our side.
 */
const codesByStatus = {
  400: [
    'MALFORMED_STATEMENT',
    'MALFORMED_CONTENT',
    'UNKNOWN_TYPE',
    'BAD_ID',
    'MALFORMED_REQUEST',
    'MALFORMED_CERTIFICATE',
    'MALFORMED_CHECKPOINT',
    'MALFORMED_LEAF',
    'MALFORMED_NOTE',
    'MALFORMED_PROOF',
    'BAD_CONSISTENCY_PROOF',
    'BAD_INCLUSION_PROOF',
    'MALFORMED_ENCODING',
    'MALFORMED_FILE',
    'MALFORMED_INNER',
    'MALFORMED_JSON',
    'MALFORMED_JWS',
    'MALFORMED_UTF8',
    'NOT_CANONICAL',
    'NOT_JSON',
    'BAD_KEY',
    'BAD_PADDING',
    'SEALED_FILE_MISSING',
    'SEALED_FILE_MISMATCH',
    'FILE_HASH_MISMATCH',
    'FILE_TAMPERED',
    'HEADER_HASH_MISMATCH',
    'HEAD_MISMATCH',
    'TOO_MANY_RECIPIENTS',
    'WRONG_KEY',
    'BAD_ROSTER',
    'BAD_SHARE',
    'INCONSISTENT_SHARES',
    'TOO_FEW_SHARES',
    'WITNESS_MISMATCH',
  ],
  401: ['UNAUTHENTICATED', 'REPLAYED_REQUEST', 'CLOCK_SKEW'],
  403: [
    'UNKNOWN_OFFICER',
    'OFFICER_REVOKED',
    'OFFICER_EXPIRED',
    'WRONG_AGENCY',
    'WRONG_NETWORK',
    'AGENCY_REMOVED',
    'BAD_STATEMENT_SIGNATURE',
    'BAD_OFFICER_CERTIFICATE',
    'BAD_SIGNATURE',
    'BAD_CERTIFICATE',
    'BAD_NOTE_SIGNATURE',
    'UNSIGNED_CHECKPOINT',
    'CERTIFICATE_EXPIRED',
    'CERTIFICATE_REVOKED',
    'ROLE_LACKING',
    'NOT_ADDRESSED',
    'AUDITOR_ONLY',
    'CONSENT_REQUIRED',
    'CONSENT_WITHDRAWN',
    'NOT_A_HOLDER',
    'NOT_IN_LEASE',
    'NOT_THE_AUTHOR',
    'NOT_A_PARTY',
    'NOT_A_FOUNDER',
    'NOT_YOUR_ACCESS',
    'NOT_FOR_ME',
    'PURPOSE_NOT_ALLOWED',
    'ACCESS_TOO_OLD',
    'FOUNDING_CLOSED',
    'ROOT_NOT_TRUSTED',
    'NOT_GRANTED',
    'PEER_NOT_TRUSTED',
  ],
  404: [
    'NOT_FOUND',
    'UNKNOWN_AGENCY',
    'UNKNOWN_UNIT',
    'UNKNOWN_KEY',
    'UNKNOWN_AGREEMENT',
    'UNKNOWN_KIND',
    'UNKNOWN_RECORD',
    'UNKNOWN_ROSTER',
    'UNKNOWN_GATEWAY',
    'UNKNOWN_CONSENT',
    'UNKNOWN_LEASE',
    'UNKNOWN_ACCESS',
    'UNKNOWN_PROPOSAL',
    'KEY_NOT_HELD',
    'NOT_A_TRUSTEE',
    'DEPOSIT_MISSING',
  ],
  409: [
    'CONFLICT',
    'ALREADY_GRANTED',
    'ALREADY_ADDRESSED',
    'ALREADY_PURGED',
    'ALREADY_ATTESTED',
    'NOT_PURGED',
    'RETENTION_NOT_OVER',
    'KEY_DESTROYED',
    'KEY_IN_USE',
    'LIMIT_REACHED',
    'LEASE_OVER',
    'ANCHOR_BROKEN',
    'NETWORK_NOT_FOUNDED',
    'ALREADY_FOUNDED',
    'AGENCY_EXISTS',
    'OFFICER_EXISTS',
    'ALREADY_SIGNED',
    'ALREADY_ACKNOWLEDGED',
    'ALREADY_RECEIPTED',
    'NOT_ACKNOWLEDGED',
    'RECORD_CLOSED',
    'DIGEST_MISMATCH',
    'KEY_EPOCH',
    'KEY_NOT_YET',
    'LEDGER_CONFLICT',
    'SUBMIT_APART',
    'CHECKPOINT_INCONSISTENT',
    'WRONG_ORIGIN',
  ],
  410: ['RECORD_WITHDRAWN', 'RECORD_EXPIRED', 'RECORD_PURGED'],
  413: ['BODY_TOO_LARGE', 'SEALED_FILE_TOO_LARGE', 'TOO_LARGE', 'TOO_MUCH_TOGETHER'],
  422: [
    'AGREEMENT_NOT_IN_FORCE',
    'AGREEMENT_NOT_STARTED',
    'AGREEMENT_EXPIRED',
    'AGREEMENT_SUSPENDED',
    'AGREEMENT_ENDED',
    'KIND_NOT_COVERED',
    'CLASS_NOT_COVERED',
    'PURPOSE_NOT_COVERED',
    'HANDLING_ABOVE_CEILING',
    'DUE_NOT_COVERED',
    'RETENTION_NOT_COVERED',
    'WITNESS_REQUIRED',
    'ROSTER_MISMATCH',
    'RECEIPT_UNFOUNDED',
    'ROSTER_UNFIT',
  ],
  429: ['TOO_MANY_REQUESTS', 'QUOTA_EXCEEDED'],
  500: ['INTERNAL'],
  503: [
    'LEDGER_UNAVAILABLE',
    'NOT_READY',
    'CHECKPOINT_NOT_COSIGNED',
    'TOO_FEW_COSIGNATURES',
    'LEDGER_SET_BACK',
    'LEDGER_WITHHELD',
    'NOT_COVERED',
    'NOT_WITNESSING',
    'OWN_LOG_BROKEN',
    'PEER_UNREACHABLE',
  ],
  504: ['LEDGER_OUTCOME_UNKNOWN'],
  507: ['STORAGE_FULL'],
} as const satisfies Record<number, readonly ErrorCode[]>;

type Placed = (typeof codesByStatus)[keyof typeof codesByStatus][number];
/** Every code has its place: this line does not compile otherwise. */
const everyCodeIsPlaced: Exclude<ErrorCode, Placed> extends never ? true : never = true;

const statuses = new Map(
  Object.entries(codesByStatus).flatMap(([status, codes]) => codes.map((code) => [code, Number(status)] as const)),
);

/** The HTTP status that goes with a code. */
export const statusOf = (code: ErrorCode): number => statuses.get(code) ?? (everyCodeIsPlaced ? 500 : 500);
