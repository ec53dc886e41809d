/** By which a gateway proves itself to others: its identity of kind `gateway`, contents of PEM files. */
export interface PeerCredentials {
  readonly key: string;
  /** The gateway's certificate, then the authority's that issued it. */
  readonly cert: string;
}

/**
 * Who is at the other end is judged by the ledger's directory, not by the machine's list of authorities: the handshake
 * proves possession of the certificate's key, {@link mustBeGatewayOf} whose it is, before a byte of ours is sent or read.
 */
export const judgedByLedger = { rejectUnauthorized: false, minVersion: 'TLSv1.3' } as const;
