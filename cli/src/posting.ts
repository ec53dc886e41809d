import type { Posting } from '@tocsin/device';
import { ensureContent, type Handling, precedences, purposes } from '@tocsin/record';
import { CliError } from './error.ts';

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
