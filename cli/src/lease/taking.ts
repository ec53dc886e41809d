import { committed, goodReleases, provenConsents, provenHead, purposesFor } from '@tocsin/device';
import { digest, generateSealKey, parseStatement, type SealKey } from '@tocsin/envelope';
import type { Item, Purpose, StatementId } from '@tocsin/record';
import { Refusal } from '@tocsin/record';
import { act, type Done, type Session } from '../session.ts';
import { draftFor } from '../statement.ts';
import type { LeaseBook } from './book.ts';
import type { KeptItem } from './kept.ts';
import { takeSnapshot } from './snapshot.ts';

/** What an officer wants to be able to open without a line. */
export interface LeaseWish {
  readonly items: readonly StatementId[];
  readonly until: Date;
  /** Default: the first that the first item may be opened for. */
  readonly purpose?: Purpose | undefined;
  readonly basis: string;
  readonly caseReference?: string | undefined;
}

interface Taking {
  readonly book: LeaseBook;
  /** X-Wing public key that the lease is kept under. */
  readonly storeKey: Uint8Array;
  progress(text: string): void;
}

/**
 * Takes a lease: names the items on the ledger, then fetches what opens them and keeps it on this device. Nothing is
 * opened. A lease whose keys did not arrive is still noted, so that it is accounted for.
 * @throws Refusal, ApiError, CliError as reading does
 */
export async function takeLease(
  session: Session,
  wish: LeaseWish,
  { book, storeKey, progress }: Taking,
): Promise<Done> {
  const items = await Promise.all([...new Set(wish.items)].map((id) => itemNamed(session, id)));
  const [first] = items;
  const purpose = wish.purpose ?? (first === undefined ? undefined : purposesFor(first, session.agency)[0]);
  if (purpose === undefined) throw new Refusal('PURPOSE_NOT_ALLOWED');
  const oneTime = generateSealKey();
  const draft = draftFor(session.agency);
  const until = wish.until.toISOString();
  const entry = { id: draft.id, at: null, until, items: items.map(({ id }) => id) };
  const [why, matter] = [
    committed(wish.basis),
    wish.caseReference === undefined ? null : committed(wish.caseReference),
  ];
  const named = items.map(({ record, id }) => ({ record, item: id }));
  const about = { items: named, until, purpose, basis: why.digest, case: matter?.digest ?? null };
  await book.write(entry);
  const done = await act(session, 'lease.take/1', { ...about, epk: digest(oneTime.publicKey) }, { draft }).catch(
    async (error: unknown) => {
      if (error instanceof Refusal || isRefused(error)) await book.forget(draft.id);
      throw error;
    },
  );
  await Promise.all([book.write({ ...entry, at: done.at }), session.notes.words(done, { basis: why, case: matter })]);
  const kept: KeptItem[] = [];
  for (const item of items) {
    progress(`${kept.length} of ${items.length} fetched`);
    kept.push(await fetchItem(session, { lease: done.id, item, oneTime }));
  }
  const snapshot = await takeSnapshot(
    session.client,
    items.map(({ record }) => record),
  );
  const lease = { id: done.id, at: done.at, until, purpose, esk: oneTime.secretKey, items: kept, snapshot };
  await book.keep(lease, storeKey);
  oneTime.secretKey.fill(0);
  progress('');
  return done;
}

/** The ledger said no: there is no such lease. Without an answer there may be one. */
const isRefused = (error: unknown): boolean => {
  const { status } = error as { status?: unknown };
  return typeof status === 'number' && status >= 400 && status < 500;
};

/** An item by its own identifier: a post bears its record's. */
async function itemNamed({ client }: Session, id: StatementId): Promise<Item> {
  const { payload } = parseStatement((await client.statement(id)).jws);
  const record = payload.typ === 'record.follow-up/1' ? String(payload.record) : id;
  const item = (await client.record(record)).items.find((one) => one.id === id);
  if (item === undefined || item.sealed === null) throw new Refusal('UNKNOWN_RECORD', id);
  return item;
}

interface Fetching {
  readonly lease: StatementId;
  readonly item: Item;
  readonly oneTime: SealKey;
}

async function fetchItem(session: Session, { lease, item, oneTime }: Fetching): Promise<KeptItem> {
  const { client } = session;
  const [proven, consented, file, wrapped] = await Promise.all([
    provenHead(session, item),
    provenConsents(session, item),
    client.file(item.id),
    client.leaseKey(lease, item.id, oneTime.publicKey),
  ]);
  if (proven.mode === 'direct') return { item, proven, consented, file, wrapped, releases: [] };
  const ask = (except: readonly string[]) =>
    client.leaseShares(lease, { item: item.id, epk: oneTime.publicKey, except });
  const answers = await ask([]);
  const trust = { rootOf: () => undefined, crls: () => [], at: session.clock() };
  const locked = { access: lease, head: proven.head, file, reader: wrapped, oneTime, trust, answers, ask };
  return { item, proven, consented, file, wrapped, releases: await goodReleases(session, locked) };
}
