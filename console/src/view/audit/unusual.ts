import type { RecordDetail } from '@tocsin/gateway/api';

type Access = RecordDetail['accesses'][number];

/** When an officer's openings are worth a second look: the usual thresholds of `tocsin audit unusual`. */
export const thresholds = { subjects: 20, windowHours: 24, refusals: 3, receipts: 5, receiptMinutes: 15 } as const;

export type UnusualRule = 'many-subjects-no-case' | 'refusals-in-a-row' | 'no-receipts' | 'glass-broken';

/** A lead for a person: the rule, whom it is about, and how many openings made it one. */
export interface Lead {
  readonly rule: UnusualRule;
  readonly agency: string;
  readonly officer: string;
  readonly count: number;
}

/** What of these openings deserves a second look, officer by officer. */
export function leads(accesses: readonly Access[], now: number): Lead[] {
  const officers = Map.groupBy(accesses, ({ officer }) => officer);
  return [...officers].flatMap(([officer, own]) => {
    const inOrder = own.toSorted((a, b) => (a.at < b.at ? -1 : 1));
    const agency = inOrder[0]?.agency ?? '';
    const counted: readonly (readonly [UnusualRule, number, number])[] = [
      ['many-subjects-no-case', mostSubjects(inOrder), thresholds.subjects],
      ['refusals-in-a-row', longestRow(inOrder), thresholds.refusals],
      ['no-receipts', inOrder.filter((each) => isSilent(each, now)).length, thresholds.receipts],
      ['glass-broken', inOrder.filter(({ granted }) => granted !== null).length, 1],
    ];
    return counted.flatMap(([rule, count, least]) => (count < least ? [] : [{ rule, agency, officer, count }]));
  });
}

/** The most records without a case within the window. */
function mostSubjects(inOrder: readonly Access[]): number {
  const without = inOrder
    .filter((each) => each.case === null)
    .map(({ at, record }) => ({ at: Date.parse(at), record }));
  const counts = without.map(({ at: end }) => {
    const within = without.filter(({ at }) => at <= end && end - at <= thresholds.windowHours * 3_600_000);
    return new Set(within.map(({ record }) => record)).size;
  });
  return Math.max(0, ...counts);
}

function longestRow(inOrder: readonly Access[]): number {
  let [row, longest] = [0, 0];
  for (const { receipt } of inOrder) {
    row = receipt?.outcome === 'failed' ? row + 1 : 0;
    longest = Math.max(longest, row);
  }
  return longest;
}

const isSilent = ({ receipt, at }: Access, now: number): boolean =>
  receipt === null && Date.parse(at) + thresholds.receiptMinutes * 60_000 <= now;
