/** What a check of a paper says in codes; people read the words of `label`. */

/** The answers, the gravest first: the first that holds is given. */
export const checkAnswers = [
  'listed',
  'under-review',
  'other-holder',
  'revoked',
  'suspended',
  'expired',
  'not-started',
  'possible',
  'unsettled',
  'licensed',
  'related',
  'not-the-same',
  'unknown',
] as const;
export type CheckVerdict = (typeof checkAnswers)[number];

/** How surely somebody is the one who was asked for, the surest first. */
export const checkGrades = ['identifier', 'strong', 'possible', 'weak'] as const;
export type CheckGrade = (typeof checkGrades)[number];

/** Why something was found or not, what leads to it, and what was read otherwise than it is written. */
export const findings = [
  'same-identifier',
  'same-number-other-paper',
  'number-misread',
  'identifier-differs',
  'same-native',
  'same-romanised',
  'spelling-variant',
  'reading-variant',
  'one-edit',
  'initial-only',
  'name-part-missing',
  'common-name',
  'order-differs',
  'title-ignored',
  'gender-differs',
  'script-differs',
  'name-differs',
  'birth-same-day',
  'birth-same-year',
  'birth-other-day',
  'birth-day-and-month-swapped',
  'birth-years-apart',
  'shares',
  'stands-behind',
  'linked',
  'licence-holder',
  'same-name',
  'lent-licence',
  'buddhist-year',
  'phone-read-as',
  'other-purpose',
  'licence-in-no-register',
  'found-by-name',
  'registration-near',
  'registers-being-read',
  'in-table',
  'table-not-asked',
  'table-needs-number',
] as const;
export type Finding = (typeof findings)[number];

/** As whom a listing names somebody. */
export const listedParts = ['subject', 'director', 'owner', 'representative', 'employee', 'lender'] as const;

/** What may stand on a paper. */
export const paperColumns = [
  'name',
  'company',
  'born',
  'passport',
  'national-id',
  'document',
  'country',
  'licence',
  'authority',
  'registration',
  'phone',
  'account',
  'wallet',
  'social',
  'address',
] as const;
export type PaperColumn = (typeof paperColumns)[number];

/** What would tell whether somebody is the one, beside what may stand on a paper. */
export const deciders = ['day-of-birth', 'issuing-country', 'ask-proposer'] as const;
