import { must } from './error.ts';
import type { AgencyCode, Instant } from './id.ts';

/** A step of a procedure: who may take it, from which of their own states, and where it leads. */
export interface Step {
  readonly by: 'author' | 'addressee' | 'party';
  /** States of the record in which the step may be taken. */
  readonly during: readonly string[];
  /** For addressees: the states of their own progress from which the step is lawful, and the one it leads to. */
  readonly progress?: { readonly from: readonly string[]; readonly to: string };
  /** For the record as a whole: the state it leads to. */
  readonly leadsTo?: string;
}

/** A procedure is data: one engine runs them all. */
export interface Procedure {
  readonly first: string;
  /** Progress of each addressee when the record is posted. */
  readonly awaiting: string;
  readonly ended: readonly string[];
  readonly steps: Readonly<Record<string, Step>>;
}

/** What the engine reads and writes of a record. */
export interface Progress {
  readonly author: AgencyCode;
  readonly state: string;
  readonly progress: Readonly<Record<AgencyCode, { readonly state: string; readonly at: Instant | null }>>;
}

/** Where every procedure ends when its record is destroyed, whatever its table says. */
export const PURGED = 'purged';

const endings: Readonly<Record<string, 'RECORD_CLOSED' | 'RECORD_WITHDRAWN' | 'RECORD_PURGED'>> = {
  closed: 'RECORD_CLOSED',
  withdrawn: 'RECORD_WITHDRAWN',
  [PURGED]: 'RECORD_PURGED',
};

/** The record after the agency has taken the step at ledger time `now`; refuses what the procedure forbids. */
export function advance<R extends Progress>(
  procedure: Procedure,
  record: R,
  name: string,
  actor: AgencyCode,
  now: Instant,
): R {
  const step = procedure.steps[name];
  if (step === undefined) throw new Error(`the procedure has no step ${name}`);
  mustBeActor(record, step, actor);
  if (!step.during.includes(record.state)) must(false, endings[record.state] ?? 'RECORD_CLOSED', record.state);
  const own = Object.hasOwn(record.progress, actor) ? record.progress[actor] : undefined;
  const moved =
    own !== undefined && step.progress !== undefined ? progressed(procedure, step.progress, own.state, now) : undefined;
  return {
    ...record,
    state: step.leadsTo ?? record.state,
    progress: moved === undefined ? record.progress : { ...record.progress, [actor]: moved },
  };
}

function mustBeActor(record: Progress, step: Step, actor: AgencyCode): void {
  const author = record.author === actor;
  const addressee = Object.hasOwn(record.progress, actor);
  if (step.by === 'author') must(author, addressee ? 'NOT_THE_AUTHOR' : 'NOT_ADDRESSED', actor);
  else must(addressee || (step.by === 'party' && author), 'NOT_ADDRESSED', actor);
}

function progressed(
  { awaiting }: Procedure,
  rule: NonNullable<Step['progress']>,
  state: string,
  now: Instant,
): { state: string; at: Instant } {
  if (!rule.from.includes(state)) must(false, state === awaiting ? 'NOT_ACKNOWLEDGED' : 'ALREADY_ACKNOWLEDGED', state);
  return { state: rule.to, at: now };
}
