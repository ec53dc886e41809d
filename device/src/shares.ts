import {
  EnvelopeError,
  type HpkeSealed,
  type Inner,
  openWitnessed,
  type Release,
  type SealKey,
  type SignedRelease,
  type Trust,
  unlockWitnessed,
  verifyRelease,
  WitnessError,
  type WitnessedHead,
} from '@tocsin/envelope';
import type { TrusteeAnswer } from '@tocsin/gateway/api';
import type { AgencyCode, StatementId } from '@tocsin/record';
import { DeviceError } from './error.ts';
import type { Session } from './session.ts';

/** A witnessed file that a committed access is for, with the own agency's layer of its lock. */
export interface Locked {
  readonly access: StatementId;
  readonly head: WitnessedHead;
  readonly file: Uint8Array;
  readonly reader: HpkeSealed;
  readonly oneTime: SealKey;
  readonly trust: Trust;
  /** What the trustees have answered first: asked for together with the file. */
  readonly answers: readonly TrusteeAnswer[];
  /** Asks them again, but for those whose answers were bad. */
  ask(except: readonly AgencyCode[]): Promise<readonly TrusteeAnswer[]>;
}

/** Whose shares opened it, and who answered with what was no share: both go into the receipt. */
export interface ByTrustees {
  readonly released: AgencyCode[];
  readonly faulty: AgencyCode[];
}

/**
 * Opens a witnessed file with the trustees' shares. Each release is proved to be its trustee's, by the roots in this
 * profile, and held against what the author committed to; a bad one is named, and one more trustee is asked.
 * @throws EnvelopeError, WitnessError, ApiError; DeviceError TRUSTEES_SILENT with what each has answered
 */
export async function openWithShares(
  session: Session,
  locked: Locked,
): Promise<ByTrustees & { readonly inner: Inner }> {
  const { access, head, file, reader, oneTime, trust } = locked;
  const esk = oneTime.secretKey;
  const { result, ...by } = await withShares(session, locked, async (releases) => {
    const about = { file, head, me: session.agency, trust };
    const { inner, bad } = await openWitnessed({ ...about, access, esk, reader, releases });
    return { result: inner, bad };
  });
  return { ...by, inner: result };
}

/**
 * Good releases of enough trustees, without opening anything: what a device takes along for the time without a line.
 * @throws as {@link openWithShares}
 */
export async function goodReleases(session: Session, locked: Locked): Promise<readonly Release[]> {
  const { access, head, file, reader, oneTime } = locked;
  const esk = oneTime.secretKey;
  const { result } = await withShares(session, locked, async (releases) => {
    const { fileKey, bad } = await unlockWitnessed({ file, head, access, esk, reader, releases });
    fileKey.fill(0);
    return { result: releases.filter(({ index }) => !bad.includes(index)), bad };
  });
  return result;
}

type Use<T> = (releases: readonly Release[]) => Promise<{ readonly result: T; readonly bad: readonly number[] }>;

/** Uses the releases there are, and asks for more while some are bad. */
async function withShares<T>(
  session: Session,
  locked: Locked,
  use: Use<T>,
): Promise<ByTrustees & { readonly result: T }> {
  const { access, head } = locked;
  const faulty = new Set<AgencyCode>();
  for (let { answers } = locked; ; answers = await locked.ask([...faulty])) {
    const known = faulty.size;
    const signed = await provenIn(session, answers, locked, faulty);
    const releases = signed.map(({ release }) => release);
    try {
      const { result, bad } = await use(releases);
      for (const agency of agenciesAt(signed, bad)) faulty.add(agency);
      const used = signed.filter(({ trustee }) => !faulty.has(trustee)).slice(0, head.witness.t);
      return { result, released: used.map(({ trustee }) => trustee), faulty: [...faulty] };
    } catch (error) {
      if (!isShort(error)) throw Object.assign(error as Error, { faulty: [...faulty] });
      for (const agency of agenciesAt(signed, error.trustees)) faulty.add(agency);
      // Somebody new was found bad: there may be others who have not been counted on yet.
      if (faulty.size === known) throw Object.assign(silence(answers, access), { faulty: [...faulty] });
    }
  }
}

const isShort = (error: unknown): error is WitnessError =>
  error instanceof WitnessError && (error.code === 'BAD_SHARE' || error.code === 'TOO_FEW_SHARES');

const agenciesAt = (signed: readonly SignedRelease[], places: readonly number[]): AgencyCode[] =>
  signed.filter(({ release }) => places.includes(release.index)).map(({ trustee }) => trustee);

/** The releases that are the trustees' own, for this access and item; who sent anything else is faulty. */
async function provenIn(session: Session, answers: readonly TrusteeAnswer[], locked: Locked, faulty: Set<AgencyCode>) {
  const { roots } = session;
  const trust = {
    rootOf: (agency: string) => roots.rootOf(agency),
    crls: (agency: string) => roots.crls(agency),
    at: session.clock(),
  };
  const proven: SignedRelease[] = [];
  for (const answer of answers) {
    if (!('release' in answer) || faulty.has(answer.agency)) continue;
    const signed = await verifyRelease(answer.release, trust).catch(ifBad);
    const { agency } = answer;
    const own = signed?.trustee === agency && signed.access === locked.access && signed.item === locked.head.id;
    if (own) proven.push(signed);
    else faulty.add(agency);
  }
  return proven;
}

function ifBad(error: unknown): null {
  if (error instanceof EnvelopeError) return null;
  throw error;
}

function silence(answers: readonly TrusteeAnswer[], access: StatementId): DeviceError {
  const told = answers.map((answer) => `${answer.agency} ${'refused' in answer ? answer.refused : 'released'}`);
  return new DeviceError('TRUSTEES_SILENT', `access ${access}: ${told.join(', ')}`);
}
