import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  digest,
  EnvelopeError,
  generateSealKey,
  type Head,
  type Inner,
  openFile,
  openRewrapped,
  parseStatement,
  randomBytes,
  toBase64url,
  verifyStatement,
} from '@tocsin/envelope';
import {
  ensureContent,
  ensureStatement,
  type Item,
  type Purpose,
  Refusal,
  type Sealed,
  type Statement,
  type StatementId,
} from '@tocsin/record';
import { CliError } from './error.ts';
import { replacePrivate } from './file.ts';
import { act, type Done, type Session } from './session.ts';

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
}

export interface Opened {
  readonly access: Done;
  readonly item: Item;
  readonly inner: Inner;
}

/**
 * Opens a sealed file in the order of docs/spec/access.md: one-time key, access on the ledger, key, file, every check,
 * receipt. A failure after the access is receipted too, with its code.
 * @throws Refusal, ApiError, EnvelopeError; CliError STATEMENT_NOT_PROVEN, NO_ROOT
 */
export async function open(session: Session, reading: Reading): Promise<Opened> {
  const detail = await session.client.record(reading.record);
  const item = detail.items.find(({ id }) => id === (reading.item ?? reading.record));
  if (item === undefined || item.sealed === null) throw new Refusal('UNKNOWN_RECORD', reading.item ?? reading.record);
  const proven = await provenHead(session, item);
  const oneTime = generateSealKey();
  const access = await requestAccess(session, { ...reading, item, epk: oneTime.publicKey });
  try {
    const inner = await fetchAndOpen(session, { access, head: proven, posted: item.posted, oneTime });
    ensureContent(item.id === item.record ? item.kind : 'follow-up', inner.content);
    await act(session, 'access.receipt/1', {
      access: access.id,
      outcome: 'opened',
      reason: null,
      released: [],
      faulty: [],
    });
    return { access, item, inner };
  } catch (error) {
    await receiptFailure(session, access.id, error);
    throw error;
  } finally {
    oneTime.secretKey.fill(0);
  }
}

/** The head of an item as its author signed it: the gateway's word for it is not enough. */
async function provenHead(session: Session, item: Item): Promise<Head> {
  const [{ jws, at }, officers, agencies] = await Promise.all([
    session.client.statement(item.id),
    session.client.officers(item.author),
    session.client.agencies(item.author),
  ]);
  const issuing = agencies.find(({ code }) => code === item.author)?.issuing;
  const officer = officers.find(({ handle }) => handle === item.officer);
  if (issuing === undefined || officer === undefined) throw new CliError('STATEMENT_NOT_PROVEN', 'unknown author');
  const certificate = await session.roots.certified(item.author, officer.certificate, issuing, new Date(at));
  if (certificate.commonName !== item.officer) throw new CliError('STATEMENT_NOT_PROVEN', 'another signer');
  await verifyStatement(jws, certificate.spki);
  return headIn(ensureStatement(parseStatement(jws).payload), item, parseStatement(jws).header.kid);
}

function headIn(statement: Statement, item: Item, handle: string): Head {
  const about = postedIn(statement, item.agreement);
  const record = statement.typ === 'record.follow-up/1' ? statement.record : statement.id;
  const named = statement.id === item.id && record === item.record;
  const same = named && statement.agency === item.author && handle === item.officer;
  if (about === null || about.sealed === null || !same) throw new CliError('STATEMENT_NOT_PROVEN', 'another statement');
  const { sealed, to, handling, agreement } = about;
  const { hash: fileHash, header: headerHash } = sealed;
  return { id: item.id, author: item.author, handle, to: [...to], agreement, handling, fileHash, headerHash };
}

type Sharing = { sealed: Sealed | null; to: string[]; handling: object; agreement: string };

/** A follow-up stands under the agreement of its record, which the sealed content names again. */
function postedIn(statement: Statement, agreement: string): Sharing | null {
  if (statement.typ === 'record.post/1') return statement;
  return statement.typ === 'record.follow-up/1' ? { ...statement, agreement } : null;
}

interface AccessWish extends Omit<Reading, 'item'> {
  readonly item: Item;
  readonly epk: Uint8Array;
}

async function requestAccess(
  session: Session,
  { item, purpose, basis, caseReference, epk }: AccessWish,
): Promise<Done> {
  const chosen = purpose ?? item.purposes[0];
  if (chosen === undefined) throw new Refusal('PURPOSE_NOT_ALLOWED');
  const why = committed(basis);
  const matter = caseReference === undefined ? null : committed(caseReference);
  const access = await act(session, 'access.request/1', {
    record: item.record,
    item: item.id,
    purpose: chosen,
    basis: why.digest,
    case: matter?.digest ?? null,
    epk: digest(epk),
  });
  await note(session, access, { basis: why, case: matter });
  return access;
}

/** Words that are committed to without being told: their salted digest goes out, they stay here. */
interface Commitment {
  readonly salt: string;
  readonly text: string;
  readonly digest: string;
}

function committed(text: string): Commitment {
  const salt = toBase64url(randomBytes(32));
  return { salt, text, digest: digest(`${salt}.${text}`) };
}

/** What the officer must be able to show an auditor: `SHA-256(salt || "." || text)` is on the ledger. */
async function note(session: Session, { id, at }: Done, words: object): Promise<void> {
  const folder = join(session.folder, 'accesses');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await replacePrivate(join(folder, `${id}.json`), `${JSON.stringify({ access: id, at, ...words }, null, 2)}\n`);
}

interface Fetching {
  readonly access: Done;
  readonly head: Head;
  readonly posted: string;
  readonly oneTime: { readonly publicKey: Uint8Array; readonly secretKey: Uint8Array };
}

async function fetchAndOpen(session: Session, { access, head, posted, oneTime }: Fetching): Promise<Inner> {
  const [wrapped, file] = await Promise.all([
    session.client.accessKey(access.id, oneTime.publicKey),
    session.client.file(head.id),
  ]);
  const bound = { access: access.id, file: head.id, fileHash: head.fileHash };
  const fileKey = openRewrapped(oneTime.secretKey, wrapped, bound);
  const { roots, agency: me } = session;
  const trust = { rootOf: (a: string) => roots.rootOf(a), crls: (a: string) => roots.crls(a), at: new Date(posted) };
  return openFile({ file, head, me, trust, fileKey }).finally(() => fileKey.fill(0));
}

/** Tells the ledger why nothing was opened; that this fails too must not hide the first failure. */
async function receiptFailure(session: Session, access: StatementId, error: unknown): Promise<void> {
  const { code } = error as { code?: unknown };
  const told = error instanceof EnvelopeError || error instanceof Refusal || typeof code === 'string';
  const reason = told && /^[A-Z_]{1,40}$/.test(String(code)) ? String(code) : 'INTERNAL_ERROR';
  await act(session, 'access.receipt/1', { access, outcome: 'failed', reason, released: [], faulty: [] }).catch(
    () => undefined,
  );
}
