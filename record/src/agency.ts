import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import {
  AgencyCode,
  bytes,
  Country,
  type Digest,
  type GatewayAddress,
  Handle,
  type Instant,
  type Language,
  type Slug,
  type StatementId,
  type UnitCode,
} from './id.ts';
import type { ProposedRoster } from './roster.ts';

/** What an agency is for; clauses of agreements speak of classes. */
export const agencyClasses = [
  'police',
  'immigration',
  'fiu',
  'customs',
  'labour',
  'prosecutor',
  'embassy',
  'ngo',
  'hotline',
  'auditor',
  'bank',
] as const;
export const AgencyClass = Type.Enum([...agencyClasses]);
export type AgencyClass = Static<typeof AgencyClass>;

/**
 * What an officer may sign. `author` posts and answers, `reader` opens, the others keep the house; `gateway` is no person
 * but the agency's own node, and stands alone.
 */
export const roles = [
  'author',
  'reader',
  'registrar',
  'keymaster',
  'signatory',
  'coordinator',
  'auditor',
  'gateway',
] as const;
export const Role = Type.Enum([...roles]);
export type Role = Static<typeof Role>;

/** Names are shown on terminals and in tables: no control characters, no line breaks, no change of direction. */
export const printable = '^[^\\u0000-\\u001f\\u007f-\\u009f\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]+$';

/** Names of an organisation by language; never a person's. */
export type Names = Record<string, string>;
export const Names = Type.Unsafe<Names>({
  type: 'object',
  propertyNames: { pattern: '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$' },
  additionalProperties: { type: 'string', pattern: printable, minLength: 1, maxLength: 120 },
  minProperties: 1,
  maxProperties: 12,
});

/** What a new member brings: who it is and the certificates that everything it signs chains to. */
export const Membership = Type.Object(
  {
    code: AgencyCode,
    class: AgencyClass,
    country: Country,
    names: Names,
    root: bytes(4096),
    issuing: bytes(4096),
    registrar: Type.Object({ handle: Handle, certificate: bytes(4096) }, { additionalProperties: false }),
  },
  { additionalProperties: false, description: 'certificates are DER, base64url' },
);
export type Membership = Static<typeof Membership>;

const membership = Compile(Membership);
export const isMembership = (value: unknown): value is Membership => membership.Check(value);

/** One row of the network's list: all that most rules need to know of an agency. */
export interface Member {
  readonly code: AgencyCode;
  readonly class: AgencyClass;
  readonly country: Country;
  readonly status: 'signing' | 'active' | 'removed';
  /** The statement by which it last joined: the founding or the proposal. Registrations under an earlier one are void. */
  readonly membership?: StatementId;
}

/** The network: its members, and whether all founders have signed. Ledger key `network`. */
export interface Network {
  readonly id: StatementId;
  readonly name: Slug;
  readonly digest: string;
  readonly status: 'signing' | 'active';
  readonly members: readonly Member[];
  /** Epoch of the trustees' roster in force; absent before the first. */
  readonly roster?: number;
}

/** One member in full. Ledger key `agency/<code>`. */
export interface Agency extends Membership {
  readonly since: Instant;
  readonly removed: Instant | null;
}

/** A change that a majority of members decides on: of membership, or of who holds shares of record keys. */
export type NetworkChange =
  | { readonly admit: Membership }
  | { readonly remove: AgencyCode }
  | { readonly roster: ProposedRoster };

/** A proposed change and who approves it. Ledger key `proposal/<id>`. */
export interface Proposal {
  readonly id: StatementId;
  readonly by: AgencyCode;
  readonly change: NetworkChange;
  readonly approved: readonly AgencyCode[];
  readonly state: 'open' | 'done';
}

export const unitLevels = ['national', 'province', 'district', 'post'] as const;

/** A part of an agency that receives: an office, a post. Ledger key `unit/<agency>/<code>`. */
export interface Unit {
  readonly agency: AgencyCode;
  readonly code: UnitCode;
  readonly level: (typeof unitLevels)[number];
  readonly names: Names;
  readonly desk: boolean;
  readonly closed: boolean;
}

/** An officer's registration. Ledger key `officer/<handle>`. The person's name is known to the agency alone. */
export interface Officer {
  readonly handle: Handle;
  readonly agency: AgencyCode;
  readonly unit: UnitCode;
  readonly roles: readonly Role[];
  /** SubjectPublicKeyInfo DER, base64url. */
  readonly key: string;
  /** X.509 DER, base64url. */
  readonly certificate: string;
  readonly from: Instant;
  readonly until: Instant;
  /** The agency's membership under which this registration was made. */
  readonly membership?: StatementId;
  readonly revoked: { readonly at: Instant; readonly reason: RevocationReason } | null;
}

export const revocationReasons = ['left-post', 'key-lost', 'key-compromised', 'superseded', 'misuse'] as const;
export const RevocationReason = Type.Enum([...revocationReasons]);
export type RevocationReason = Static<typeof RevocationReason>;

/** A post that answers for a step of the procedure. Ledger key `focal-point/<agency>/<post>`. */
export interface FocalPoint {
  readonly agency: AgencyCode;
  readonly post: Slug;
  readonly unit: UnitCode;
  readonly holder: Handle;
  readonly duties: readonly {
    readonly step: string;
    readonly duty: 'responsible' | 'accountable' | 'consulted' | 'informed';
  }[];
  readonly languages: readonly Language[];
  readonly timeZone: string;
  readonly until: Instant;
  readonly confirmed: Instant;
  readonly closed: boolean;
}

/** A unit's seal key or a gateway's trustee key of one epoch. Ledger key `key/<agency>/<unit>/<use>/<epoch>`. */
export interface PublishedKey {
  readonly id: StatementId;
  readonly agency: AgencyCode;
  readonly unit: UnitCode;
  readonly use: 'seal' | 'trustee';
  readonly epoch: number;
  /** X-Wing public key (1216 bytes), base64url. */
  readonly key: string;
  readonly from: Instant;
  readonly until: Instant;
  /** Digest of the statement that announced it; the next epoch names it. */
  readonly digest: string;
  readonly countersigned: AgencyCode | null;
  /** When its agency said that it has destroyed the secret half: nothing is sealed to it from then on. */
  readonly destroyed: Instant | null;
}

/** How to reach and to recognise an agency's gateway. Ledger key `gateway/<agency>`. */
export interface Gateway {
  /** The statement that says so, for whoever proves it to the agency's root. */
  readonly id: StatementId;
  readonly agency: AgencyCode;
  /** `host:port` for other gateways; mutual TLS by certificates of the agencies' own authorities. */
  readonly address: GatewayAddress;
  /** Ed25519 public key by which it cosigns checkpoints, 32 bytes, base64url. */
  readonly cosigner: string;
  /** The officer of role `gateway` whose key signs for it. */
  readonly steward: Handle;
  /**
   * SHA-256 of the keys (SubjectPublicKeyInfo) by which alone it proves itself to other gateways; absent: any key that its
   * agency's authority certified for a gateway.
   */
  readonly tlsKeys?: readonly Digest[];
  readonly since: Instant;
}

/** How far an agency's own log of openings and releases has come. Ledger key `anchor/<agency>`. */
export interface Anchor {
  readonly agency: AgencyCode;
  /** Entries in the log. */
  readonly size: number;
  /** Root of its RFC 6962 tree at that size. */
  readonly root: string;
  readonly at: Instant;
}
