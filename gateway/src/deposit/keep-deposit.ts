import { EnvelopeError, fromBase64url, type HpkeSealed, parseStatement } from '@tocsin/envelope';
import { ensureStatement, type Handle, Refusal, type StatementId } from '@tocsin/record';
import { GatewayError } from '../error.ts';
import type { Services } from '../services.ts';

/** A deposit as a device sends it beside the statement that names the file; base64url. */
export interface DepositSent {
  readonly enc: string;
  readonly ct: string;
}

type Keeping = Pick<Services, 'agency' | 'deposits' | 'ownLog' | 'clock'>;

/**
 * Keeps a deposit from before its statement is submitted, so that no posted file is ever without it, and forgets it again
 * where the ledger refuses the post. @throws GatewayError MALFORMED_REQUEST where the statement names no witnessed file
 */
export async function keepingDeposit<T>(
  services: Keeping,
  { statement, deposit, officer }: { statement: string; deposit: DepositSent; officer: Handle },
  submit: () => Promise<T>,
): Promise<T> {
  const { item, hash } = namedIn(statement);
  const { agency, deposits, ownLog, clock } = services;
  const about = { agency, officer, access: null, item, key: null, code: null };
  await ownLog.append({ at: clock().toISOString(), kind: 'deposit', ...about });
  const kept = deposits.keep(item, { hash, ...sealedIn(deposit) });
  try {
    return await submit();
  } catch (fault) {
    if (kept && isFinal(fault)) deposits.forget(item, hash);
    throw fault;
  }
}

/** Whatever else went wrong, the ledger may have taken it in. */
export const isFinal = (fault: unknown): boolean => fault instanceof Refusal || fault instanceof EnvelopeError;

const sealedIn = ({ enc, ct }: DepositSent): HpkeSealed => ({ enc: fromBase64url(enc), ct: fromBase64url(ct) });

/** The item whose witnessed file the statement brings. */
function namedIn(jws: string): { item: StatementId; hash: string } {
  const statement = ensureStatement(parseStatement(jws).payload);
  switch (statement.typ) {
    case 'record.post/1':
    case 'record.follow-up/1':
    case 'record.rehead/1':
      if (statement.sealed?.mode !== 'witnessed') break;
      return statement.typ === 'record.rehead/1'
        ? { item: statement.item, hash: statement.sealed.hash }
        : { item: statement.id, hash: statement.sealed.hash };
  }
  throw new GatewayError('MALFORMED_REQUEST', 'body/deposit');
}
