import type { ListedRecord } from '@tocsin/gateway/api';

/** One step that was due and is not taken: whose it is, of which record, since when. */
export interface LateStep {
  readonly record: ListedRecord['head'];
  readonly agency: string;
  readonly step: 'acknowledge' | 'answer';
  readonly due: string;
}

/** What is late of these records, the longest first; in the inbox only what the own agency owes. */
export function lateSteps(records: readonly ListedRecord[], only: string | null): LateStep[] {
  const steps = records.flatMap(({ head, late }) =>
    (['acknowledge', 'answer'] as const).flatMap((step) =>
      late[step].map((agency) => ({ record: head, agency, step, due: head.due[step] })),
    ),
  );
  // Who has not acknowledged has not answered either: one line tells it.
  const first = steps.filter(
    ({ record, agency, step }) =>
      step === 'acknowledge' ||
      !steps.some((one) => one.record.id === record.id && one.agency === agency && one.step === 'acknowledge'),
  );
  return first.filter(({ agency }) => only === null || agency === only).toSorted((a, b) => (a.due < b.due ? -1 : 1));
}

/** How many late steps each agency owes, most first. */
export function owedBy(steps: readonly LateStep[]): { readonly agency: string; readonly count: number }[] {
  const by = Map.groupBy(steps, ({ agency }) => agency);
  return [...by]
    .map(([agency, some]) => ({ agency, count: some.length }))
    .toSorted((a, b) => b.count - a.count || (a.agency < b.agency ? -1 : 1));
}
