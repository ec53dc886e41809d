import { CryptoConfigError } from '@tocsin/crypto-config';
import { DeviceError } from '@tocsin/device/keyless';
import { LogError } from '@tocsin/envelope/log';
import { BlindError, EnvelopeError, RecoveryError, WitnessError } from '@tocsin/envelope/verify';
import { GatewayError } from '@tocsin/gateway';
import { ApiError } from '@tocsin/gateway/api';
import { EmbeddedError } from '@tocsin/network-embedded';
import { FabricError } from '@tocsin/network-fabric';
import { LedgerFault, Refusal } from '@tocsin/record';
import { withoutAnswer } from './connection.ts';
import { CliError } from './error.ts';
import { type ExitCode, exitCodeOf, wordsOf } from './exit-code.ts';

/** A failure as it is told: what happened, what to do, and how the process ends. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly exit: ExitCode;
}

const known = [
  Refusal,
  GatewayError,
  LedgerFault,
  EnvelopeError,
  LogError,
  RecoveryError,
  WitnessError,
  BlindError,
  CryptoConfigError,
  EmbeddedError,
  FabricError,
  DeviceError,
  CliError,
  ApiError,
];

/** Whatever was thrown, as a failure. Anything not thrown on purpose is our bug and says so. */
export function failureOf(thrown: unknown): Failure {
  const error = thrown instanceof ApiError && thrown.status === 0 ? withoutAnswer(thrown) : thrown;
  const mine = known.some((type) => error instanceof type);
  const { code, message, hint = wordsOf(code).hint } = mine ? (error as Told) : bug(error);
  return { code, message, hint, exit: exitCodeOf(code) };
}

/** Some rooms' errors bring their hint along. */
interface Told {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

function bug(error: unknown): Told {
  const { name = 'unknown', code = '' } = (error ?? {}) as { name?: string; code?: string };
  // An error of the file system names its path, which the person gave us; nothing else is repeated.
  const told = typeof code === 'string' && /^E[A-Z]+$/.test(code) ? (error as Error).message : name;
  return new CliError('INTERNAL_ERROR', told, error);
}
