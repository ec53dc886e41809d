import { type Judgement, judge } from '@tocsin/chaincode';
import { digest, parseStatement } from '@tocsin/envelope/verify';
import { type Agency, type AgencyCode, agencyKey, type Delivered, Refusal, type StatementOf } from '@tocsin/record';
import { openEnvelope } from './envelope.ts';
import type { Store, Version } from './store.ts';

/** A statement as a gateway hands it over. */
export interface Proposal {
  readonly envelope: string;
  readonly statement: string;
  readonly file: Uint8Array | null;
}

/** A lawful statement, with the versions of all state that the judgement rests on. */
export interface Endorsed extends Proposal {
  /** SHA-256 of the envelope, hex. */
  readonly id: string;
  readonly at: string;
  readonly verdict: Judgement;
  readonly reads: ReadonlyMap<string, Version | null>;
}

/** Judges a proposal against committed state. @throws Refusal or EnvelopeError; nothing is written then. */
export async function endorse(store: Store, proposal: Proposal, at: string): Promise<Endorsed> {
  const { envelope, statement, file } = proposal;
  const sender = await openEnvelope(envelope, statement, (agency) => rootOf(store, agency, statement), at);
  const delivered = measured(file, sender.file);
  const reads = new Map<string, Version | null>();
  const read = { read: async (keys: readonly string[]) => keys.map((key) => remember(store, key, reads)) };
  const submission = { statement, delivered, submitter: sender.agency, now: at, clock: at, state: read };
  const verdict = await judge(submission);
  return { ...proposal, id: digest(envelope), at, verdict, reads };
}

function remember(store: Store, key: string, reads: Map<string, Version | null>): string | undefined {
  const found = store.get(key);
  reads.set(key, found?.version ?? null);
  return found?.value;
}

function measured(file: Uint8Array | null, promised: Delivered | null): Delivered | null {
  if (file === null && promised === null) return null;
  if (file === null || promised === null) throw new Refusal('SEALED_FILE_MISSING');
  const delivered = { hash: digest(file), size: file.length };
  if (delivered.hash !== promised.hash || delivered.size !== promised.size) throw new Refusal('SEALED_FILE_MISMATCH');
  return delivered;
}

/** The agency's root as registered; before the network is founded, as the founding statement brings it. */
function rootOf(store: Store, agency: AgencyCode, statement: string): string | undefined {
  const registered = store.get(agencyKey(agency));
  if (registered !== undefined) return (JSON.parse(registered.value) as Agency).root;
  return foundingRoot(statement, agency);
}

/** The root that a founding statement names for a member; nothing for other statements. */
export function foundingRoot(statement: string, agency: AgencyCode): string | undefined {
  const payload = parseStatement(statement).payload as unknown as StatementOf<'network.found/1'>;
  if (payload.typ !== 'network.found/1' || !Array.isArray(payload.members)) return undefined;
  return payload.members.find((member) => member?.code === agency)?.root;
}
