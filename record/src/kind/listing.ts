import { LISTING } from '../listing.ts';
import type { Kind } from '../record.ts';
import { alert, hours } from './alert.ts';
import { ListingContent } from './listing-content.ts';

/** A broker, agent or company that officers are warned of: proposed by one agency, confirmed by another, reviewed, contested, ended. */
export const listing: Kind = {
  name: LISTING,
  content: ListingContent,
  outcomes: ['evidence', 'reply', 'information', 'question'],
  withdrawReasons: ['mistaken', 'source-withdrawn', 'duplicate', 'person-at-risk'],
  closeReasons: ['no-further-action', 'superseded', 'handed-over'],
  procedure: alert.procedure,
  due: { acknowledge: hours(168, 72, 24, 6), answer: hours(720, 336, 72, 24) },
  // Addressees' gateways screen names by the post, so their keys alone open it; what proves it names sources.
  witnessed: { post: false, followUp: true, urgentDirect: false },
};
