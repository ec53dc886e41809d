import Type, { type Static, type TProperties, type TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Membership, Names, RevocationReason, Role, unitLevels } from './agency.ts';
import { Clause, Precedence, Purpose } from './agreement.ts';
import { must, Refusal } from './error.ts';
import { Handling } from './handling.ts';
import {
  AgencyCode,
  bytes,
  Digest,
  GatewayAddress,
  Handle,
  Instant,
  Language,
  Nonce,
  Slug,
  StatementId,
  statementId,
  UnitCode,
} from './id.ts';
import { Sealed } from './record.ts';
import { ProposedRoster, TRUSTEES } from './roster.ts';

/** One schema a statement type: the source of its TypeScript type, its validation and its API documentation. */
function founding<Typ extends string, P extends TProperties>(typ: Typ, description: string, body: P) {
  return Type.Object(
    { typ: Type.Literal(typ), id: StatementId, agency: AgencyCode, at: Instant, nonce: Nonce, ...body },
    { additionalProperties: false, description },
  );
}

/** Names its network, so that what is signed for one, as for training, is worth nothing on another. */
const statement = <Typ extends string, P extends TProperties>(typ: Typ, description: string, body: P) =>
  founding(typ, description, { network: StatementId, ...body });

const list = <T extends TSchema>(item: T, maxItems: number, minItems = 1) =>
  Type.Array(item, { minItems, maxItems, uniqueItems: true });
const nullable = <T extends TSchema>(item: T) => Type.Union([item, Type.Null()]);
const due = Type.Object({ acknowledge: Instant, answer: Instant }, { additionalProperties: false });
const duty = Type.Object(
  { step: Slug, duty: Type.Enum(['responsible', 'accountable', 'consulted', 'informed']) },
  { additionalProperties: false },
);

/** Signed while the line was down, under the lease of its signer: the outbox. */
const outbox = { lease: Type.Optional(nullable(StatementId)) };
const opened = Type.Enum(['opened', 'failed']);
const treeSize = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
const gone = Type.Enum(['destroyed', 'not-held']);

