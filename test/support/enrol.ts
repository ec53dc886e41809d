import { issueOfficer } from '@tocsin/crypto-config';
import { codeOfRoots } from '@tocsin/device';
import { digest, toBase64url } from '@tocsin/envelope';
import type { Role } from '@tocsin/record';
import { DESK } from './agency.ts';
import type { ServedExchange } from './served.ts';

/** What a registrar does who was read a code: certifies and registers the key, and reads the code of the roots back. */
export async function enrolByCode(
  exchange: ServedExchange,
  agency: string,
  code: string,
  roles: readonly Role[] = ['author', 'reader'],
): Promise<string> {
  const { authority, registrar } = exchange.agency(agency);
  const client = exchange.served.get(agency)?.client(registrar);
  if (client === undefined) throw new Error(`${agency} is not served`);
  const { handle, csr } = await client.enrolment(code.replaceAll(' ', ''));
  const at = new Date(exchange.clock());
  const { certificate } = await issueOfficer(authority, { handle, csr, unit: DESK, roles, at });
  const from = new Date(at.getTime() - 60_000).toISOString();
  const until = new Date(at.getTime() + 86_400_000).toISOString();
  const about = { officer: handle, unit: DESK, roles: [...roles], certificate: toBase64url(certificate) };
  await client.submit((await registrar.sign('officer.register/1', { ...about, from, until })).jws);
  return codeOfRoots(Object.fromEntries(exchange.agencies.map(({ code: each, root }) => [each, digest(root)])));
}
