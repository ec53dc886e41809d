import { type Judgement, judge } from '@tocsin/chaincode';
import { digestFile, parseStatement } from '@tocsin/envelope/verify';
import { type AgencyCode, type Delivered, MAX_SEALED_BYTES, Refusal, type StatementOf } from '@tocsin/record';
import { digestOf } from './block.ts';
import { openEnvelope } from './envelope.ts';

/** A statement as a gateway hands it over. */
export interface Proposal {
  /** The gateway's signature over statement and file (compact JWS). */
  readonly envelope: string;
  readonly statement: string;
}

/** What a proposal is judged against. */
export interface Bench {
  /** Ledger time. */
  readonly at: string;
  /** The machine's own clock. */
  readonly clock: string;
  /** Committed state under a key, canonical JSON. */
  get(key: string): string | undefined;
  /** Root certificate of an agency (DER, base64url), as far as `statement` may rely on it. */
  rootOf(agency: AgencyCode, statement: string): string | undefined;
}

/** A lawful proposal, with the keys that the judgement rests on. */
export interface Endorsed extends Proposal {
  /** SHA-256 of the envelope, hex. */
  readonly id: string;
  readonly judgement: Judgement;
  /** The file as the envelope names it. */
  readonly file: Delivered | null;
  readonly reads: ReadonlySet<string>;
}

/** Judges a proposal; the same function serves the running ledger and whoever verifies its export. @throws Refusal */
export async function endorse({ envelope, statement }: Proposal, { at, clock, get, rootOf }: Bench): Promise<Endorsed> {
  const { agency, file } = await openEnvelope(envelope, statement, (code) => rootOf(code, statement), at);
  const reads = new Set<string>();
  const read = async (keys: readonly string[]) => {
    for (const key of keys) reads.add(key);
    return keys.map(get);
  };
  const id = digestOf(envelope);
  const by = { submitter: agency, transaction: id };
  const judgement = await judge({ statement, delivered: file, ...by, now: at, clock, state: { read } });
  return { envelope, statement, id, judgement, file, reads };
}

/**
 * Two transactions of one block that meet: the later one rests on what the earlier one has changed.
 * Judging and ordering are one step here, so no other block can have come between.
 */
export const conflicts = ({ reads }: Endorsed, written: ReadonlyMap<string, unknown>): boolean =>
  [...reads].some((key) => written.has(key));

/** Hash and size of a sealed file. @throws Refusal SEALED_FILE_TOO_LARGE, before any work is spent on it */
export async function measured(file: Uint8Array): Promise<Delivered> {
  if (file.length > MAX_SEALED_BYTES) throw new Refusal('SEALED_FILE_TOO_LARGE');
  return { hash: await digestFile(file), size: file.length };
}

/** The root that a founding statement names for a member; nothing for other statements. */
export function foundingRoot(statement: string, agency: AgencyCode): string | undefined {
  const payload = parseStatement(statement).payload as unknown as StatementOf<'network.found/1'>;
  if (payload.typ !== 'network.found/1' || !Array.isArray(payload.members)) return undefined;
  return payload.members.find((member) => member?.code === agency)?.root;
}
