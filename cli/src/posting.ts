import {
  daysAfter,
  ensureContent,
  type Handling,
  hoursAfter,
  type Instant,
  precedences,
  purposes,
  type StatementId,
} from '@tocsin/record';
import { type Audience, audienceOf, type Sharing } from './audience.ts';
import { CliError } from './error.ts';
import { noteAddresses } from './posted-note.ts';
import { lockFor, pinAll, seal } from './sealing.ts';
import { act, type Done, type Session } from './session.ts';
import { draftFor } from './statement.ts';
import type { ProvenRoster } from './trustees.ts';

/** A post as the author writes it: the content to seal and the envelope around it (examples/alerts). */
export interface Posting extends Sharing {
  readonly links: readonly StatementId[];
  readonly content: unknown;
}

/** What a posting says when it does not say it. */
export interface PostingChoice {
  readonly to?: readonly string[] | undefined;
  readonly precedence?: string | undefined;
  readonly agreement?: string | undefined;
}

/** How it is to be sealed. */
export interface Manner {
  /** Without the trustees' lock: lawful where the kind does not ask for it, or for urgent precedences where it lets them. */
  readonly direct?: boolean | undefined;
}

const members = ['kind', 'to', 'purposes', 'handling', 'precedence', 'agreement', 'links', 'content'];

/**
 * A posting from a file's JSON, choices on the command line going first.
 * @throws CliError INPUT_MALFORMED naming the field; Refusal MALFORMED_CONTENT, UNKNOWN_KIND
 */
export function postingIn(value: Readonly<Record<string, unknown>>, choice: PostingChoice = {}): Posting {
  const surplus = Object.keys(value).find((member) => !members.includes(member));
  if (surplus !== undefined) throw new CliError('INPUT_MALFORMED', `/${surplus} is not known`);
  const { kind = 'alert', links = [], content } = value;
  const merged = { ...value, ...defined(choice) } as Record<string, unknown>;
  const handling = merged.handling as Partial<Handling> | undefined;
  must(typeof kind === 'string', 'kind');
  must(isTexts(merged.to) && merged.to.length > 0, 'to');
  must(isTexts(merged.purposes) && merged.purposes.every((each) => isAmong(purposes, each)), 'purposes');
  must(typeof handling?.tlp === 'string' && isTexts(handling.codes), 'handling');
  must(typeof merged.precedence === 'string' && isAmong(precedences, merged.precedence), 'precedence');
  must(isTexts(links), 'links');
  ensureContent(kind, content);
  return { ...(merged as unknown as Posting), kind, links, content };
}

function must(condition: boolean, member: string): asserts condition {
  if (!condition) throw new CliError('INPUT_MALFORMED', `/${member}`);
}
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');
const isAmong = (values: readonly string[], value: string): boolean => values.includes(value);
const defined = (choice: object) =>
  Object.fromEntries(Object.entries(choice).filter(([, value]) => value !== undefined));

/** A post that is worked out but not sealed: what `--dry-run` shows. */
export interface PreparedPost extends Audience {
  readonly posting: Posting;
  /** Whose shares opening it will need; null for a direct file. */
  readonly witness: ProvenRoster | null;
  readonly due: { readonly acknowledge: Instant; readonly answer: Instant };
  readonly retain: Instant;
}

/** Works out who will read it, with whose shares, until when; sends nothing. @throws as `audienceOf` and `lockFor` */
export async function prepare(session: Session, posting: Posting, manner: Manner = {}): Promise<PreparedPost> {
  const [audience, witness] = await Promise.all([
    audienceOf(session, posting),
    lockFor(session, { ...posting, part: 'post', ...manner }),
  ]);
  const now = session.clock().toISOString();
  const { due, retentionDays } = audience.clause;
  const after = (step: 'acknowledge' | 'answer') => hoursAfter(now, due[step][posting.precedence]);
  const times = { acknowledge: after('acknowledge'), answer: after('answer') };
  return { ...audience, posting, witness, due: times, retain: daysAfter(now, retentionDays) };
}

/** Seals on this device, pins the keys used, signs and submits. */
export async function post(session: Session, prepared: PreparedPost): Promise<Done> {
  const { posting, to, readers, witness, agreement, due, retain } = prepared;
  const { kind, purposes: why, handling, precedence, links, content } = posting;
  const draft = draftFor(session.agency);
  const terms = { record: draft.id, kind, to, agreement: agreement.id, purposes: why, handling, retain };
  const { sealed, ...enclosed } = await seal(session, { draft, terms, content, readers, witness });
  const about = { kind, agreement: agreement.id, to: [...to], purposes: [...why], handling, precedence };
  const done = await act(
    session,
    'record.post/1',
    { ...about, due, retain, sealed, links: [...links] },
    { ...enclosed, draft },
  );
  await Promise.all([pinAll(session, readers, witness), noteAddresses(session, done.id, posting.to)]);
  return done;
}
