import { fromBase64url, readCertificate, toBase64url } from '@tocsin/envelope/verify';
import { type Handle, type Officer, REGISTRY, Refusal, type Statement } from '@tocsin/record';

/**
 * Who signs the founding statement: no officer is registered yet, so it is the registrar whom the statement itself
 * names for the signing agency. The rule then verifies that registrar's certificate to the agency's root.
 */
export function founder(statement: Statement, kid: Handle): Officer | undefined {
  if (statement.typ !== 'network.found/1') return undefined;
  const own = statement.members.find((member) => member.code === statement.agency);
  if (own === undefined) throw new Refusal('NOT_A_FOUNDER', statement.agency);
  if (own.registrar.handle !== kid) throw new Refusal('UNKNOWN_OFFICER');
  const { certificate } = own.registrar;
  const { spki, notBefore, notAfter } = readOrRefuse(certificate);
  const [from, until] = [notBefore.toISOString(), notAfter.toISOString()];
  const key = toBase64url(spki);
  return {
    handle: kid,
    agency: own.code,
    unit: REGISTRY,
    roles: ['registrar'],
    key,
    certificate,
    from,
    until,
    revoked: null,
  };
}

function readOrRefuse(certificate: string) {
  try {
    return readCertificate(fromBase64url(certificate));
  } catch {
    throw new Refusal('BAD_OFFICER_CERTIFICATE');
  }
}
