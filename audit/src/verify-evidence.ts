import {
  cosignerName,
  entryBytes,
  LogError,
  leafHash,
  type NoteKey,
  originOf,
  type VerifiedCheckpoint,
  verifyCheckpoint,
  verifyInclusion,
} from '@tocsin/envelope/log';
import {
  digest,
  EnvelopeError,
  fromBase64url,
  isListOf,
  parseStatement,
  readCertificate,
  sha256,
  toHex,
  verifyChain,
  verifyStatement,
} from '@tocsin/envelope/verify';
import {
  type AgencyCode,
  type Applied,
  Digest,
  ensureStatement,
  Instant,
  type RecordHead,
  Refusal,
  recordKey,
  StatementId,
  statementKey,
  type Transaction,
} from '@tocsin/record';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { statementsAbout } from './about.ts';
import { inflate } from './deflated.ts';
import { BadBundle, type DoubtCode, type DoubtValues, doubtText } from './doubt.ts';
import { type Evidence, MAX_BUNDLE, parseEvidence } from './evidence.ts';

/** What is checked, in this order; the first that fails is named, and nothing behind it is believed. */
export const evidenceLayers = {
  form: 'the bundle is whole and of the one form it can have',
  envelope: 'every transaction is the one that its entry in the tree names',
  validity: 'the peers found every transaction valid',
  statement: "every statement was applied by its transaction and bears its officer's signature",
  certificate: "every officer's certificate chains to a root you trust and was not revoked then",
  cosigner: 'enough agencies whose roots you trust vouched for the tree',
  inclusion: 'every transaction stands in that tree',
  record: 'the statements belong to this record, from its post on, with every item it has',
} as const;
export type EvidenceLayer = keyof typeof evidenceLayers;
const layers = Object.keys(evidenceLayers) as EvidenceLayer[];

