import { pemToDer } from '@tocsin/crypto-config';
import { readCertificate, toBase64url } from '@tocsin/envelope/verify';
import { isMembership, type Membership } from '@tocsin/record';
import { CliError } from './error.ts';
import { readJson } from './file.ts';
import type { Terminal } from './terminal.ts';

interface Joining extends Pick<Membership, 'code' | 'class' | 'country' | 'names'> {
  /** PEM. */
  readonly root: string;
  readonly issuing: string;
  /** DER. */
  readonly registrar: Uint8Array;
}

/** An agency's membership: who it is and the certificates that everything it signs chains to. */
export function membershipOf({ root, issuing, registrar, ...about }: Joining): Membership {
  const certificate = (pem: string) => toBase64url(pemToDer(pem, 'CERTIFICATE'));
  const { commonName: handle } = readCertificate(registrar);
  const first = { handle, certificate: toBase64url(registrar) };
  return { ...about, root: certificate(root), issuing: certificate(issuing), registrar: first };
}

/** A membership as another agency's authority wrote it. That its root is the agency's own is for people to compare. */
export async function readMembership(terminal: Terminal, path: string): Promise<Membership> {
  const value = await readJson(terminal, path);
  if (!isMembership(value)) throw new CliError('INPUT_MALFORMED', path);
  return value;
}
