import Type from 'typebox';
import { Membership, Names, RevocationReason, Role, unitLevels } from './agency.ts';
import {
  AgencyCode,
  bytes,
  Digest,
  GatewayAddress,
  Handle,
  Instant,
  Language,
  Slug,
  StatementId,
  UnitCode,
} from './id.ts';
import { ProposedRoster } from './roster.ts';
import { founding, list, nullable, statement } from './statement-form.ts';

const duty = Type.Object(
  { step: Slug, duty: Type.Enum(['responsible', 'accountable', 'consulted', 'informed']) },
  { additionalProperties: false },
);
const treeSize = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });

/** Statements by which agencies keep house: members, units, officers, gateways, keys, anchors. */
export const houseStatements = {
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
    tlsKeys: Type.Optional(list(Digest, 4)),
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
} as const;
