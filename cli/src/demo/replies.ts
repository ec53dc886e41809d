import type { OnDuty } from './play.ts';

/** What the officers of the demo answer, each in a language of their office; all of it is made up. */
export const replies: Readonly<Record<string, OnDuty['reply']>> = {
  'th-police': { outcome: 'information', language: 'en', text: 'Thank you; our officer on duty has your answer.' },
  'kh-immigration': {
    outcome: 'located',
    language: 'km',
    text: 'បានរកឃើញទីតាំងហើយ។ Two persons who match were seen this morning. We keep watch and do not move before you are ready.',
  },
  'la-fiu': {
    outcome: 'action-taken',
    language: 'lo',
    text: 'ໄດ້ລະງັບບັນຊີແລ້ວ. The account is suspended for 72 hours; three further transfers of the same kind are being traced.',
  },
};
