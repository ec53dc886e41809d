import { pemToDer } from '@tocsin/crypto-config';
import { readCertificate, toBase64url } from '@tocsin/envelope/verify';
import type { Membership } from '@tocsin/record';

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
