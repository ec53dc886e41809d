import Type, { type Static } from 'typebox';
import { AgencyCode, Digest, type Instant, UnitCode } from './id.ts';

/** A record key is dealt to this many trustees at least and at most. */
export const TRUSTEES = { least: 2, most: 16 } as const;

/** One trustee as a proposal names it: the very key, by the digest of the statement that announced it. */
const ProposedTrustee = Type.Object(
  { agency: AgencyCode, unit: UnitCode, epoch: Type.Integer({ minimum: 1, maximum: 100000 }), digest: Digest },
  { additionalProperties: false },
);

/** Who is to hold shares of record keys from now on; the order gives each trustee its index, from 1. */
export const ProposedRoster = Type.Object(
  {
    t: Type.Integer({ minimum: 2, maximum: TRUSTEES.most }),
    trustees: Type.Array(ProposedTrustee, {
      minItems: TRUSTEES.least,
      maxItems: TRUSTEES.most,
      uniqueItems: true,
    }),
  },
  { additionalProperties: false },
);
export type ProposedRoster = Static<typeof ProposedRoster>;

/** A trustee of a roster in force, with the key that its shares are sealed to. */
export interface Trustee {
  readonly agency: AgencyCode;
  readonly unit: UnitCode;
  readonly keyEpoch: number;
  /** X-Wing public key (1216 bytes), base64url. */
  readonly key: string;
  /** Digest of the statement that announced the key. */
  readonly digest: string;
}

/** The trustees of witnessed files, `t` of whom release together. Ledger key `roster/<epoch>`. */
export interface Roster {
  /** 1 for the first, one more for each that follows. */
  readonly epoch: number;
  readonly t: number;
  /** Trustee i stands at position i - 1. */
  readonly trustees: readonly Trustee[];
  readonly since: Instant;
  /** When the first of its keys runs out: nothing is locked by it from then on. */
  readonly until: Instant;
  /** When the next roster took its place. */
  readonly superseded: Instant | null;
}