/** A statement of the bundle, proved. */
export interface ProvedStatement {
  readonly id: StatementId;
  readonly typ: string;
  readonly agency: AgencyCode;
  readonly officer: string;
  /** Ledger time. */
  readonly at: Instant;
  readonly block: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** What the first layer that doubts found: the code and its values, and both in English. */
export interface EvidenceFault {
  readonly layer: EvidenceLayer;
  readonly code: DoubtCode;
  readonly values: DoubtValues;
  readonly reason: string;
}

export interface EvidenceVerdict {
  /** Null when the bundle could not be read. */
  readonly record: StatementId | null;
  readonly ledger: Evidence['ledger'] | null;
  readonly layers: readonly { readonly layer: EvidenceLayer; readonly verdict: 'yes' | 'no' | 'not checked' }[];
  /** What is proved; empty unless everything is. */
  readonly statements: readonly ProvedStatement[];
  /** Agencies that vouched, and when, by their clocks. */
  readonly cosigned: readonly { readonly agency: AgencyCode; readonly at: Instant }[];
  /** Agencies of signers for which neither bundle nor verifier holds a revocation list of who issued their certificates. */
  readonly withoutLists: readonly AgencyCode[];
  readonly fault: EvidenceFault | null;
}

export interface EvidenceTrust {
  /** DER of the root that the verifier trusts for an agency. */
  rootOf(agency: AgencyCode): Uint8Array | undefined;
  /** Revocation lists that the verifier holds besides the bundle's, DER. */
  crls(agency: AgencyCode): readonly Uint8Array[];
  /** Agencies that must have vouched, at least 1. */
  readonly cosigners: number;
  /** Reads the bytes of a transaction of either ledger. */
  readonly told: Readonly<
    Record<Evidence['ledger'], (bytes: Uint8Array) => readonly Omit<Transaction, 'at' | 'index'>[]>
  >;
}

class Doubt extends Error {
  readonly fault: EvidenceFault;
  constructor(layer: EvidenceLayer, code: DoubtCode, values: DoubtValues = {}) {
    super(code);
    this.fault = { layer, code, values, reason: doubtText(code, values) };
  }
}

/** Verifies a bundle with nothing but roots; never throws for what the bundle says. */
export async function verifyEvidence(text: string, trust: EvidenceTrust): Promise<EvidenceVerdict> {
  let evidence: Evidence | null = null;
  try {
    evidence = doubting('form', () => parseEvidence(text));
    return { ...(await verified(evidence, trust)), ...headOf(evidence), layers: verdicts(null), fault: null };
  } catch (error) {
    if (!(error instanceof Doubt)) throw error;
    const { fault } = error;
    const nothing = { statements: [], cosigned: [], withoutLists: [] };
    return { ...nothing, ...headOf(evidence), layers: verdicts(fault.layer), fault };
  }
}

const headOf = (evidence: Evidence | null) => ({ record: evidence?.record ?? null, ledger: evidence?.ledger ?? null });

function verdicts(failed: EvidenceLayer | null): EvidenceVerdict['layers'] {
  const at = failed === null ? layers.length : layers.indexOf(failed);
  return layers.map((layer, i) => ({ layer, verdict: i < at ? 'yes' : i === at ? 'no' : 'not checked' }));
}

async function verified(evidence: Evidence, trust: EvidenceTrust) {
  const transactions = await transactionsIn(evidence, trust);
  ensureValid(evidence);
  const applied = transactions.flatMap(appliedIn);
  const statements = relevant(evidence, applied, trust);
  const certificates = new Certificates(evidence, trust);
  for (const one of statements) await certificates.ensureSigned(one);
  for (const one of statements) await certificates.ensureChained(one);
  const checkpoint = await cosignedCheckpoint(evidence, trust, statements);
  ensureIncluded(evidence, checkpoint);
  const about = statementsAbout(evidence.record, statements);
  ensureWhole(evidence.record, about, statements);
  return {
    statements: about.map(({ jws: _, writes: __, ...told }) => told),
    cosigned: cosignedBy(checkpoint),
    withoutLists: certificates.withoutLists,
  };
}

/** The bytes of each transaction, cut from the whole and bound to its entry by their digest. */
async function transactionsIn({ bytes, transactions, ledger }: Evidence, trust: EvidenceTrust): Promise<Bound[]> {
  const whole = await inflate(decoded(bytes), MAX_BUNDLE).catch(() => {
    throw new Doubt('form', 'not-unpacked');
  });
  if (transactions.reduce((sum, { length }) => sum + length, 0) !== whole.length)
    throw new Doubt('form', 'other-lengths');
  // In the ledger's order, each once: what came last is told by what stands last.
  if (transactions.some(({ place }, i) => place <= (transactions[i - 1]?.place ?? -1)))
    throw new Doubt('form', 'other-order');
  let at = 0;
  return transactions.map(({ entry, length }) => {
    const part = whole.subarray(at, at + length);
    at += length;
    if (toHex(sha256(part)) !== entry.envelope) throw new Doubt('envelope', 'other-bytes', { block: entry.block });
    const told = doubting('envelope', () => trust.told[ledger](part));
    if (told.some(({ id }) => id !== entry.txid))
      throw new Doubt('envelope', 'other-identifier', { block: entry.block });
    return { entry, told };
  });
}

interface Bound {
  readonly entry: Evidence['transactions'][number]['entry'];
  readonly told: readonly Omit<Transaction, 'at' | 'index'>[];
}

function ensureValid({ transactions }: Evidence): void {
  const other = transactions.find(({ entry }) => entry.code !== 'VALID');
  if (other !== undefined) throw new Doubt('validity', 'invalid', { block: other.entry.block, code: other.entry.code });
}

/** A statement that its transaction applied, with what it wrote. */
interface AppliedStatement extends ProvedStatement {
  readonly jws: string;
  readonly writes: Transaction['writes'];
}

/** Statements of a shared transaction that the rules refused left no trace and are nothing here. */
function appliedIn({ entry, told }: Bound): AppliedStatement[] {
  return told.flatMap(({ statement: jws, writes }) => {
    const { header, payload } = doubting('statement', () => parseStatement(jws));
    const id = String(payload.id);
    const proof = writes.find(({ key }) => key === statementKey(id));
    if (proof === undefined) return [];
    const applied = doubting('statement', () => appliedAs(proof.value));
    if (applied.digest !== digest(jws) || applied.transaction !== entry.txid)
      throw new Doubt('statement', 'other-statement', { id });
    const { typ, agency } = doubting('statement', () => ensureStatement(payload));
    const said = { id, typ, agency, officer: header.kid, at: applied.at, block: entry.block, payload };
    return [{ ...said, jws, writes }];
  });
}

const appliedSchema = Compile(
  Type.Object({ id: StatementId, typ: Type.String(), digest: Digest, at: Instant, transaction: Type.String() }),
);

function appliedAs(value: string): Applied {
  const applied: unknown = JSON.parse(value);
  if (!appliedSchema.Check(applied)) throw new TypeError('no proof that it was applied');
  return applied;
}

/**
 * What the bundle is about, and the gateways of agencies that the verifier knows; whatever else shared a transaction is
 * others' business.
 */
function relevant(
  { record }: Evidence,
  applied: readonly AppliedStatement[],
  trust: EvidenceTrust,
): AppliedStatement[] {
  const about = new Set(statementsAbout(record, applied));
  const vouches = ({ typ, agency }: AppliedStatement): boolean => typ === ENTERS && trust.rootOf(agency) !== undefined;
  return applied.filter((one) => about.has(one) || vouches(one));
}

const ENTERS = 'gateway.set/1';

class Certificates {
  readonly #evidence: Evidence;
  readonly #trust: EvidenceTrust;

