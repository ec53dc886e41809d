/** A call of ours, told as it happens: `sign`, or the gRPC method (`/gateway.Gateway/Endorse`). */
export type CallObserver = (call: string) => void;

/** Longest waits, milliseconds. */
export interface Deadlines {
  /** One query of the own peer. */
  readonly evaluate: number;
  /** Collecting endorsements once; a sealed file adds 2 ms for each KB. */
  readonly endorse: number;
  /** Handing a transaction to the ordering service once. */
  readonly submit: number;
  /** From the first hand-over until the own peer has committed. */
  readonly commit: number;
}

export const usualDeadlines: Deadlines = { evaluate: 4_000, endorse: 5_000, submit: 4_000, commit: 8_000 };

/** How one agency's gateway reaches its own peer. */
export interface FabricProfile {
  /** Agency code, which is also its MSP identifier. */
  readonly agency: string;
  readonly channel: string;
  readonly chaincode: string;
  readonly peer: {
    /** `host:port`. */
    readonly address: string;
    /** Name in the peer's TLS certificate where it differs from the address's host. */
    readonly serverName?: string;
    /** Authorities of the peer's TLS certificate, PEM; an authority between is trusted alone. */
    readonly roots: string;
    /** The gateway's TLS certificate and what leads to its root, PEM. */
    readonly clientCertificate: string;
    /** PEM. */
    readonly clientKey: string;
  };
  /** The gateway's identity on the ledger. */
  readonly identity: {
    /** PEM. */
    readonly certificate: string;
    /** P-256, PKCS#8, PEM. */
    readonly key: string;
  };
  readonly deadlines?: Partial<Deadlines>;
  /** For tests and measurements: what a statement costs is counted, not believed. */
  readonly onCall?: CallObserver;
}
