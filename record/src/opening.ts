import { type Agreement, isParty, mustBeInForce, type Purpose } from './agreement.ts';
import { must } from './error.ts';
import type { AgencyCode, Instant, StatementId } from './id.ts';
import type { Item, RecordHead, Share } from './record.ts';

/** Who wants to open what, and all that decides on it. */
export interface Opening {
  readonly head: RecordHead;
  readonly item: Item;
  readonly agreement: Agreement | undefined;
  readonly agency: AgencyCode;
  readonly purpose: Purpose;
  readonly now: Instant;
}

/**
 * Whether an agency may open an item now, by the law alone: the chaincode asks it when access is requested, every gateway
 * again before it releases anything.
 * @returns the consent that it rests on; null for author and addressees
 * @throws Refusal
 */
export function mustBeOpenable({ head, item, agreement, agency, purpose, now }: Opening): StatementId | null {
  mustBeReadable(head, now);
  must(item.record === head.id && item.sealed !== null, 'UNKNOWN_RECORD', item.id);
  const shares = mustConcern(item, agency, now);
  must(agreement, 'UNKNOWN_AGREEMENT');
  mustBeInForce(agreement, now);
  // Whoever leaves an agreement takes its own words along: they are released to nobody any more.
  for (const party of [agency, item.author]) must(isParty(agreement, party), 'NOT_A_PARTY', party);
  if (shares === null) must(item.purposes.includes(purpose), 'PURPOSE_NOT_ALLOWED', purpose);
  const share = shares?.find(({ purposes }) => purposes.includes(purpose));
  must(shares === null || share, 'PURPOSE_NOT_ALLOWED', purpose);
  return share?.consent ?? null;
}

/** A record that was destroyed, taken back, or kept for as long as it may be, is handed out in no form any more. */
export function mustBeReadable(head: RecordHead, now: Instant): void {
  mustBeKept(head, now);
  must(head.state !== 'withdrawn', 'RECORD_WITHDRAWN', head.id);
}

/** Refuses what was destroyed or is past its retention. */
export function mustBeKept(head: RecordHead, now: Instant): void {
  must(head.purged === null, 'RECORD_PURGED', head.id);
  must(now < head.retain, 'RECORD_EXPIRED', head.id);
}

/**
 * Refuses an agency that an item was neither written by nor addressed to, nor shared with by a consent in force.
 * @returns the consents in force; null for author and addressees, who need none
 */
export function mustConcern(item: Item, agency: AgencyCode, now: Instant): readonly Share[] | null {
  if (item.author === agency || item.to.includes(agency)) return null;
  const shares = item.shared.filter((share) => share.agency === agency);
  must(shares.length > 0, 'NOT_ADDRESSED', agency);
  const standing = shares.filter(({ withdrawn }) => withdrawn === null);
  must(standing.length > 0, 'CONSENT_WITHDRAWN', agency);
  const inForce = standing.filter(({ until }) => now < until);
  must(inForce.length > 0, 'CONSENT_REQUIRED', agency);
  return inForce;
}
