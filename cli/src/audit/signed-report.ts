import { type SignedReport, verifyReport } from '@tocsin/audit';
import type { Roots } from '@tocsin/device/keyless';
import { EnvelopeError } from '@tocsin/envelope/verify';
import { CliError } from '../error.ts';
import { readText } from '../file.ts';
import type { Terminal } from '../terminal.ts';

/** Whether a file is a printed report. */
export const isPdf = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-';

/** Verifies a report by the signature beside it. @throws CliError EVIDENCE_NOT_VERIFIED, INPUT_UNREADABLE */
export async function verifiedReport(
  terminal: Terminal,
  path: string,
  bytes: Uint8Array,
  roots: Roots,
): Promise<SignedReport> {
  const jws = (await readText(terminal, `${path}.jws`)).trimEnd();
  const trust = { rootOf: (agency: string) => roots.rootOf(agency), crls: (agency: string) => roots.crls(agency) };
  try {
    return await verifyReport(bytes, jws, trust);
  } catch (error) {
    if (error instanceof EnvelopeError) throw new CliError('EVIDENCE_NOT_VERIFIED', `signature: ${error.code}`, error);
    throw error;
  }
}
