import { codeOfRoots, plainCode, Roots } from '@tocsin/device';
import { digest, fromBase64url } from '@tocsin/envelope/verify';
import type { Client } from '@tocsin/gateway/api';
import type { Enrolled } from './identity.ts';

/**
 * What the gateway says of a new officer and of the agencies' roots, once the registrar's code has confirmed it: the code
 * is computed here from the roots, so that a gateway that shows others gives itself away.
 */
export async function confirmed(
  client: Client,
  handle: string,
  code: string,
): Promise<Pick<Enrolled, 'agency' | 'unit' | 'roles' | 'chain' | 'roots'>> {
  const [{ officer, agency }, agencies] = await Promise.all([client.me(), client.agencies()]);
  const members = agencies.filter(({ status }) => status !== 'removed');
  const roots = new Map(members.map(({ code: each, root }) => [each as string, fromBase64url(root)]));
  if (plainCode(codeOf(roots)) !== plainCode(code))
    throw Object.assign(new Error('the roots are not those of the registrar'), { code: 'CODE_DIFFERS' });
  const issuing = agencies.find((each) => each.code === agency)?.issuing;
  if (issuing === undefined || officer.handle !== handle)
    throw Object.assign(new Error('the register names somebody else'), { code: 'UNKNOWN_OFFICER' });
  const certificate = await new Roots(roots).certified(agency, officer.certificate, issuing, new Date());
  if (certificate.commonName !== handle)
    throw Object.assign(new Error('the certificate is of another key'), { code: 'UNKNOWN_OFFICER' });
  const chain = [officer.certificate, issuing].map(fromBase64url);
  return { agency, unit: officer.unit, roles: [...officer.roles], chain, roots };
}

/** What people read out to each other to know that they trust the same roots (DER, by agency). */
export const codeOf = (roots: ReadonlyMap<string, Uint8Array>): string =>
  codeOfRoots(Object.fromEntries([...roots].map(([agency, der]) => [agency, digest(der)])));
