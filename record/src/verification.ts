/** Where an export fails to verify. The layers are its ledger's own. */
export interface ExportFault<Layer extends string = string> {
  /** Number of the block, decimal. */
  readonly block: string;
  /** Position in the block; null when the fault is the block's own. */
  readonly transaction: number | null;
  readonly layer: Layer;
  readonly reason: string;
}

/** What came of verifying an export of any ledger offline, up to its end or its first fault. */
export interface ExportVerification<Layer extends string = string> {
  readonly blocks: number;
  /** Statements that changed state. */
  readonly statements: number;
  /** Transactions that met another or that the rules of ordering made void, so that they changed nothing. */
  readonly refused: number;
  /** Hash of the last good block: compare it with what another keeper of the ledger says. */
  readonly head: string;
  readonly fault: ExportFault<Layer> | null;
}

export interface VerifyOptions {
  /** DER of the root that the verifier trusts for an agency (base64url), from elsewhere than the export. */
  rootOf(agency: string): string | undefined;
  /** Called after each good block with their number so far. */
  progress?(blocks: number): void;
}
