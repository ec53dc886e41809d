import type { Network, Officer, StatementOf } from '@tocsin/record';
import { REGISTRY, Refusal } from '@tocsin/record';
import { claimed } from './certified.ts';

type Founding = StatementOf<'network.found/1'>;

/**
 * The founding statement registers its own signer, so its signer is sought in the statement: the registrar whom the
 * founding agency brings. Its certificate is proved like every member's before the rule judges.
 * @throws Refusal UNKNOWN_OFFICER, BAD_OFFICER_CERTIFICATE
 */
export function foundingOfficer({ members, agency }: Founding, handle: string): Officer {
  const own = members.find(({ code }) => code === agency);
  if (own?.registrar.handle !== handle) throw new Refusal('UNKNOWN_OFFICER');
  const { key, from, until } = claimed(own.registrar.certificate);
  const certificate = own.registrar.certificate;
  return { handle, agency, unit: REGISTRY, roles: ['registrar'], key, certificate, from, until, revoked: null };
}

/** The network as its founding statement would have it: what the founder is judged by. */
export function foundingNetwork({ id, name, members }: Founding, digest: string): Network {
  const rows = members.map(({ code, class: agencyClass, country }) => ({ code, class: agencyClass, country }));
  return { id, name, digest, status: 'signing', members: rows.map((row) => ({ ...row, status: 'signing' })) };
}