  constructor(evidence: Evidence, trust: EvidenceTrust) {
    this.#evidence = evidence;
    this.#trust = trust;
  }

  get withoutLists(): AgencyCode[] {
    const unlisted = this.#evidence.agencies.filter(({ code, issuing }) => {
      const issuer = readCertificate(decoded(issuing));
      return !this.#lists(code).some((list) => isListOf(list, issuer));
    });
    return unlisted.map(({ code }) => code);
  }

  async ensureSigned({ id, jws, officer }: AppliedStatement): Promise<void> {
    const { certificate } = this.#signer(officer);
    await doubtingLater('statement', id, async () => verifyStatement(jws, readCertificate(decoded(certificate)).spki));
  }

  async ensureChained({ id, typ, officer, agency, at }: AppliedStatement): Promise<void> {
    const signer = this.#signer(officer);
    const issuing = this.#evidence.agencies.find(({ code }) => code === agency)?.issuing;
    const root = this.#trust.rootOf(agency);
    if (root === undefined) throw new Doubt('certificate', 'no-root', { agency });
    if (signer.agency !== agency || issuing === undefined) throw new Doubt('certificate', 'other-agency', { id });
    const chain = [decoded(signer.certificate), decoded(issuing)];
    const leaf = await doubtingLater('certificate', id, () =>
      verifyChain({ chain, root, at: new Date(at), crls: this.#lists(agency) }),
    );
    if (leaf.commonName !== officer) throw new Doubt('certificate', 'other-officer', { id });
    // These keys vouch for the tree, so nobody's word is taken that they were entered lawfully.
    if (typ === ENTERS && !leaf.roles.includes('registrar')) throw new Doubt('certificate', 'not-registrar', { id });
  }

  #lists(agency: AgencyCode): Uint8Array[] {
    const own = this.#evidence.agencies.find(({ code }) => code === agency)?.crls ?? [];
    return [...own.map(decoded), ...this.#trust.crls(agency)];
  }

  #signer(handle: string): Evidence['signers'][number] {
    const signer = this.#evidence.signers.find((one) => one.handle === handle);
    if (signer === undefined) throw new Doubt('certificate', 'no-certificate', { officer: handle });
    return signer;
  }
}

