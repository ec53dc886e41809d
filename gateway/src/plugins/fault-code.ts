import { LogError } from '@tocsin/envelope/log';
import { BlindError, EnvelopeError, WitnessError } from '@tocsin/envelope/verify';
import { LedgerFault, Refusal } from '@tocsin/record';
import type { FastifyError } from 'fastify';
import { GatewayError } from '../error.ts';
import { PeerRefusal } from '../peers/refusal.ts';
import type { ErrorCode } from './status.ts';

/** Faults of which nothing but the code is told. */
const isCodeAlone = (fault: unknown): fault is { readonly code: ErrorCode } =>
  [EnvelopeError, WitnessError, BlindError, LogError, LedgerFault, PeerRefusal].some((kind) => fault instanceof kind);

/** The code of the closed tables that a fault is told by. */
export function codeOf(fault: unknown): { code: ErrorCode; detail?: string | undefined } {
  if (isStorageFull(fault)) return { code: 'STORAGE_FULL' };
  if (fault instanceof Refusal || fault instanceof GatewayError) return { code: fault.code, detail: fault.detail };
  if (isCodeAlone(fault)) return { code: fault.code };
  return codeOfFramework(fault as FastifyError);
}

function codeOfFramework(fault: FastifyError): { code: ErrorCode; detail?: string } {
  const first = fault?.validation?.[0];
  if (first !== undefined) {
    // The path and keyword name the schema's field; the value stays where it is.
    const field = `${fault.validationContext ?? 'body'}${first.instancePath}`;
    return { code: 'MALFORMED_REQUEST', detail: `${field} ${first.keyword}`.slice(0, 120) };
  }
  if (fault?.statusCode === 413) return { code: 'BODY_TOO_LARGE' };
  if (fault?.statusCode === 429) return { code: 'TOO_MANY_REQUESTS' };
  if (fault?.statusCode === 503) return { code: 'NOT_READY' };
  const clients = fault?.statusCode !== undefined && fault.statusCode >= 400 && fault.statusCode < 500;
  return { code: clients ? 'MALFORMED_REQUEST' : 'INTERNAL' };
}

const SQLITE_FULL = 13;

/** Whether a fault, or what caused it, is a full disk. */
export function isStorageFull(fault: unknown): boolean {
  if (!(fault instanceof Error)) return false;
  const { errcode, code } = fault as { errcode?: unknown; code?: unknown };
  return errcode === SQLITE_FULL || code === 'ENOSPC' || isStorageFull(fault.cause);
}
