import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { must, Refusal } from '../error.ts';
import { FollowUpContent } from './alert-content.ts';
import { kindNamed } from './kinds.ts';

/**
 * Checks sealed content on the author's device before sealing and on the reader's after opening.
 * The refusal names the field, never its value.
 */
export function ensureContent(kind: string, content: unknown): void {
  const schema = kind === 'follow-up' ? FollowUpContent : kindNamed(kind).content;
  const validator = Compile(schema as TSchema);
  if (validator.Check(content)) return;
  const fault = validator.Errors(content)[0];
  must(fault, 'MALFORMED_CONTENT');
  throw new Refusal('MALFORMED_CONTENT', `${fault.instancePath || '/'} ${fault.message}`.slice(0, 160));
}
