import { parseStatement, verifyStatement, type WitnessedHead } from '@tocsin/envelope';
import {
  type AgencyCode,
  ensureStatement,
  type Handle,
  type Item,
  readingTerms,
  type Sealed,
  type Statement,
  type StatementId,
} from '@tocsin/record';
import { DeviceError } from './error.ts';
import type { Session } from './session.ts';

/** A head that was proved to be the author's word: of a direct file, or of a witnessed one with its lock. */
export type ProvenHead =
  | { readonly mode: 'direct'; readonly head: Omit<WitnessedHead, 'policy' | 'witness'> }
  | { readonly mode: 'witnessed'; readonly head: WitnessedHead };

/**
 * The head of an item as its author signed it: the gateway's word for it is not enough. A file that was sealed anew since
 * has its hashes from the author's agency's later statement, which is proved in the same way.
 * @throws DeviceError STATEMENT_NOT_PROVEN, NO_ROOT; EnvelopeError of a chain or signature
 */
export async function provenHead(session: Session, item: Item): Promise<ProvenHead> {
  const posted = await provenStatement(session, item.id, item.author);
  const about = postedIn(posted.statement, item, posted.handle);
  if (item.sealedBy === item.id) return headOf(item, posted.handle, about.to, about.handling, about.sealed);
  const { statement } = await provenStatement(session, item.sealedBy, item.author);
  const again = statement.typ === 'record.rehead/1' && statement.item === item.id && statement.record === item.record;
  if (!again) throw new DeviceError('STATEMENT_NOT_PROVEN', 'another statement');
  return headOf(item, posted.handle, about.to, about.handling, statement.sealed);
}

interface ProvenStatement {
  readonly statement: Statement;
  readonly handle: Handle;
}

/** A statement with the signature of an officer who chains to the agency's root in this profile. */
export async function provenStatement(session: Session, id: StatementId, agency: AgencyCode): Promise<ProvenStatement> {
  const { client, roots } = session;
  const [{ jws, at }, officers, agencies] = await Promise.all([
    client.statement(id),
    client.officers(agency),
    client.agencies(agency),
  ]);
  const { header, payload } = parseStatement(jws);
  const issuing = agencies.find(({ code }) => code === agency)?.issuing;
  const officer = officers.find(({ handle }) => handle === header.kid);
  if (issuing === undefined || officer === undefined) throw new DeviceError('STATEMENT_NOT_PROVEN', 'unknown author');
  const certificate = await roots.certified(agency, officer.certificate, issuing, new Date(at));
  if (certificate.commonName !== header.kid) throw new DeviceError('STATEMENT_NOT_PROVEN', 'another signer');
  await verifyStatement(jws, certificate.spki);
  const statement = ensureStatement(payload);
  if (statement.id !== id || statement.agency !== agency)
    throw new DeviceError('STATEMENT_NOT_PROVEN', 'another statement');
  return { statement, handle: header.kid };
}

/** What the item's own statement says of it, if it is that statement. */
function postedIn(statement: Statement, item: Item, handle: Handle) {
  const isPost = statement.typ === 'record.post/1' && item.record === statement.id;
  const isFollowUp = statement.typ === 'record.follow-up/1' && item.record === statement.record;
  if ((!isPost && !isFollowUp) || statement.sealed === null || handle !== item.officer) {
    throw new DeviceError('STATEMENT_NOT_PROVEN', 'another statement');
  }
  // A follow-up stands under the agreement of its record, which the sealed content names again.
  if (isPost && statement.agreement !== item.agreement)
    throw new DeviceError('STATEMENT_NOT_PROVEN', 'another agreement');
  return { to: statement.to, handling: statement.handling, sealed: statement.sealed };
}

function headOf(item: Item, handle: Handle, to: string[], handling: object, sealed: Sealed): ProvenHead {
  const { hash: fileHash, header: headerHash } = sealed;
  const { id, author, agreement } = item;
  const head = { id, author, handle, to: [...to], agreement, handling, fileHash, headerHash };
  if (sealed.mode === 'direct') return { mode: 'direct', head };
  const { roster: epoch, t, n, cm } = sealed;
  return { mode: 'witnessed', head: { ...head, policy: readingTerms(item), witness: { epoch, t, n, cm } } };
}
