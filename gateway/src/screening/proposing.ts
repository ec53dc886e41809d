import { fromBase64, parseStatement } from '@tocsin/envelope/verify';
import {
  ensureContent,
  ensureStatement,
  type Handle,
  type Instant,
  itemKey,
  LISTING,
  type ListingContent,
  type Statement,
  type StatementId,
} from '@tocsin/record';
import { isFinal } from '../deposit/keep-deposit.ts';
import { GatewayError } from '../error.ts';
import { codeOf } from '../plugins/fault-code.ts';
import type { Services } from '../services.ts';
import { statementOf } from '../view/directory.ts';
import { listingIn, openListing, type Posted } from './opening.ts';

export interface Proposed {
  readonly statement: string;
  /** Base64. */
  readonly file?: string | undefined;
  readonly officer: Handle;
}

interface Read {
  readonly statement: Statement;
  /** Who signed it. */
  readonly officer: Handle;
}

/** A listing that somebody proposes or stands for. */
interface Named {
  readonly record: StatementId;
  /** Whoever was a child then is not listed, whatever the author's device said to it. */
  readonly posted: Instant;
  /** @throws GatewayError KEY_NOT_HELD; Refusal; EnvelopeError; LedgerFault */
  content(): Promise<ListingContent>;
}

/**
 * Submits a statement, but lets no officer of the own agency propose or stand for a listing of somebody whom the agency
 * knows as protected, nor any listing while it does not know whom. Where this gateway or the ledger refuses, the own log
 * says so: whoever tries names out is seen.
 * @throws Refusal PROTECTED_SUBJECT; GatewayError NOT_SCREENED, LISTINGS_REFUSED, KEY_NOT_HELD; EnvelopeError; LedgerFault
 */
export async function sparingProtected<T>(
  services: Services,
  proposed: Proposed,
  submit: () => Promise<T>,
): Promise<T> {
  const read = readStatement(proposed.statement);
  if (read === null || !mayName(read.statement)) return submit();
  // A retry of what stands on the ledger changes nothing.
  if (statementOf(services.view, read.statement.id) !== undefined) return submit();
  return services.screening.tries.inTurn(proposed.officer, () => sparing(services, proposed, read, submit));
}

const mayName = (statement: Statement): boolean =>
  statement.typ === 'listing.confirm/1' || (statement.typ === 'record.post/1' && statement.kind === LISTING);

async function sparing<T>(services: Services, proposed: Proposed, read: Read, submit: () => Promise<T>): Promise<T> {
  const { screening, clock, limits } = services;
  const { tries } = screening;
  const { officer } = proposed;
  tries.mustBeLeft(officer, clock().getTime());
  const signal = AbortSignal.timeout(limits.screenMs);
  await seen(services, signal);
  const named = namedIn(services, proposed, read);
  if (named === null) return submit();
  const content = await named.content();
  try {
    ensureContent(LISTING, content, named.posted);
    await (await screening.protection()).mustNotName(content, signal);
    return await submit();
  } catch (fault) {
    if (isFinal(fault)) {
      tries.count(officer, clock().getTime());
      await noteRefusal(services, { officer, record: named.record, fault });
    }
    throw fault;
  }
}

/**
 * Resolves once the view shows all that the own peer has: a view that lags, or is built again, lacks alerts and listings.
 * @throws GatewayError NOT_SCREENED
 */
async function seen({ ledger, follower }: Services, signal: AbortSignal): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(new GatewayError('NOT_SCREENED', 'late')), { once: true });
  const caughtUp = async () => follower.reached((await ledger.height()) - 1n, signal);
  await Promise.race([caughtUp(), late]).catch((fault: unknown) => {
    throw fault instanceof GatewayError && fault.code === 'NOT_SCREENED'
      ? fault
      : new GatewayError('NOT_SCREENED', codeOf(fault).code, fault);
  });
}

/** Null for what the ledger refuses anyway. */
function namedIn(services: Services, { file }: Proposed, { statement, officer }: Read): Named | null {
  if (statement.typ === 'listing.confirm/1') {
    const { record } = statement;
    const item = services.view.state(itemKey(record));
    if (item?.kind !== LISTING || item.sealed === null || !item.to.includes(services.agency)) return null;
    return { record, posted: item.posted, content: () => openListing(services, record) };
  }
  if (statement.typ !== 'record.post/1' || statement.kind !== LISTING || file === undefined) return null;
  if (statement.sealed.mode !== 'direct') return null;
  const { id, agency: author, to, agreement, handling, sealed } = statement;
  const posted = services.clock().toISOString();
  const item: Posted = { id, author, officer, to, agreement, handling, sealed, posted, shared: [] };
  return { record: id, posted, content: () => listingIn(services, item, fromBase64(file)) };
}

/** What is no statement is for the ledger to refuse. */
function readStatement(jws: string): Read | null {
  try {
    const { header, payload } = parseStatement(jws);
    return { statement: ensureStatement(payload), officer: header.kid };
  } catch {
    return null;
  }
}

async function noteRefusal(
  { agency, repeats, clock }: Services,
  { officer, record, fault }: { officer: Handle; record: StatementId; fault: unknown },
): Promise<void> {
  const about = { access: null, item: record, key: null, code: codeOf(fault).code };
  await repeats.append({ at: clock().toISOString(), kind: 'refusal', agency, officer, ...about });
}
