import { type HpkeSealed, sealFile, sealWitnessed } from '@tocsin/envelope';
import type { Draft } from '@tocsin/gateway/api';
import { kindNamed, type Precedence, type ReadingTerms, Refusal, type Sealed } from '@tocsin/record';
import { pin, type Reader } from './audience.ts';
import type { Session } from './session.ts';
import { dealtTo, type ProvenRoster, pinTrustees, provenRoster } from './trustees.ts';

/** A file that is about to be sealed, as far as its lock depends on it. */
export interface Lockable {
  readonly kind: string;
  readonly part: 'post' | 'followUp';
  readonly precedence: Precedence;
  readonly direct?: boolean | undefined;
}

/**
 * The trustees whose lock a file gets, each key proved; null for a direct file. Once there is a roster, what its kind says
 * is witnessed goes direct only where it is urgent and the kind lets it.
 * @throws Refusal WITNESS_REQUIRED; DeviceError ROSTER_NOT_PROVEN and those of a key
 */
export async function lockFor(session: Session, { kind, part, precedence, direct = false }: Lockable) {
  const roster = await provenRoster(session);
  const { witnessed } = kindNamed(kind);
  if (roster === null || !witnessed[part]) return null;
  if (!direct) return roster;
  const urgent = precedence === 'IMMEDIATE' || precedence === 'FLASH';
  if (!urgent || !witnessed.urgentDirect) throw new Refusal('WITNESS_REQUIRED', `${kind}, ${precedence}`);
  return null;
}

export interface Sealing {
  readonly draft: Draft;
  /** What the ledger will say of the item: a witnessed file opens under exactly this. */
  readonly terms: ReadingTerms;
  readonly content: unknown;
  readonly readers: readonly Reader[];
  readonly witness: ProvenRoster | null;
}

/** A sealed file with what its statement says of it, and the key that is left with the own gateway. */
export interface SealedItem {
  readonly file: Uint8Array;
  readonly sealed: Sealed;
  readonly deposit: HpkeSealed | null;
}

/** Seals content as the item that `draft` names. Plaintext ends here. */
export async function seal(session: Session, sealing: Sealing): Promise<SealedItem> {
  const { readers, witness, terms } = sealing;
  const request = requestOf(session, sealing);
  if (witness === null) {
    const { file, fileHash: hash, headerHash: header, size } = await sealFile(request);
    return { file, sealed: { mode: 'direct', hash, header, size }, deposit: null };
  }
  const own = readers.find(({ agency, unit }) => agency === session.agency && unit === session.unit);
  const depositTo = own === undefined ? {} : { depositTo: own.publicKey };
  const locked = await sealWitnessed({ ...request, policy: terms, roster: dealtTo(witness), ...depositTo });
  const { file, fileHash: hash, headerHash: header, size, deposit } = locked;
  const { epoch: roster, t, n, cm } = locked.witness;
  return { file, sealed: { mode: 'witnessed', hash, header, size, roster, t, n, cm }, deposit };
}

function requestOf({ agency, signer, chain, clock }: Session, { draft, terms, content, readers }: Sealing) {
  const { to, agreement, handling } = terms;
  const inner = {
    typ: 'tocsin/sealed/1' as const,
    id: draft.id,
    author: { agency, handle: signer.handle },
    to: [...to],
    agreement,
    handling,
    created: clock().toISOString(),
    content,
  };
  return { inner, signer, chain, recipients: readers.map(({ publicKey }) => publicKey) };
}

/** Remembers every key that was sealed to. */
export async function pinAll(
  session: Session,
  readers: readonly Reader[],
  witness: ProvenRoster | null,
): Promise<void> {
  await pin(session, readers);
  if (witness !== null) await pinTrustees(session, witness);
}
