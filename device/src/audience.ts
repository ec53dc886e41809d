import {
  type Agreement,
  type Clause,
  coveringClause,
  type Handling,
  type Member,
  type Precedence,
  type Purpose,
  Refusal,
  type Unit,
} from '@tocsin/record';
import { DeviceError } from './error.ts';
import { currentSealKey, type SealKey } from './seal-key.ts';
import type { Session } from './session.ts';

/** What somebody wants to share, before anything is sealed. */
export interface Sharing {
  readonly kind: string;
  /** Agencies, or `agency/unit` for a unit of one. */
  readonly to: readonly string[];
  readonly purposes: readonly Purpose[];
  readonly handling: Handling;
  readonly precedence: Precedence;
  /** Identifier or name of the agreement; without one the first in force that covers all of it. */
  readonly agreement?: string | undefined;
}

export interface Reader extends SealKey {
  /** This device has sealed to this unit before. */
  readonly known: boolean;
}

/** Exactly who will be able to read, and what allows it. */
export interface Audience {
  /** Addressed agencies, sorted, each once. */
  readonly to: readonly string[];
  /** Units whose keys the file is sealed to; the author's own among them. */
  readonly readers: readonly Reader[];
  readonly agreement: Agreement;
  readonly clause: Clause;
}

/**
 * Works out who will be able to read a sharing, and proves every key that it will be sealed to.
 * @throws Refusal what the ledger's rules would refuse; DeviceError NO_AGREEMENT, NO_SEAL_KEY, KEY_NOT_PROVEN,
 *   KEY_SUBSTITUTED, NO_ROOT
 */
export async function audienceOf(session: Session, sharing: Sharing): Promise<Audience> {
  const to = [...new Set(sharing.to.map((address) => agencyIn(address)))].sort();
  const { agreement, clause } = await coverOf(session, sharing, to);
  return { to, agreement, clause, readers: await readersOf(session, sharing.to) };
}

const agencyIn = (address: string): string => address.split('/', 1)[0] as string;

async function coverOf(session: Session, sharing: Sharing, to: readonly string[]) {
  const { client, agency, clock } = session;
  const now = clock().toISOString();
  const [listed, agencies] = await Promise.all([client.agreements(), client.agencies()]);
  const member = (code: string): Member => {
    const found = agencies.find((each) => each.code === code && each.status !== 'removed');
    if (found === undefined) throw new Refusal('UNKNOWN_AGENCY', code);
    return { code, class: found.class, country: found.country, status: found.status };
  };
  const asked = { ...sharing, author: member(agency), to: to.map(member) };
  const named = sharing.agreement;
  const candidates = listed
    .map(({ agreement }) => agreement)
    .filter(({ id, name }) => named === undefined || id === named || name === named);
  return firstCover(candidates, asked, now);
}

/** The first agreement that covers it; the refusal is that of the only candidate, or that none covers it. */
function firstCover(candidates: readonly Agreement[], asked: Parameters<typeof coveringClause>[1], now: string) {
  const refusals: Refusal[] = [];
  for (const agreement of candidates) {
    try {
      return { agreement, clause: coveringClause(agreement, asked, now) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusals.push(error);
    }
  }
  const [only, ...others] = refusals;
  if (only !== undefined && others.length === 0) throw only;
  throw new DeviceError('NO_AGREEMENT', refusals.map(({ code }) => code).join(', ') || 'there is none');
}

/** Proven keys of all addressed units and of the author's own, so that the author can read what was sent. */
export async function readersOf(session: Session, addresses: readonly string[]): Promise<Reader[]> {
  const own = `${session.agency}/${session.unit}`;
  const readers = await Promise.all([...new Set([...addresses, own])].map((address) => readersAt(session, address)));
  return readers.flat();
}

async function readersAt(session: Session, address: string): Promise<Reader[]> {
  const agency = agencyIn(address);
  const unit = address.slice(agency.length + 1);
  const [units, keys] = await Promise.all([session.client.units(agency), session.client.keys({ agency })]);
  const addressed = units.filter((each) => isAddressed(each, unit));
  const now = session.clock().toISOString();
  const found = await Promise.all(
    addressed.map(({ code }) => currentSealKey(session, keys, { agency, unit: code }, now)),
  );
  const readers = found.filter((key) => key !== null);
  if (readers.length === 0) throw new DeviceError('NO_SEAL_KEY', address);
  return readers;
}

const isAddressed = (unit: Unit, name: string): boolean =>
  !unit.closed && (name === '' ? unit.desk : unit.code === name);

/** Remembers the keys that were sealed to: from now on any other must follow from them. */
export async function pin({ pins }: Session, readers: readonly Reader[]): Promise<void> {
  for (const { agency, unit, epoch, digest } of readers) pins.set(agency, unit, { epoch, digest });
  await pins.save();
}
