import type { DueHours } from '../agreement.ts';
import type { Kind } from '../record.ts';
import { AlertContent } from './alert-content.ts';

/** Due times by precedence. */
export const hours = (ROUTINE: number, PRIORITY: number, IMMEDIATE: number, FLASH: number): DueHours => ({
  ROUTINE,
  PRIORITY,
  IMMEDIATE,
  FLASH,
});

/** A case alert: posted, acknowledged by each addressee, followed up, then closed or withdrawn by its author. */
export const alert: Kind = {
  name: 'alert',
  content: AlertContent,
  outcomes: ['information', 'question', 'located', 'rescued', 'action-taken', 'no-trace', 'not-competent', 'referred'],
  withdrawReasons: ['mistaken', 'resolved-elsewhere', 'source-withdrawn', 'duplicate', 'person-at-risk'],
  closeReasons: ['resolved', 'no-further-action', 'superseded', 'handed-over'],
  procedure: {
    first: 'open',
    awaiting: 'awaiting',
    ended: ['closed', 'withdrawn'],
    steps: {
      acknowledge: { by: 'addressee', during: ['open'], progress: { from: ['awaiting'], to: 'acknowledged' } },
      'follow-up': { by: 'party', during: ['open'], progress: { from: ['acknowledged', 'answered'], to: 'answered' } },
      withdraw: { by: 'author', during: ['open'], leadsTo: 'withdrawn' },
      close: { by: 'author', during: ['open'], leadsTo: 'closed' },
    },
  },
  due: { acknowledge: hours(72, 24, 6, 1), answer: hours(720, 168, 48, 24) },
  // Alerts and what is answered to them name victims and who reports.
  witnessed: { post: true, followUp: true, urgentDirect: true },
};
