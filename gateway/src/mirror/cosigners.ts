import type { AgencyCode } from '@tocsin/record';

/** What a gateway says when it is asked to vouch for another's checkpoint. */
export type CosignAnswer =
  | {
      /** One signature line of a note. */
      readonly cosignature: string;
    }
  | {
      readonly refused: CosignRefusal;
      /** Its own checkpoint, signed: what it refuses the other one for. */
      readonly note: string;
    };

/**
 * `CHECKPOINT_INCONSISTENT` its tree has another root at that size · `CHECKPOINT_NOT_YET` its peer has not come so far ·
 * `CHECKPOINT_OUTGROWN` its tree had grown beyond that long ago, and it cannot say when.
 */
export const cosignRefusals = ['CHECKPOINT_INCONSISTENT', 'CHECKPOINT_NOT_YET', 'CHECKPOINT_OUTGROWN'] as const;
export type CosignRefusal = (typeof cosignRefusals)[number];

/** The other agencies' gateways. Whatever they say is proved here, so the line need not be trusted, only private. */
export interface Cosigners {
  /** Asks an agency's gateway to vouch for a checkpoint. Rejects when it cannot be reached in time. */
  cosign(agency: AgencyCode, note: string, signal: AbortSignal): Promise<CosignAnswer>;
  /** An agency's own latest checkpoint. Rejects when it cannot be reached in time. */
  checkpoint(agency: AgencyCode, signal: AbortSignal): Promise<string>;
}

/** An agency whose gateway vouches for trees. */
export interface Member {
  readonly agency: AgencyCode;
  /** Its published Ed25519 key, 32 bytes. */
  readonly publicKey: Uint8Array;
}

/** Who vouches as things stand, and how many of them make a checkpoint count, the own agency included. */
export interface Quorum {
  readonly members: readonly Member[];
  readonly needed: number;
}

/** Where who vouches is known from. */
export interface QuorumSource {
  quorum(): Quorum;
  /** Rejects when that cannot be believed. */
  ensureTrue(signal: AbortSignal): Promise<void>;
}
