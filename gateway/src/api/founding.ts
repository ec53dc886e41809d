import { equalBytes, fromBase64url, parseStatement, verifyChain, verifyStatement } from '@tocsin/envelope/verify';
import { type AgencyCode, ensureStatement, type Membership, Refusal, type StatementOf } from '@tocsin/record';
import { GatewayError } from '../error.ts';

/** What is believed before there is a register: agencies' roots that people have compared. */
export interface TrustedRoots {
  /** DER; undefined for an agency nobody has vouched for. */
  rootOf(agency: AgencyCode): Uint8Array | undefined;
  /** Revocation lists of an agency, DER. */
  crls(agency: AgencyCode): readonly Uint8Array[];
}

/** A founding statement that has proved itself. */
export type Founding = StatementOf<'network.found/1'> & { readonly digest: string };

/**
 * A founding statement proves itself by what it brings: each member's registrar must chain to the root that is trusted
 * here, be certified as registrar, and one of them must have signed it. No register and no gateway is asked.
 * @throws GatewayError ROOT_NOT_TRUSTED naming the agency, UNAUTHENTICATED for another statement; Refusal; EnvelopeError
 */
export async function provenFounding(jws: string, roots: TrustedRoots, at: Date): Promise<Founding> {
  const { payload, header, digest } = parseStatement(jws);
  const statement = ensureStatement(payload);
  if (statement.typ !== 'network.found/1') throw new GatewayError('UNAUTHENTICATED', 'no founding statement');
  for (const member of statement.members) mustBeTrusted(member, roots);
  // Whoever signs is proved before the others are looked at: a stranger's founding must not cost a chain for each member.
  const founder = statement.members.find(({ code }) => code === statement.agency);
  if (founder === undefined) throw new Refusal('NOT_A_FOUNDER', statement.agency);
  const key = await registrarKey(founder, roots, at);
  if (header.kid !== founder.registrar.handle) throw new Refusal('UNKNOWN_OFFICER');
  await verifyStatement(jws, key);
  for (const member of statement.members) if (member !== founder) await registrarKey(member, roots, at);
  return { ...statement, digest };
}

/** @returns the root of a member, which is the one that people have compared */
function mustBeTrusted({ code, root }: Membership, roots: TrustedRoots): Uint8Array {
  const trusted = roots.rootOf(code);
  if (trusted === undefined || !equalBytes(trusted, fromBase64url(root)))
    throw new GatewayError('ROOT_NOT_TRUSTED', code);
  return trusted;
}

/** SubjectPublicKeyInfo of a member's first registrar. */
async function registrarKey(member: Membership, roots: TrustedRoots, at: Date): Promise<Uint8Array> {
  const { code, issuing, registrar } = member;
  const trusted = mustBeTrusted(member, roots);
  const chain = [registrar.certificate, issuing].map(fromBase64url);
  const leaf = await verifyChain({ chain, root: trusted, at, crls: roots.crls(code) });
  if (leaf.commonName !== registrar.handle) throw new Refusal('BAD_OFFICER_CERTIFICATE', code);
  if (!leaf.roles.includes('registrar')) throw new Refusal('ROLE_LACKING', `registrar of ${code}`);
  return leaf.spki;
}
