import { sealFile } from '@tocsin/envelope';
import {
  daysAfter,
  ensureContent,
  type Handling,
  hoursAfter,
  type Instant,
  precedences,
  purposes,
  type Sealed,
  type StatementId,
} from '@tocsin/record';
import { type Audience, audienceOf, pin, type Reader, type Sharing } from './audience.ts';
import { CliError } from './error.ts';
import { act, type Done, type Session } from './session.ts';
import { type Draft, draftFor } from './statement.ts';

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
  readonly due: { readonly acknowledge: Instant; readonly answer: Instant };
  readonly retain: Instant;
}

/** Works out who will read it and until when; sends nothing. @throws as `audienceOf` */
export async function prepare(session: Session, posting: Posting): Promise<PreparedPost> {
  const audience = await audienceOf(session, posting);
  const now = session.clock().toISOString();
  const { due, retentionDays } = audience.clause;
  const after = (step: 'acknowledge' | 'answer') => hoursAfter(now, due[step][posting.precedence]);
  const times = { acknowledge: after('acknowledge'), answer: after('answer') };
  return { ...audience, posting, due: times, retain: daysAfter(now, retentionDays) };
}

/** Seals on this device, pins the keys used, signs and submits. */
export async function post(session: Session, prepared: PreparedPost): Promise<Done> {
  const { posting, to, readers, agreement, due, retain } = prepared;
  const { kind, purposes: why, handling, precedence, links, content } = posting;
  const draft = draftFor(session.agency);
  const { file, sealed } = await seal(session, { draft, to, agreement: agreement.id, handling, content, readers });
  const about = { kind, agreement: agreement.id, to: [...to], purposes: [...why], handling, precedence };
  const done = await act(
    session,
    'record.post/1',
    { ...about, due, retain, sealed, links: [...links] },
    { file, draft },
  );
  await pin(session, readers);
  return done;
}

export interface Sealing {
  readonly draft: Draft;
  readonly to: readonly string[];
  readonly agreement: StatementId;
  readonly handling: Handling;
  readonly content: unknown;
  readonly readers: readonly Reader[];
}

/** Seals content as the item that `draft` names. Plaintext ends here. */
export async function seal(session: Session, sealing: Sealing): Promise<{ file: Uint8Array; sealed: Sealed }> {
  const { draft, to, agreement, handling, content, readers } = sealing;
  const { agency, signer, chain, clock } = session;
  const { file, fileHash, headerHash, size } = await sealFile({
    inner: {
      typ: 'tocsin/sealed/1',
      id: draft.id,
      author: { agency, handle: signer.handle },
      to: [...to],
      agreement,
      handling,
      created: clock().toISOString(),
      content,
    },
    signer,
    chain,
    recipients: readers.map(({ publicKey }) => publicKey),
  });
  return { file, sealed: { mode: 'direct', hash: fileHash, header: headerHash, size } };
}
