import { generateSealKey, type Inner, openFile, openRewrapped, type SealKey } from '@tocsin/envelope';
import { ensureContent, type Item, type Purpose, Refusal, type StatementId } from '@tocsin/record';
import { requestAccess } from './access-request.ts';
import { provenConsents } from './consent.ts';
import { openByGrant } from './granted.ts';
import { type ProvenHead, provenHead } from './proven-head.ts';
import { receive, receiveFailure } from './receipt.ts';
import type { Done, Session } from './session.ts';
import { type ByTrustees, openWithShares } from './shares.ts';

/** A wish to open one sealed file. */
export interface Reading {
  readonly record: StatementId;
  /** Default: the post itself. */
  readonly item?: StatementId | undefined;
  /** Default: the first of the item's purposes. */
  readonly purpose?: Purpose | undefined;
  /** Why, in words: only their salted digest leaves this device. */
  readonly basis: string;
  readonly caseReference?: string | undefined;
  /** Called where the access stands and its author's grant is waited for, instead of the trustees' shares. */
  readonly byGrant?: ((access: Done) => void) | undefined;
}

export interface Opened extends ByTrustees {
  readonly access: Done;
  readonly item: Item;
  readonly inner: Inner;
}

/**
 * Opens a sealed file in the order of docs/spec/access.md: one-time key, access on the ledger, what opens the file, the
 * file, every check, receipt. A failure after the access is receipted too, with its code.
 * @throws Refusal, ApiError, EnvelopeError, WitnessError; DeviceError STATEMENT_NOT_PROVEN, NO_ROOT, TRUSTEES_SILENT
 */
export async function open(session: Session, reading: Reading): Promise<Opened> {
  const detail = await session.client.record(reading.record);
  const item = detail.items.find(({ id }) => id === (reading.item ?? reading.record));
  if (item === undefined || item.sealed === null) throw new Refusal('UNKNOWN_RECORD', reading.item ?? reading.record);
  const [proven, consented] = await Promise.all([provenHead(session, item), provenConsents(session, item)]);
  const oneTime = generateSealKey();
  const { purpose, basis, caseReference } = reading;
  const access = await requestAccess(session, { item, purpose, basis, caseReference, epk: oneTime.publicKey });
  try {
    const opening = { access, proven, consented, posted: item.posted, oneTime, byGrant: reading.byGrant };
    const { inner, released, faulty } = await fetchAndOpen(session, opening);
    ensureContent(item.id === item.record ? item.kind : 'follow-up', inner.content);
    await receive(session, access.id, { released, faulty });
    return { access, item, inner, released, faulty };
  } catch (error) {
    await receiveFailure(session, access.id, error);
    throw error;
  } finally {
    oneTime.secretKey.fill(0);
  }
}

interface Opening {
  readonly access: Done;
  readonly proven: ProvenHead;
  readonly consented: readonly string[];
  readonly posted: string;
  readonly oneTime: SealKey;
  readonly byGrant: Reading['byGrant'];
}

async function fetchAndOpen(session: Session, opening: Opening): Promise<ByTrustees & { readonly inner: Inner }> {
  const { access, proven, consented, posted, oneTime, byGrant } = opening;
  const { client, roots, agency: me } = session;
  const at = new Date(posted);
  const trust = { rootOf: (a: string) => roots.rootOf(a), crls: (a: string) => roots.crls(a), at, consented };
  const fetched = client.file(proven.head.id);
  if (proven.mode === 'witnessed' && byGrant !== undefined) {
    byGrant(access);
    const locked = { access: access.id, head: proven.head, file: await fetched, oneTime, trust };
    return { inner: await openByGrant(session, locked), released: [], faulty: [] };
  }
  const own = client.accessKey(access.id, oneTime.publicKey);
  if (proven.mode === 'witnessed') {
    const { head } = proven;
    const [reader, file, answers] = await Promise.all([own, fetched, client.shares(access.id, oneTime.publicKey)]);
    const ask = (except: readonly string[]) => client.shares(access.id, oneTime.publicKey, except);
    return openWithShares(session, { access: access.id, head, file, reader, oneTime, trust, answers, ask });
  }
  const [wrapped, file] = await Promise.all([own, fetched]);
  const { head } = proven;
  const bound = { access: access.id, file: head.id, fileHash: head.fileHash };
  const fileKey = openRewrapped(oneTime.secretKey, wrapped, bound);
  const inner = await openFile({ file, head, me, trust, fileKey }).finally(() => fileKey.fill(0));
  return { inner, released: [], faulty: [] };
}
