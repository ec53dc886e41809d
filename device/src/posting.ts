import { draftFor } from '@tocsin/gateway/api';
import { daysAfter, ensureContent, hoursAfter, type Instant, type StatementId } from '@tocsin/record';
import { type Audience, audienceOf, type Sharing } from './audience.ts';
import { lockFor, pinAll, seal } from './sealing.ts';
import { type Done, type Session, send, type Written, write } from './session.ts';
import type { ProvenRoster } from './trustees.ts';

/** A post as the author writes it: the content to seal and the envelope around it (examples/alerts). */
export interface Posting extends Sharing {
  readonly links: readonly StatementId[];
  readonly content: unknown;
}

/** How it is to be sealed. */
export interface Manner {
  /** Without the trustees' lock: lawful where the kind does not ask for it, or for urgent precedences where it lets them. */
  readonly direct?: boolean | undefined;
}

/** A post that is worked out but not sealed: what `--dry-run` shows. */
export interface PreparedPost extends Audience {
  readonly posting: Posting;
  /** Whose shares opening it will need; null for a direct file. */
  readonly witness: ProvenRoster | null;
  readonly due: { readonly acknowledge: Instant; readonly answer: Instant };
  readonly retain: Instant;
}

/** Works out who will read it, with whose shares, until when; sends nothing. @throws as `ensureContent`, `audienceOf` and `lockFor` */
export async function prepare(session: Session, posting: Posting, manner: Manner = {}): Promise<PreparedPost> {
  const now = session.clock().toISOString();
  ensureContent(posting.kind, posting.content, now);
  const [audience, witness] = await Promise.all([
    audienceOf(session, posting),
    lockFor(session, { ...posting, part: 'post', ...manner }),
  ]);
  const { due, retentionDays } = audience.clause;
  const after = (step: 'acknowledge' | 'answer') => hoursAfter(now, due[step][posting.precedence]);
  const times = { acknowledge: after('acknowledge'), answer: after('answer') };
  return { ...audience, posting, witness, due: times, retain: daysAfter(now, retentionDays) };
}

/** Seals on this device, signs, submits, and pins the keys used. */
export async function post(session: Session, prepared: PreparedPost): Promise<Done> {
  return sendPost(session, prepared, await writePost(session, prepared));
}

/** Seals on this device and signs; nothing is sent. */
export async function writePost(session: Session, prepared: PreparedPost): Promise<Written> {
  const { posting, to, readers, witness, agreement, due, retain } = prepared;
  const { kind, purposes: why, handling, precedence, links, content } = posting;
  const draft = draftFor(session.agency);
  const terms = { record: draft.id, kind, to, agreement: agreement.id, purposes: why, handling, retain };
  const { sealed, ...enclosed } = await seal(session, { draft, terms, content, readers, witness });
  const about = { kind, agreement: agreement.id, to: [...to], purposes: [...why], handling, precedence };
  const body = { ...about, due, retain, sealed, links: [...links] };
  return write(session, 'record.post/1', body, { ...enclosed, draft });
}

/** Submits a sealed post, and pins the keys that it was sealed to. */
export async function sendPost(
  session: Session,
  { posting, readers, witness }: PreparedPost,
  written: Written,
): Promise<Done> {
  const done = await send(session, written);
  await Promise.all([pinAll(session, readers, witness), session.notes.addresses(done.id, posting.to)]);
  return done;
}
