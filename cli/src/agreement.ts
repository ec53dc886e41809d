import type { ListedAgreement } from '@tocsin/gateway/api';
import { Refusal } from '@tocsin/record';
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
