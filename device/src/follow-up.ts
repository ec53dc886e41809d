import { draftFor } from '@tocsin/gateway/api';
import { ensureContent, type FollowUpContent, type Handling, type StatementId } from '@tocsin/record';
import { readersOf } from './audience.ts';
import { lockFor, pinAll, seal } from './sealing.ts';
import { act, type Done, type Session } from './session.ts';

/** An answer, question or report on a record. */
export interface FollowUp {
  readonly record: StatementId;
  readonly outcome: string;
  /** Parties of the record it is for; without any, all other parties. */
  readonly to?: readonly string[] | undefined;
  /** Default: the record's own. */
  readonly handling?: Handling | undefined;
  /** Words to seal; without any, the outcome alone is told. */
  readonly content: FollowUpContent | null;
  /** Without the trustees' lock, where an urgent record lets its answers go without. */
  readonly direct?: boolean | undefined;
}

/** Seals the words, if any, for the other parties of the record and submits the follow-up. */
export async function followUp(session: Session, { record, outcome, content, ...choice }: FollowUp): Promise<Done> {
  if (content !== null) ensureContent('follow-up', content);
  const { head } = await session.client.record(record);
  const parties = [head.author, ...head.to].filter((agency) => agency !== session.agency);
  const to = [...new Set(choice.to ?? parties)].sort();
  const { handling = head.handling } = choice;
  if (content === null) return act(session, 'record.follow-up/1', { record, outcome, to, handling, sealed: null });
  const draft = draftFor(session.agency);
  const { kind, agreement, purposes, precedence, retain } = head;
  const lockable = { kind, part: 'followUp', precedence, direct: choice.direct } as const;
  const [readers, witness] = await Promise.all([readersOf(session, to), lockFor(session, lockable)]);
  const terms = { record, kind, to, agreement, purposes, handling, retain };
  const { sealed, ...enclosed } = await seal(session, { draft, terms, content, readers, witness });
  const body = { record, outcome, to, handling, sealed };
  const done = await act(session, 'record.follow-up/1', body, { ...enclosed, draft });
  await pinAll(session, readers, witness);
  return done;
}
