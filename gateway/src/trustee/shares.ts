import { setImmediate as breathe } from 'node:timers/promises';
import { digest, parseStatement, toBase64url, utf8 } from '@tocsin/envelope';
import {
  type AgencyCode,
  accessKey,
  type Handle,
  itemKey,
  leaseKey,
  Refusal,
  type Roster,
  rosterKey,
  type StatementId,
} from '@tocsin/record';
import { nameOf, type Ticket } from '../access/shown.ts';
import { isWitnessed } from '../access/witnessed.ts';
import { GatewayError } from '../error.ts';
import { unlessAborted } from '../ledger/fabric/waiting.ts';
import type { Services } from '../services.ts';
import { statementOf } from '../view/directory.ts';
import type { Question, TrusteeAnswer } from './asking.ts';
import { FOLLOWS_MS, releaseHere } from './release-here.ts';

/** What an own officer's device asks for. */
export interface SharesAsked {
  readonly ticket: Ticket;
  readonly officer: Handle;
  readonly epk: Uint8Array;
  /** Trustees whose releases this device has found bad. */
  readonly except: readonly AgencyCode[];
}

/**
 * The trustees' releases for an own officer's device, asked for on its behalf. Whom to ask is read from the view: whether
 * to release is each trustee's own decision.
 * @throws Refusal UNKNOWN_ACCESS, UNKNOWN_LEASE, NOT_YOUR_ACCESS, RECORD_PURGED, UNKNOWN_ROSTER; GatewayError NOT_WITNESSING
 */
export async function sharesFor(services: Services, asked: SharesAsked): Promise<TrusteeAnswer[]> {
  if (services.witnessing === null) throw new GatewayError('NOT_WITNESSING');
  return services.asking.ask(questionOf(services, asked));
}

function questionOf(services: Services, { ticket, officer, epk, except }: SharesAsked): Question {
  const { view } = services;
  const shown = 'access' in ticket ? view.state(accessKey(ticket.access)) : view.state(leaseKey(ticket.lease));
  if (shown === undefined) throw new Refusal('access' in ticket ? 'UNKNOWN_ACCESS' : 'UNKNOWN_LEASE', nameOf(ticket));
  if (shown.officer !== officer) throw new Refusal('NOT_YOUR_ACCESS');
  const id = 'item' in shown ? shown.item : 'item' in ticket ? ticket.item : '';
  const item = view.state(itemKey(id));
  if (item !== undefined && item.purged !== null) throw new Refusal('RECORD_PURGED', item.record);
  if (item === undefined || !isWitnessed(item)) throw new GatewayError('NOT_A_TRUSTEE', 'a direct file');
  const roster = view.state(rosterKey(item.sealed.roster));
  if (roster === undefined) throw new Refusal('UNKNOWN_ROSTER', String(item.sealed.roster));
  const trustees = inTurn(roster, services.agency, nameOf(ticket));
  const block = BigInt(statementOf(view, nameOf(ticket))?.block ?? 0);
  const checkpoint = vouchedFor(services, block);
  return { ticket, item: item.id, epk, trustees, t: roster.t, block, checkpoint, except };
}

/** The own one first, which is asked over no line; of the others now these and now those, so that all bear the same. */
function inTurn({ trustees }: Roster, own: AgencyCode, name: string): AgencyCode[] {
  const place = (agency: AgencyCode): string => (agency === own ? '' : digest(utf8(`${name} ${agency}`)));
  const placed = trustees.map(({ agency }) => ({ agency, place: place(agency) }));
  return placed.sort((one, other) => (one.place < other.place ? -1 : 1)).map(({ agency }) => agency);
}

/** Asks one trustee: over the wire, or this very gateway. */
export async function askTrustee(services: Services, agency: AgencyCode, question: Question): Promise<string> {
  const { ticket, item, epk, block } = question;
  if (agency === services.agency) return releaseHere(services, { ticket, item, epk, agency }, { block });
  if (services.witnessing === null) throw new GatewayError('NOT_WITNESSING');
  const named = 'access' in ticket ? ticket : { lease: ticket.lease };
  // Where it is not there yet, the trustee reads what it decides on meanwhile.
  const checkpoint = await Promise.race([question.checkpoint, breathe(undefined)]);
  if (checkpoint === undefined) void handOn(services, agency, question);
  const hint = checkpoint === undefined ? { follows: true } : checkpoint === null ? {} : { checkpoint };
  const about = { item, epk: toBase64url(epk), block: String(block), ...hint };
  const signal = AbortSignal.timeout(services.limits.peerMs + FOLLOWS_MS);
  const answer = await services.witnessing.peers.ask(agency, '/peer/1/releases', { ...named, ...about }, signal);
  const { release } = (answer ?? {}) as { release?: unknown };
  if (typeof release !== 'string') throw new GatewayError('PEER_UNREACHABLE', agency);
  return release;
}

/** Hands the checkpoint on once there is one. A trustee that it does not reach asks for itself. */
async function handOn(
  { witnessing, limits }: Services,
  agency: AgencyCode,
  { checkpoint, block }: Question,
): Promise<void> {
  const note = await checkpoint;
  if (note === null) return;
  const offer = { note, block: String(block) };
  const signal = AbortSignal.timeout(limits.peerMs);
  await witnessing?.peers.ask(agency, '/peer/1/checkpoints', offer, signal).catch(() => undefined);
}

/** Whoever asks for access will ask for shares next: that others vouch for its block is seen to meanwhile. */
export function vouchAhead(services: Services, statement: string, block: bigint): void {
  if (services.witnessing === null) return;
  const { typ, item } = parseStatement(statement).payload;
  const needed = typ === 'access.request/1' ? isLocked(services, String(item)) : typ === 'lease.take/1';
  if (needed) void vouchedFor(services, block);
}

/** Whether trustees must release for it, as far as the view knows. */
function isLocked({ view }: Services, id: StatementId): boolean {
  const item = view.state(itemKey(id));
  return item === undefined || isWitnessed(item);
}

/** A cosigned checkpoint of the own tree, gathered once for all trustees; null where nobody vouches in time. */
async function vouchedFor({ mirror }: Services, block: bigint): Promise<string | null> {
  const vouched = mirror.covered(block).then(
    ({ note }) => note,
    () => null,
  );
  return (await unlessAborted(vouched, AbortSignal.timeout(FOLLOWS_MS))) ?? null;
}
