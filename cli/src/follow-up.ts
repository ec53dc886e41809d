import { ensureContent, type FollowUpContent, type Handling, type StatementId } from '@tocsin/record';
import { pin, readersOf } from './audience.ts';
import { seal } from './posting.ts';
import { act, type Done, type Session } from './session.ts';
import { draftFor } from './statement.ts';

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
  const readers = await readersOf(session, to);
  const { agreement } = head;
  const { file, sealed } = await seal(session, { draft, to, agreement, handling, content, readers });
  const done = await act(session, 'record.follow-up/1', { record, outcome, to, handling, sealed }, { file, draft });
  await pin(session, readers);
  return done;
}
