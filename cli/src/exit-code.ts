import { type CryptoConfigErrorCode, cryptoConfigErrors } from '@tocsin/crypto-config';
import { type DeviceErrorCode, deviceErrors } from '@tocsin/device/keyless';
import { logErrors } from '@tocsin/envelope/log';
import {
  blindErrors,
  type EnvelopeErrorCode,
  envelopeErrors,
  type RecoveryErrorCode,
  recoveryErrors,
  witnessErrors,
} from '@tocsin/envelope/verify';
import { type GatewayErrorCode, gatewayErrors } from '@tocsin/gateway';
import { nameErrors } from '@tocsin/names/error';
import { type EmbeddedErrorCode, embeddedErrors } from '@tocsin/network-embedded';
import { type FabricErrorCode, fabricErrors } from '@tocsin/network-fabric';
import { ledgerErrors, type RecordErrorCode, recordErrors } from '@tocsin/record';
import { type CliErrorCode, cliErrors } from './error.ts';

/** What the exit code of the command says; `listed` and `possible match` belong to broker checks. */
export const exitCodes = {
  ok: 0,
  usage: 1,
  remote: 2,
  listed: 3,
  'possible match': 4,
  refused: 5,
  unverified: 6,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Every code of every room, as docs/errors.md lists them. A code that two rooms share means the same in both. */
export const errorTables = {
  record: recordErrors,
  envelope: { ...envelopeErrors, ...recoveryErrors, ...witnessErrors, ...blindErrors },
  'envelope/log': logErrors,
  ledger: ledgerErrors,
  'crypto-config': cryptoConfigErrors,
  names: nameErrors,
  gateway: gatewayErrors,
  'network/embedded': embeddedErrors,
  'network/fabric': fabricErrors,
  device: deviceErrors,
  cli: cliErrors,
} as const satisfies Record<string, Readonly<Record<string, { readonly meaning: string; readonly hint: string }>>>;
export type Room = keyof typeof errorTables;

/** Codes that leave by another exit than most codes of their room. */
const usage: readonly (RecordErrorCode | EnvelopeErrorCode | RecoveryErrorCode | GatewayErrorCode)[] = [
  'MALFORMED_STATEMENT',
  'MALFORMED_CONTENT',
  'LICENCE_NUMBER',
  'LICENCE_TWICE',
  'LICENCE_DATES',
  'UNKNOWN_KIND',
  'TOO_LARGE',
  'TOO_MANY_RECIPIENTS',
  'NOT_JSON',
  'BAD_RECOVERY_SET',
  'BAD_RECOVERY_SHARE',
  'RECOVERY_SHARE_TWICE',
  'TOO_FEW_RECOVERY_SHARES',
  'MALFORMED_REQUEST',
  'NOTHING_TO_CHECK',
  'DECISION_UNSURE',
  'IDENTIFIER_UNREADABLE',
  'BIRTH_DATE_UNREADABLE',
  'BODY_TOO_LARGE',
  'NOT_FOUND',
];
const refused: readonly (GatewayErrorCode | DeviceErrorCode | CliErrorCode)[] = [
  'UNAUTHENTICATED',
  'REPLAYED_REQUEST',
  'BATCH_TOO_OLD',
  'FOUNDING_CLOSED',
  'NO_AGREEMENT',
  'IMPORT_REFUSED',
  'UNKNOWN_LICENCE',
  'NO_SEAL_KEY',
  'NO_LEASE',
  'NOTHING_LISTED',
  'BATCH_NOT_KEPT',
  'OUTBOX_NOT_EMPTY',
  'NOT_GRANTED',
  'NOT_A_TRUSTEE',
  'LISTINGS_REFUSED',
  'TOO_MANY_COPIES',
];
const remote: readonly (
  | CliErrorCode
  | DeviceErrorCode
  | CryptoConfigErrorCode
  | EmbeddedErrorCode
  | FabricErrorCode
)[] = [
  'GATEWAY_UNREACHABLE',
  'GATEWAY_MISANSWERED',
  'AUTHORITY_BUSY',
  'LEDGER_LOCKED',
  'FABRIC_COMMAND_FAILED',
  'NODE_ENDED',
  'NOT_READY_IN_TIME',
  'EXCHANGE_UNWELL',
  'NODES_NOT_RUNNING',
  'TRUSTEES_SILENT',
  'NOT_GRANTED_IN_TIME',
  'NETWORK_IN_USE',
  'INTERRUPTED',
  'DEMO_STEP_FAILED',
  'REHEAD_INCOMPLETE',
  'TABLES_LATE',
  'INTERNAL_ERROR',
];
const unverified: readonly (
  | GatewayErrorCode
  | DeviceErrorCode
  | CliErrorCode
  | CryptoConfigErrorCode
  | EmbeddedErrorCode
)[] = [
  'GATEWAY_NOT_TRUSTED',
  'ROOT_NOT_TRUSTED',
  'CODE_DIFFERS',
  'KEY_NOT_PROVEN',
  'KEY_SUBSTITUTED',
  'NO_ROOT',
  'ROSTER_NOT_PROVEN',
  'STATEMENT_NOT_PROVEN',
  'EXPORT_NOT_VERIFIED',
  'OWN_LOG_ALTERED',
  'RECOVERY_DAMAGED',
  'LEDGER_BROKEN',
  'EVIDENCE_NOT_VERIFIED',
  'OPENING_FALSE',
  'PAYLOAD_CHANGED',
  'LEDGER_DAMAGED',
  'UNTRUSTED_ISSUER',
  'CERTIFICATE_NOT_YET_VALID',
  'CERTIFICATE_EXPIRED',
  'CERTIFICATE_REVOKED',
  'CRL_MISSING',
  'CRL_EXPIRED',
];
const exceptions = new Map<string, ExitCode>([
  ...usage.map((code) => [code, exitCodes.usage] as const),
  ...refused.map((code) => [code, exitCodes.refused] as const),
  ...remote.map((code) => [code, exitCodes.remote] as const),
  ...unverified.map((code) => [code, exitCodes.unverified] as const),
]);

const usual: Record<Room, ExitCode> = {
  record: exitCodes.refused,
  envelope: exitCodes.unverified,
  'envelope/log': exitCodes.unverified,
  ledger: exitCodes.remote,
  'crypto-config': exitCodes.usage,
  names: exitCodes.usage,
  gateway: exitCodes.remote,
  'network/embedded': exitCodes.usage,
  'network/fabric': exitCodes.usage,
  device: exitCodes.unverified,
  cli: exitCodes.usage,
};

const rooms = Object.keys(errorTables) as Room[];

/** The room that a code belongs to; the first in the order of the tables where two share it. */
export const roomOf = (code: string): Room | undefined => rooms.find((room) => code in errorTables[room]);

/** The exit code that goes with an error code. */
export function exitCodeOf(code: string): ExitCode {
  const room = roomOf(code);
  return exceptions.get(code) ?? (room === undefined ? exitCodes.remote : usual[room]);
}

/** What a code means and what to do about it, from the one table it stands in. */
export function wordsOf(code: string): { readonly meaning: string; readonly hint: string } {
  const room = roomOf(code);
  const table: Readonly<Record<string, { meaning: string; hint: string }>> =
    room === undefined ? {} : errorTables[room];
  return table[code] ?? cliErrors.GATEWAY_MISANSWERED;
}
