import { type AgencyCode, type Instant, type RecordHead, recordKey, type StatementId } from '@tocsin/record';
import type { LedgerTrail } from './trail.ts';

/** What one addressee has done about one record, and when by the ledger's time. */
export interface Handled {
  readonly record: RecordHead;
  readonly agency: AgencyCode;
  readonly acknowledged: Instant | null;
  readonly answered: Instant | null;
}

/** Every record with every agency that it was addressed to, in the order of the ledger. */
export class Progress {
  readonly all: readonly Handled[];
  readonly #by: ReadonlyMap<string, Handled>;

  constructor(trail: LedgerTrail) {
    const acknowledged = firsts(trail, ['record.acknowledge/1']);
    const answered = firsts(trail, ['record.follow-up/1']);
    const posted = trail.told('record.post/1').flatMap(({ id }) => trail.state(recordKey(id)) ?? []);
    this.all = posted.flatMap((record) =>
      record.to.map((agency) => {
        const answer = answered.get(pair(record.id, agency)) ?? null;
        return { record, agency, acknowledged: acknowledged.get(pair(record.id, agency)) ?? answer, answered: answer };
      }),
    );
    this.#by = new Map(this.all.map((handled) => [pair(handled.record.id, handled.agency), handled]));
  }

  of(record: StatementId, agency: AgencyCode): Handled | undefined {
    return this.#by.get(pair(record, agency));
  }
}

const pair = (record: StatementId, agency: AgencyCode): string => `${record} ${agency}`;

/** When each agency first took a step on each record. */
function firsts(trail: LedgerTrail, types: readonly string[]): Map<string, Instant> {
  const found = new Map<string, Instant>();
  for (const { agency, at, payload } of trail.told(...types)) {
    const key = pair(String(payload.record), agency);
    if (!found.has(key)) found.set(key, at);
  }
  return found;
}

/** Whether a step was due at a moment and not taken: a record that ended in time asks for nothing any more. */
export function isLate(handled: Handled, step: 'acknowledge' | 'answer', now: Instant): boolean {
  const done = step === 'acknowledge' ? handled.acknowledged : handled.answered;
  const { due, ended } = handled.record;
  return done === null && now >= due[step] && (ended === null || ended.at >= due[step]);
}