/** The tree as agencies vouched for it, by keys that their registrars entered. */
async function cosignedCheckpoint(
  { checkpoint, transactions }: Evidence,
  { cosigners }: EvidenceTrust,
  statements: readonly AppliedStatement[],
): Promise<VerifiedCheckpoint> {
  const origin = originOf(transactions[0]?.entry.channel ?? '');
  const entered = new Map(
    statements.filter(({ typ }) => typ === ENTERS).map((one) => [one.agency, one.payload.cosigner]),
  );
  const keys = [...entered].map(([agency, key]): NoteKey => {
    const publicKey = decoded(String(key));
    return { name: cosignerName(origin, agency), algorithm: 'cosignature', publicKey };
  });
  const verified = await doubtingLater('cosigner', 'checkpoint', () => verifyCheckpoint(checkpoint, { origin, keys }));
  const vouched = verified.cosignatures.length;
  const needed = Math.max(1, cosigners);
  if (vouched < needed) throw new Doubt('cosigner', 'too-few', { vouched, needed });
  return verified;
}

function ensureIncluded({ transactions }: Evidence, { checkpoint: { size, root, origin } }: VerifiedCheckpoint): void {
  for (const { entry, place, path } of transactions) {
    if (originOf(entry.channel) !== origin) throw new Doubt('inclusion', 'other-ledger', { block: entry.block });
    doubting('inclusion', () =>
      verifyInclusion({ leaf: leafHash(entryBytes(entry)), index: place, size, proof: path.map(decoded), root }),
    );
  }
}

const cosignedBy = ({ checkpoint, cosignatures }: VerifiedCheckpoint): EvidenceVerdict['cosigned'] =>
  cosignatures
    .map(({ name, time }) => ({
      agency: name.slice(checkpoint.origin.length + 1),
      at: new Date(time * 1000).toISOString(),
    }))
    .sort((a, b) => (a.agency < b.agency ? -1 : 1));

/** The post is there, nothing stands beside the record, and every item that its last head names was posted here. */
function ensureWhole(record: StatementId, about: readonly AppliedStatement[], all: readonly AppliedStatement[]): void {
  if (about[0]?.typ !== 'record.post/1') throw new Doubt('record', 'no-post');
  const known = new Set(about.map(({ id }) => id));
  if (new Set(all.map(({ id }) => id)).size !== all.length) throw new Doubt('record', 'twice');
  const heads = about.flatMap(({ writes }) => writes.filter(({ key }) => key === recordKey(record)));
  const last = JSON.parse(heads.at(-1)?.value ?? '{}') as Partial<RecordHead>;
  const missing = (last.items ?? []).find((item) => !known.has(item));
  if (missing !== undefined) throw new Doubt('record', 'item-missing', { item: missing });
}

function decoded(text: string): Uint8Array {
  return doubting('form', () => fromBase64url(text));
}

function doubting<T>(layer: EvidenceLayer, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw doubtOf(layer, error);
  }
}

const doubtingLater = <T>(layer: EvidenceLayer, about: string, read: () => Promise<T>): Promise<T> =>
  read().catch((error: unknown) => {
    throw doubtOf(layer, error, about);
  });

/** Only our own codes and words are repeated: the bundle is somebody else's text. */
function doubtOf(layer: EvidenceLayer, error: unknown, about?: string): Doubt {
  if (error instanceof Doubt) return error;
  if (error instanceof BadBundle) return new Doubt(layer, error.code);
  const refused = error instanceof EnvelopeError || error instanceof LogError || error instanceof Refusal;
  if (about === undefined)
    return refused ? new Doubt(layer, 'refused', { code: error.code }) : new Doubt(layer, 'unreadable');
  return refused
    ? new Doubt(layer, 'refused-about', { about, code: error.code })
    : new Doubt(layer, 'unreadable-about', { about });
}
