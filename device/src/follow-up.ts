import { draftFor } from '@tocsin/gateway/api';
import { ensureContent, type FollowUpContent, type Handling, type StatementId } from '@tocsin/record';
import { type Reader, readersOf } from './audience.ts';
import { lockFor, pinAll, seal } from './sealing.ts';
import { type Done, type Session, send, type Written, write } from './session.ts';
import type { ProvenRoster } from './trustees.ts';

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

/** A signed follow-up, and the keys that its words were sealed to. */
export interface WrittenFollowUp extends Written {
  readonly readers: readonly Reader[];
  readonly witness: ProvenRoster | null;
}

/** Seals the words, if any, for the other parties of the record and submits the follow-up. */
export async function followUp(session: Session, answer: FollowUp): Promise<Done> {
  return sendFollowUp(session, await writeFollowUp(session, answer));
}

/** Submits a follow-up, and pins the keys that it was sealed to. */
export async function sendFollowUp(session: Session, { readers, witness, ...written }: WrittenFollowUp): Promise<Done> {
  const done = await send(session, written);
  await pinAll(session, readers, witness);
  return done;
}

/** Seals the words, if any, and signs; nothing is sent. */
export async function writeFollowUp(
  session: Session,
  { record, outcome, content, ...choice }: FollowUp,
): Promise<WrittenFollowUp> {
  if (content !== null) ensureContent('follow-up', content);
  const { head } = await session.client.record(record);
  const parties = [head.author, ...head.to].filter((agency) => agency !== session.agency);
  const to = [...new Set(choice.to ?? parties)].sort();
  const { handling = head.handling } = choice;
  if (content === null) {
    const bare = { record, outcome, to, handling, sealed: null };
    return { ...(await write(session, 'record.follow-up/1', bare)), readers: [], witness: null };
  }
  const draft = draftFor(session.agency);
  const { kind, agreement, purposes, precedence, retain } = head;
  const lockable = { kind, part: 'followUp', precedence, direct: choice.direct } as const;
  const [readers, witness] = await Promise.all([readersOf(session, to), lockFor(session, lockable)]);
  const terms = { record, kind, to, agreement, purposes, handling, retain };
  const { sealed, ...enclosed } = await seal(session, { draft, terms, content, readers, witness });
  const body = { record, outcome, to, handling, sealed };
  return { ...(await write(session, 'record.follow-up/1', body, { ...enclosed, draft })), readers, witness };
}
