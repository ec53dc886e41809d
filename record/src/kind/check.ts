import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { must, Refusal } from '../error.ts';
import type { Instant } from '../id.ts';
import { LISTING } from '../listing.ts';
import { FollowUpContent } from './alert-content.ts';
import { kindNamed } from './kinds.ts';
import { type ListingContent, mustNotBeChild, mustNotBeProtected } from './listing-content.ts';

/**
 * Checks sealed content on the author's device before sealing and on the reader's after opening.
 * The refusal names the field, never its value. `today` is the author's: whoever was a child that day is not listed.
 * @throws Refusal UNKNOWN_KIND, MALFORMED_CONTENT, PROTECTED_SUBJECT
 */
export function ensureContent(kind: string, content: unknown, today?: Instant): void {
  if (kind === LISTING) mustNotBeProtected(content);
  mustFit(kind, content);
  if (kind === LISTING && today !== undefined) mustNotBeChild(content as ListingContent, today);
}

function mustFit(kind: string, content: unknown): void {
  const validator = validatorOf(kind);
  if (validator.Check(content)) return;
  const fault = validator.Errors(content)[0];
  must(fault, 'MALFORMED_CONTENT');
  throw new Refusal('MALFORMED_CONTENT', described(fault).slice(0, 160));
}

const compiled = new Map<string, ReturnType<typeof Compile>>();

function validatorOf(kind: string): ReturnType<typeof Compile> {
  const schema = kind === 'follow-up' ? FollowUpContent : kindNamed(kind).content;
  const validator = compiled.get(kind) ?? Compile(schema as TSchema);
  compiled.set(kind, validator);
  return validator;
}

/** A field nobody knows is not named: its name is the sender's text, and may be a person's. */
function described({ instancePath, keyword, message }: { instancePath: string; keyword: string; message: string }) {
  if (keyword !== 'boolean') return `${instancePath || '/'} ${message}`;
  return `${instancePath.slice(0, instancePath.lastIndexOf('/')) || '/'} has a field that the schema does not know`;
}
