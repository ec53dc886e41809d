import Type, { type Static } from 'typebox';
import { AgencyClass, type Member } from './agency.ts';
import { must } from './error.ts';
import { aboveCeiling, type Handling, Tlp } from './handling.ts';
import { type AgencyCode, type Instant, Slug, type StatementId } from './id.ts';

/** Why a record may be opened; the field's purpose codes. */
export const purposes = [
  'trafficking-investigation',
  'victim-protection',
  'border-control',
  'financial-intelligence',
  'labour-inspection',
  'drug-investigation',
  'wildlife-investigation',
  'prosecution',
  'consular-assistance',
] as const;
export const Purpose = Type.Enum([...purposes]);
export type Purpose = Static<typeof Purpose>;

/** How fast an answer is needed. */
export const precedences = ['ROUTINE', 'PRIORITY', 'IMMEDIATE', 'FLASH'] as const;
export const Precedence = Type.Enum([...precedences]);
export type Precedence = Static<typeof Precedence>;

/** Hours from ledger time of the post until each step is due. */
export const DueHours = Type.Object(
  Object.fromEntries(precedences.map((p) => [p, Type.Integer({ minimum: 1, maximum: 2160 })])) as Record<
    Precedence,
    ReturnType<typeof Type.Integer>
  >,
  { additionalProperties: false, description: 'hours' },
);
export type DueHours = Record<Precedence, number>;

/** What may be shared, between which classes, for what, how sensitive, how fast to answer and how long to keep. */
export const Clause = Type.Object(
  {
    id: Slug,
    kinds: Type.Array(Slug, { minItems: 1, maxItems: 24, uniqueItems: true }),
    from: Type.Array(AgencyClass, { minItems: 1, uniqueItems: true }),
    to: Type.Array(AgencyClass, { minItems: 1, uniqueItems: true }),
    purposes: Type.Array(Purpose, { minItems: 1, uniqueItems: true }),
    ceiling: Tlp,
    due: Type.Object({ acknowledge: DueHours, answer: DueHours }, { additionalProperties: false }),
    retentionDays: Type.Integer({ minimum: 1, maximum: 3650 }),
  },
  { additionalProperties: false },
);
export type Clause = Static<typeof Clause>;

/** A memorandum of understanding as law in code. Ledger key `agreement/<id>`. */
export interface Agreement {
  readonly id: StatementId;
  readonly name: Slug;
  readonly by: AgencyCode;
  readonly parties: readonly AgencyCode[];
  readonly clauses: readonly Clause[];
  readonly from: Instant;
  readonly until: Instant;
  /** Digest of the proposing statement: what each party signs. */
  readonly digest: string;
  readonly signed: readonly AgencyCode[];
  /** The party that suspended it, if one did. */
  readonly suspendedBy: AgencyCode | null;
  readonly withdrawn: readonly AgencyCode[];
}

export type AgreementStanding = 'proposed' | 'in-force' | 'not-started' | 'expired' | 'suspended' | 'ended';

/** Where an agreement stands at a moment of ledger time. */
export function standing(agreement: Agreement, now: Instant): AgreementStanding {
  if (agreement.parties.length - agreement.withdrawn.length < 2) return 'ended';
  if (agreement.signed.length < agreement.parties.length) return 'proposed';
  if (agreement.suspendedBy !== null) return 'suspended';
  if (now < agreement.from) return 'not-started';
  return now >= agreement.until ? 'expired' : 'in-force';
}

const refusals = {
  ended: 'AGREEMENT_ENDED',
  proposed: 'AGREEMENT_NOT_IN_FORCE',
  suspended: 'AGREEMENT_SUSPENDED',
  'not-started': 'AGREEMENT_NOT_STARTED',
  expired: 'AGREEMENT_EXPIRED',
} as const;

/** Refuses unless the agreement is in force now. */
export function mustBeInForce(agreement: Agreement, now: Instant): void {
  const where = standing(agreement, now);
  if (where !== 'in-force') must(false, refusals[where], agreement.name);
}

export const isParty = (agreement: Agreement, agency: AgencyCode): boolean =>
  agreement.parties.includes(agency) && !agreement.withdrawn.includes(agency);

/** What a post asks an agreement to cover. */
export interface Sharing {
  readonly kind: string;
  readonly author: Member;
  readonly to: readonly Member[];
  readonly purposes: readonly Purpose[];
  readonly handling: Handling;
}

/**
 * The clause of an agreement in force that covers all of a sharing; the refusal names what none covers.
 * Narrowed step by step (kind, classes, purposes, ceiling), so that the refusal is the first real obstacle.
 */
export function coveringClause(agreement: Agreement, sharing: Sharing, now: Instant): Clause {
  mustBeInForce(agreement, now);
  for (const member of [sharing.author, ...sharing.to])
    must(isParty(agreement, member.code), 'NOT_A_PARTY', member.code);
  const byKind = agreement.clauses.filter((clause) => clause.kinds.includes(sharing.kind));
  must(byKind.length > 0, 'KIND_NOT_COVERED', `${agreement.name}: ${sharing.kind}`);
  const byClass = byKind.filter(
    (clause) =>
      clause.from.includes(sharing.author.class) && sharing.to.every((member) => clause.to.includes(member.class)),
  );
  must(
    byClass.length > 0,
    'CLASS_NOT_COVERED',
    `${agreement.name}: ${sharing.author.class} to ${sharing.to.map((m) => m.class)}`,
  );
  const byPurpose = byClass.filter((clause) => sharing.purposes.every((purpose) => clause.purposes.includes(purpose)));
  must(
    byPurpose.length > 0,
    'PURPOSE_NOT_COVERED',
    `${agreement.name} ${byClass.map((c) => c.id)}: ${sharing.purposes}`,
  );
  const clause = byPurpose.find((candidate) => !aboveCeiling(sharing.handling.tlp, candidate.ceiling));
  must(
    clause,
    'HANDLING_ABOVE_CEILING',
    `${agreement.name} ${byPurpose.map((c) => `${c.id}: at most TLP:${c.ceiling}`)}`,
  );
  return clause;
}
