import { EnvelopeError } from '@tocsin/envelope';
import { type AgencyCode, Refusal, type StatementId } from '@tocsin/record';
import { act, type Session } from './session.ts';
import type { ByTrustees } from './shares.ts';

const nobody: ByTrustees = { released: [], faulty: [] };

/** Tells the ledger that a file was opened, and with whose shares. */
export const receive = (session: Session, access: StatementId, { released, faulty }: ByTrustees = nobody) =>
  act(session, 'access.receipt/1', { access, outcome: 'opened', reason: null, released, faulty });

/** Tells the ledger why nothing was opened; that this fails too must not hide the first failure. */
export async function receiveFailure(session: Session, access: StatementId, error: unknown): Promise<void> {
  const { code, faulty = [] } = error as { code?: unknown; faulty?: AgencyCode[] };
  const told = error instanceof EnvelopeError || error instanceof Refusal || typeof code === 'string';
  const reason = told && /^[A-Z_]{1,40}$/.test(String(code)) ? String(code) : 'INTERNAL_ERROR';
  await act(session, 'access.receipt/1', { access, outcome: 'failed', reason, released: [], faulty }).catch(
    () => undefined,
  );
}
