import { canonicalBytes, fromBase64url, fromUtf8 } from '@tocsin/envelope/verify';
import {
  type AgencyCode,
  type Applied,
  apart,
  type Certified,
  type Delivered,
  type Instant,
  lawfulCaller,
  leaseOf,
  type Network,
  networkKey,
  type Officer,
  officerKey,
  outboxOf,
  Refusal,
  type Rule,
  rules,
  type Statement,
  type StatementId,
  type StatementType,
  statementKey,
  type Write,
} from '@tocsin/record';
import { certify } from './certified.ts';
import { foundingNetwork, foundingOfficer } from './founding.ts';
import { Reading, type StateReader } from './state-reader.ts';
import { ensureSigned, readSubmitted, type Submitted } from './submitted.ts';

/** Ledger time of a transaction may differ from an endorsing peer's clock by this much. */
export const ENDORSER_TOLERANCE_MS = 60_000;

/** One statement as a ledger's host hands it over. */
export interface Submission {
  /** The officer's statement, compact JWS. */
  readonly statement: string;
  /** The sealed file that came with it, as the host measured it. */
  readonly delivered: Delivered | null;
  /** Agency of the gateway that submits. */
  readonly submitter: AgencyCode;
  /** Identifier of the ledger's transaction. */
  readonly transaction: string;
  /** Ledger time of the transaction. */
  readonly now: Instant;
  /** The host's own clock: this room has none. */
  readonly clock: Instant;
  readonly state: StateReader;
}

/** One change of public state, the value as canonical JSON. */
export interface StateWrite {
  readonly key: string;
  readonly value: string;
}

export interface Judgement {
  readonly id: StatementId;
  readonly statement: Statement;
  /** True when the same bytes stand on the ledger: nothing is to be written. */
  readonly already: boolean;
  readonly writes: readonly StateWrite[];
  /** Item under which the sealed file is kept that came with the statement; null when none is to be. */
  readonly file: StatementId | null;
  /** Items whose sealed files are destroyed. */
  readonly purges: readonly StatementId[];
}

/**
 * Is this statement lawful, and what does it change? Reads state in at most two rounds, writes nothing itself.
 * Every peer that is given the same submission and state reaches the same result.
 * @throws Refusal with a code of `recordErrors`; any other error is a bug of ours
 */
export async function judge(submission: Submission): Promise<Judgement> {
  ensureLedgerTime(submission);
  const submitted = readSubmitted(submission.statement);
  const { statement, handle } = submitted;
  const rule = rules[statement.typ] as unknown as Rule<StatementType>;
  const reading = new Reading(submission.state);
  const said = [networkKey, statementKey(statement.id), officerKey(handle), ...leaseOf(statement)];
  await reading.load([...said, ...rule.reads(statement, handle)]);
  if (isApplied(reading, submitted))
    return { id: statement.id, statement, already: true, writes: [], file: null, purges: [] };
  ensureFileBelongs(statement, submission.delivered);
  const network = networkFor(reading, submitted);
  const caller = await signerOf(reading, submitted, { rule, network, submission });
  await reading.load(rule.andThen?.(statement, reading.loaded) ?? []);
  const certificates = await certify(rule.certificates?.(statement, reading.loaded) ?? [], submission.now);
  const { now, delivered } = submission;
  const state = reading.loaded;
  const certified = (certificate: string): Certified => provedAmong(certificates, certificate);
  const writes = rule.judge(statement, { state, network, caller, now, digest: submitted.digest, delivered, certified });
  const file = delivered === null ? null : itemOf(statement);
  const purges = rule.purges?.(statement, state) ?? [];
  return { id: statement.id, statement, already: false, writes: written(writes, submitted, submission), file, purges };
}

/** The item that the file beside a statement is kept under. */
export function itemOf(statement: Statement): StatementId {
  const rule = rules[statement.typ] as unknown as Rule<StatementType>;
  return rule.fileOf?.(statement) ?? statement.id;
}

// Whoever submits proposes the time; a peer whose own clock disagrees does not lend its name to it.
function ensureLedgerTime({ now, clock }: Submission): void {
  if (!(apart(now, clock) <= ENDORSER_TOLERANCE_MS)) throw new Refusal('CLOCK_SKEW', 'ledger time');
}

function isApplied({ loaded }: Reading, { statement, digest }: Submitted): boolean {
  const applied = loaded.get(statementKey(statement.id));
  if (applied === undefined) return false;
  if (applied.digest !== digest) throw new Refusal('CONFLICT', statement.id);
  return true;
}

// Rules that know of no file would leave one on the ledger that nobody asked for.
function ensureFileBelongs(statement: Statement, delivered: Delivered | null): void {
  if (delivered !== null && !('sealed' in statement)) throw new Refusal('SEALED_FILE_MISMATCH', statement.typ);
}

/** Before all founders have signed, only founding and signing are possible. */
function networkFor({ loaded }: Reading, { statement, digest }: Submitted): Network {
  if (statement.typ === 'network.found/1') return foundingNetwork(statement, digest);
  const network = loaded.get(networkKey);
  const open = network?.status === 'active' || statement.typ === 'network.sign/1';
  if (network === undefined || !open) throw new Refusal('NETWORK_NOT_FOUNDED');
  return network;
}

interface Hearing {
  readonly rule: Rule<StatementType>;
  readonly network: Network;
  readonly submission: Submission;
}

async function signerOf({ loaded }: Reading, submitted: Submitted, hearing: Hearing): Promise<Officer> {
  const { statement, handle } = submitted;
  const officer =
    statement.typ === 'network.found/1' ? foundingOfficer(statement, handle) : loaded.get(officerKey(handle));
  if (officer === undefined) throw new Refusal('UNKNOWN_OFFICER');
  await ensureSigned(submitted, fromBase64url(officer.key));
  const { network, rule, submission } = hearing;
  const { submitter, now } = submission;
  const outbox = outboxOf(statement, loaded);
  return lawfulCaller({ statement, officer, network, roles: rule.roles, submitter, now, outbox });
}

function provedAmong(certificates: ReadonlyMap<string, Certified>, certificate: string): Certified {
  const certified = certificates.get(certificate);
  if (certified === undefined) throw new Error('the rule did not declare this certificate');
  return certified;
}

/** The rule's changes and the proof that the statement was applied. */
function written(writes: readonly Write[], { statement, digest }: Submitted, submission: Submission): StateWrite[] {
  const { id, typ } = statement;
  const { now: at, transaction } = submission;
  const applied: Applied = { id, typ, digest, at, transaction };
  return [...writes, { key: statementKey(id), value: applied }].map(({ key, value }) => ({
    key,
    value: fromUtf8(canonicalBytes(value)),
  }));
}
