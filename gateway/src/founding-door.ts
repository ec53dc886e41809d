import { parseStatement, toBase64url } from '@tocsin/envelope/verify';
import { agencyKey, type Network, networkKey, Refusal } from '@tocsin/record';
import { type Founding, provenFounding } from './api/founding.ts';
import { GatewayError } from './error.ts';
import type { Services } from './services.ts';
import { statementOf } from './view/directory.ts';

type Doorkeeper = Pick<Services, 'agency' | 'view' | 'roots' | 'clock'>;

/**
 * Before every member has signed the founding, two statements pass and no other: a founding that this agency proposes,
 * and its signature under one. Both rest on the roots in the configuration, since no register is there to be believed.
 * @throws GatewayError FOUNDING_CLOSED, ROOT_NOT_TRUSTED; Refusal; EnvelopeError
 */
export async function mustFound(statement: string, door: Doorkeeper): Promise<void> {
  const { typ } = parseStatement(statement).payload as { readonly typ?: unknown };
  if (typ === 'network.found/1') {
    const { agency } = await proven(statement, door);
    if (agency !== door.agency) throw new Refusal('WRONG_AGENCY');
  } else if (typ === 'network.sign/1') {
    if ((await standingFounding(door)) === undefined) throw new Refusal('NETWORK_NOT_FOUNDED');
  } else throw new GatewayError('FOUNDING_CLOSED');
}

/**
 * What can be told of a founding without proving anything: there is none yet, it is one, and this agency's.
 * @throws Refusal ALREADY_FOUNDED, WRONG_AGENCY; GatewayError FOUNDING_CLOSED; EnvelopeError
 */
export function mustBeOwnFounding(statement: string, { view, agency, roots }: Doorkeeper): void {
  if (isFounded(view.state(networkKey))) throw new Refusal('ALREADY_FOUNDED');
  const { payload } = parseStatement(statement);
  if (roots === null || payload.typ !== 'network.found/1') throw new GatewayError('FOUNDING_CLOSED');
  if (payload.agency !== agency) throw new Refusal('WRONG_AGENCY');
}

/** The founding that waits for signatures, proved anew; undefined when none does. */
export async function standingFounding(door: Doorkeeper): Promise<Founding | undefined> {
  const network = door.view.state(networkKey);
  if (network?.status !== 'signing') return undefined;
  const statement = statementOf(door.view, network.id);
  return statement === undefined ? undefined : proven(statement.jws, door);
}

async function proven(statement: string, { roots, clock }: Doorkeeper): Promise<Founding> {
  if (roots === null) throw new GatewayError('FOUNDING_CLOSED');
  return provenFounding(statement, roots, clock());
}

/** Whether all members have signed: from then on officers are known by the register. */
export const isFounded = (network: Network | undefined): boolean => network?.status === 'active';

/**
 * Somebody else may have named us in a founding of theirs, with a registrar of their own: the register is believed
 * about the own officers only where it has the root in the configuration.
 * @throws GatewayError ROOT_NOT_TRUSTED
 */
export function mustHaveOurRoot({ agency, view, roots }: Pick<Doorkeeper, 'agency' | 'view' | 'roots'>): void {
  if (roots === null) return;
  const ours = roots.rootOf(agency);
  if (ours === undefined || view.state(agencyKey(agency))?.root !== toBase64url(ours))
    throw new GatewayError('ROOT_NOT_TRUSTED', agency);
}