export const statements = {
  'network.found/1': founding('network.found/1', 'founds the network; every member named must sign it', {
    name: Slug,
    members: Type.Array(Membership, { minItems: 2, maxItems: 64 }),
  }),
  'network.sign/1': statement('network.sign/1', "a founding member's signature", { digest: Digest }),
  'network.propose/1': statement('network.propose/1', 'proposes to admit or remove a member, or a roster of trustees', {
    change: Type.Union([
      Type.Object({ admit: Membership }, { additionalProperties: false }),
      Type.Object({ remove: AgencyCode }, { additionalProperties: false }),
      Type.Object({ roster: ProposedRoster }, { additionalProperties: false }),
    ]),
  }),
  'network.approve/1': statement('network.approve/1', 'approves a proposal; a majority of members decides', {
    proposal: StatementId,
  }),
  'unit.set/1': statement('unit.set/1', 'opens, changes or closes a unit', {
    unit: UnitCode,
    level: Type.Enum([...unitLevels]),
    names: Names,
    desk: Type.Boolean({ description: 'receives what is addressed to the agency as a whole' }),
    closed: Type.Boolean(),
  }),
  'officer.register/1': statement('officer.register/1', "registers an officer's key under an opaque handle", {
    officer: Handle,
    unit: UnitCode,
    roles: list(Role, 8),
    certificate: bytes(4096),
    from: Instant,
    until: Instant,
  }),
  'officer.revoke/1': statement('officer.revoke/1', "revokes an officer's registration at once", {
    officer: Handle,
    reason: RevocationReason,
  }),
  'gateway.set/1': statement('gateway.set/1', "enters the agency's gateway in the directory", {
    address: GatewayAddress,
    cosigner: Type.String({ pattern: '^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$', description: 'Ed25519 key, base64url' }),
    steward: Handle,
  }),
  'focal-point.set/1': statement('focal-point.set/1', 'names, confirms or closes a focal point', {
    post: Slug,
    unit: UnitCode,
    holder: Handle,
    duties: Type.Array(duty, { maxItems: 24 }),
    languages: list(Language, 12),
    timeZone: Type.String({ pattern: '^[A-Za-z_]{1,32}(/[A-Za-z_]{1,32})?$' }),
    until: Instant,
    closed: Type.Boolean(),
  }),
  'key.publish/1': statement('key.publish/1', 'announces a key of the next epoch, 24 hours before it takes effect', {
    unit: UnitCode,
    use: Type.Enum(['seal', 'trustee']),
    epoch: Type.Integer({ minimum: 1, maximum: 100000 }),
    // 1216 bytes: the last character carries two bits, the other four must be zero.
    key: Type.String({ pattern: '^[A-Za-z0-9_-]{1621}[AQgw]$', description: 'X-Wing public key, base64url' }),
    previous: nullable(Digest),
    from: Instant,
    until: Instant,
  }),
  'key.countersign/1': statement('key.countersign/1', "lets another agency's urgent key take effect at once", {
    owner: AgencyCode,
    unit: UnitCode,
    use: Type.Enum(['seal', 'trustee']),
    epoch: Type.Integer({ minimum: 1, maximum: 100000 }),
    digest: Digest,
  }),
  'key.destroy/1': statement('key.destroy/1', 'says that the secret half of a key is destroyed', {
    unit: UnitCode,
    use: Type.Enum(['seal', 'trustee']),
    epoch: Type.Integer({ minimum: 1, maximum: 100000 }),
    digest: Digest,
  }),
  'log.anchor/1': statement('log.anchor/1', "anchors the root of the gateway's own log", {
    size: treeSize,
    root: Digest,
    previous: nullable(Type.Object({ size: treeSize, root: Digest }, { additionalProperties: false })),
  }),
  'agreement.propose/1': statement('agreement.propose/1', 'proposes an agreement; its identifier is this statement', {
    name: Slug,
    parties: list(AgencyCode, 64, 2),
    clauses: Type.Array(Clause, { minItems: 1, maxItems: 24 }),
    from: Instant,
    until: Instant,
  }),
  'agreement.sign/1': statement('agreement.sign/1', "a party's signature", { agreement: StatementId, digest: Digest }),
  'agreement.suspend/1': statement('agreement.suspend/1', 'a party suspends an agreement', { agreement: StatementId }),
  'agreement.resume/1': statement('agreement.resume/1', 'the party that suspended resumes', { agreement: StatementId }),
  'agreement.withdraw/1': statement('agreement.withdraw/1', 'a party leaves for good', { agreement: StatementId }),
  'record.post/1': statement('record.post/1', 'posts a record; its identifier is this statement', {
    kind: Slug,
    agreement: StatementId,
    to: list(AgencyCode, 16),
    purposes: list(Purpose, 9),
    handling: Handling,
    precedence: Precedence,
    due,
    retain: Instant,
    sealed: Sealed,
    links: list(StatementId, 16, 0),
    ...outbox,
  }),
  'record.acknowledge/1': statement('record.acknowledge/1', 'an addressee has the record and takes it on', {
    record: StatementId,
    ...outbox,
  }),
  'record.follow-up/1': statement(
    'record.follow-up/1',
    'says what was done, asks or informs; its own sealed file carries the words',
    {
      record: StatementId,
      outcome: Slug,
      to: list(AgencyCode, 16),
      handling: Handling,
      sealed: nullable(Sealed),
      ...outbox,
    },
  ),
  'record.withdraw/1': statement('record.withdraw/1', 'the author takes the record back', {
    record: StatementId,
    reason: Slug,
  }),
  'record.close/1': statement('record.close/1', 'the author closes the record', { record: StatementId, reason: Slug }),
  'record.rehead/1': statement('record.rehead/1', "seals an item's payload anew, for other keys or trustees", {
    record: StatementId,
    item: StatementId,
    sealed: Sealed,
  }),
  'record.purge/1': statement('record.purge/1', 'destroys the sealed files of a record on every peer', {
    record: StatementId,
    reason: Slug,
  }),
  'purge.attest/1': statement('purge.attest/1', 'a holder says what is left of a purged record: nothing', {
    record: StatementId,
    keys: gone,
    copies: gone,
  }),
  'consent.reshare/1': statement('consent.reshare/1', "the author's consent that a further agency opens an item", {
    record: StatementId,
    item: StatementId,
    to: AgencyCode,
    purposes: list(Purpose, 9),
    until: Instant,
  }),
  'consent.withdraw/1': statement('consent.withdraw/1', 'the author takes a consent back', { consent: StatementId }),
  'access.request/1': statement('access.request/1', 'asks to open a sealed file; nothing opens without it', {
    record: StatementId,
    item: StatementId,
    purpose: Purpose,
    basis: Digest,
    case: nullable(Digest),
    epk: Digest,
  }),
  'access.receipt/1': statement('access.receipt/1', 'says that the file was opened, or why not', {
    access: StatementId,
    outcome: opened,
    reason: nullable(Type.String({ pattern: '^[A-Z_]{1,40}$' })),
    released: list(AgencyCode, TRUSTEES.most, 0),
    faulty: list(AgencyCode, TRUSTEES.most, 0),
  }),
  'access.grant/1': statement('access.grant/1', "breaks the glass: the author's agency releases without trustees", {
    access: StatementId,
    reason: Slug,
  }),
  'lease.take/1': statement('lease.take/1', 'asks to open named items until a time, before the line goes down', {
    items: list(Type.Object({ record: StatementId, item: StatementId }, { additionalProperties: false }), 50),
    until: Instant,
    purpose: Purpose,
    basis: Digest,
    case: nullable(Digest),
    epk: Digest,
  }),
  'lease.account/1': statement('lease.account/1', 'tells what was opened under a lease', {
    lease: StatementId,
    opened: Type.Array(
      Type.Object({ item: StatementId, at: Instant, outcome: opened }, { additionalProperties: false }),
      { maxItems: 50, uniqueItems: true },
    ),
    closed: Type.Boolean(),
  }),
} as const;

