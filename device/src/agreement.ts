import { digest, parseStatement } from '@tocsin/envelope/verify';
import type { ListedAgreement } from '@tocsin/gateway/api';
import { ensureStatement, type StatementOf } from '@tocsin/record';
import { DeviceError } from './error.ts';

/**
 * What a party puts its name to: the proposal as it was signed, read here, and its digest computed here.
 * @throws DeviceError STATEMENT_NOT_PROVEN when the ledger's agreement is not what the proposal says
 */
export function proposalOf({
  agreement,
  proposal,
}: ListedAgreement): StatementOf<'agreement.propose/1'> & { digest: string } {
  const statement = ensureStatement(parseStatement(proposal).payload);
  const named = statement.typ === 'agreement.propose/1' && statement.id === agreement.id;
  if (!named || digest(proposal) !== agreement.digest) throw new DeviceError('STATEMENT_NOT_PROVEN', agreement.id);
  return { ...statement, digest: digest(proposal) };
}
