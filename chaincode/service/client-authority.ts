import { X509Certificate } from 'node:crypto';

const certificate = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * Who may speak as the peer. TLS itself only knows roots, and under an agency's root stand its officers' and gateways'
 * identities too: a stream is served only if the certificate shown was issued by the first authority of the file.
 */
export class ClientAuthority {
  /** The whole file, PEM: what TLS verifies chains with. */
  readonly pem: Buffer;
  readonly #issuer: X509Certificate;

  /** Throws unless the file holds an authority, and after it its issuers up to the root. */
  constructor(pem: Buffer) {
    const chain = (pem.toString('latin1').match(certificate) ?? []).map((one) => new X509Certificate(one));
    const [issuer] = chain;
    if (issuer === undefined || !chain.every((one, index) => isIssuedBy(one, chain[index + 1] ?? one)))
      throw new Error('not a chain up to its root');
    this.pem = pem;
    this.#issuer = issuer;
  }

  /** Whether a certificate that TLS has verified (DER) was issued by this authority itself. */
  issued(certificate: Uint8Array): boolean {
    return isIssuedBy(new X509Certificate(certificate), this.#issuer);
  }
}

const isIssuedBy = (one: X509Certificate, issuer: X509Certificate): boolean =>
  issuer.ca && one.checkIssued(issuer) && one.verify(issuer.publicKey);