export type StatementType = keyof typeof statements;
export type StatementOf<T extends StatementType> = Static<(typeof statements)[T]>;
export type Statement = { [T in StatementType]: StatementOf<T> }[StatementType];

const validators = new Map(
  Object.entries(statements).map(([typ, schema]) => [typ, Compile(schema as TSchema)] as const),
);

/**
 * The payload as a statement, or a Refusal: UNKNOWN_TYPE, MALFORMED_STATEMENT (naming the field), BAD_ID.
 * Instants must be real days: the pattern alone lets 31 February through.
 */
export function ensureStatement(payload: unknown): Statement {
  const typ = (payload as { typ?: unknown } | null)?.typ;
  const validator = typeof typ === 'string' ? validators.get(typ) : undefined;
  must(validator, 'UNKNOWN_TYPE');
  if (!validator.Check(payload)) throw new Refusal('MALFORMED_STATEMENT', firstFault(validator, payload));
  const checked = payload as Statement;
  mustBeRealInstants(checked);
  must(checked.id === derivedId(checked), 'BAD_ID');
  return checked;
}

/** A nonce with stray bits is not base64url of any bytes: no identifier follows from it. */
function derivedId({ agency, nonce }: Statement): StatementId | null {
  try {
    return statementId(agency, nonce);
  } catch {
    return null;
  }
}

function firstFault(
  validator: { Errors(value: unknown): { instancePath: string; keyword: string }[] },
  payload: unknown,
): string {
  const fault = validator.Errors(payload)[0];
  return fault === undefined ? 'schema' : `${printable(fault.instancePath) || '/'} ${fault.keyword}`;
}

/** A path may hold a key of the sender's choosing: no line breaks and no prose in our replies and logs. */
const printable = (path: string): string => path.replace(/[^A-Za-z0-9/_-]/g, '?').slice(0, 80);

const looksLikeInstant = /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function mustBeRealInstants(value: unknown): void {
  if (typeof value === 'string') {
    if (looksLikeInstant.test(value)) must(isRealInstant(value), 'MALFORMED_STATEMENT', 'no such day');
  } else if (value !== null && typeof value === 'object') {
    for (const member of Object.values(value)) mustBeRealInstants(member);
  }
}

function isRealInstant(text: string): boolean {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString() === text;
}
