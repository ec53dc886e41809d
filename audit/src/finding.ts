import type { AgencyCode, Handle, Instant, StatementId } from '@tocsin/record';

/** What is looked for. Each says what it takes to be named; all of them are leads for a person, never verdicts. */
export const unusualRules = {
  'many-subjects-no-case': 'an officer opened many records within a day and named no case',
  'outside-duty-hours': "an officer opened records that were not urgent outside the unit's hours of duty",
  'refusals-in-a-row': 'openings by an officer failed one after another',
  'no-receipts': 'an officer asked to open and never said what came of it',
  'lease-not-accounted': 'an officer never accounted for a read lease that is over',
  'receipt-not-released': "an officer's receipt says that this agency released, and its own log knows nothing of it",
  'released-not-asked': 'the own gateway released for an access that the ledger does not have',
  'never-acknowledges': 'an agency acknowledged nothing of what it was late to acknowledge',
} as const;
export type UnusualRule = keyof typeof unusualRules;

/** A finding: the rule, whom it is about, the numbers that made it one, and the statements they were counted from. */
export interface Finding {
  readonly rule: UnusualRule;
  readonly agency: AgencyCode;
  readonly officer: Handle | null;
  readonly numbers: Readonly<Record<string, number>>;
  readonly since: Instant;
  readonly until: Instant;
  readonly statements: readonly StatementId[];
}
