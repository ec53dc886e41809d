import { fromBase64, parseStatement } from '@tocsin/envelope/verify';
import { ensureStatement, type Handle, itemKey, LISTING, type ListingContent, type StatementId } from '@tocsin/record';
import { isFinal } from '../deposit/keep-deposit.ts';
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

/** A listing that somebody proposes or stands for. */
interface Named {
  readonly record: StatementId;
  /** @throws GatewayError KEY_NOT_HELD; Refusal; EnvelopeError; LedgerFault */
  content(): Promise<ListingContent>;
}

/**
 * Submits a statement, but lets no officer of the own agency propose or stand for a listing of somebody whom the agency
 * knows as protected. Where this gateway or the ledger refuses, the own log says so: whoever tries names out is seen.
 * @throws Refusal PROTECTED_SUBJECT; GatewayError LISTINGS_REFUSED, KEY_NOT_HELD; EnvelopeError; LedgerFault
 */
export async function sparingProtected<T>(
  services: Services,
  proposed: Proposed,
  submit: () => Promise<T>,
): Promise<T> {
  const named = namedIn(services, proposed);
  if (named === null) return submit();
  return services.screening.tries.inTurn(proposed.officer, () => sparing(services, proposed.officer, named, submit));
}

async function sparing<T>(services: Services, officer: Handle, named: Named, submit: () => Promise<T>): Promise<T> {
  const { screening, clock } = services;
  const { tries } = screening;
  tries.mustBeLeft(officer, clock().getTime());
  const content = await named.content();
  try {
    await (await screening.protection()).mustNotName(content);
    return await submit();
  } catch (fault) {
    if (isFinal(fault)) {
      tries.count(officer, clock().getTime());
      await noteRefusal(services, { officer, record: named.record, fault });
    }
    throw fault;
  }
}

/** Null for every other statement, and for what the ledger refuses anyway or holds already. */
function namedIn(services: Services, { statement: jws, file }: Proposed): Named | null {
  const read = readStatement(jws);
  if (read === null || statementOf(services.view, read.statement.id) !== undefined) return null;
  const { statement, officer } = read;
  if (statement.typ === 'listing.confirm/1') {
    const { record } = statement;
    const item = services.view.state(itemKey(record));
    if (item?.kind !== LISTING || item.sealed === null || !item.to.includes(services.agency)) return null;
    return { record, content: () => openListing(services, record) };
  }
  if (statement.typ !== 'record.post/1' || statement.kind !== LISTING || file === undefined) return null;
  if (statement.sealed.mode !== 'direct') return null;
  const { id, agency: author, to, agreement, handling, sealed } = statement;
  const posted = services.clock().toISOString();
  const item: Posted = { id, author, officer, to, agreement, handling, sealed, posted, shared: [] };
  return { record: id, content: () => listingIn(services, item, fromBase64(file)) };
}

/** What is no statement is for the ledger to refuse. */
function readStatement(jws: string) {
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
