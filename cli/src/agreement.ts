import { DeviceError } from '@tocsin/device';
import { digest, parseStatement } from '@tocsin/envelope/verify';
import type { ListedAgreement } from '@tocsin/gateway/api';
import { ensureStatement, Refusal, type StatementOf } from '@tocsin/record';
import { CliError } from './error.ts';
import type { Session } from './session.ts';

/** The agreement of that identifier or name. @throws Refusal UNKNOWN_AGREEMENT */
export async function agreementNamed({ client }: Session, name: string): Promise<ListedAgreement> {
  const found = (await client.agreements()).filter(({ agreement }) => agreement.id === name || agreement.name === name);
  const [only] = found;
  if (only === undefined) throw new Refusal('UNKNOWN_AGREEMENT', name);
  if (found.length > 1) throw new CliError('USAGE', `${found.length} agreements bear this name: give the identifier`);
  return only;
}

/**
 * What a party puts its name to: the proposal as it was signed, read here, and its digest computed here.
 * @throws CliError STATEMENT_NOT_PROVEN when the ledger's agreement is not what the proposal says
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
