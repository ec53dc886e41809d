import { Slug } from '@tocsin/record';
import { CliError } from '../error.ts';

const form = new RegExp((Slug as unknown as { readonly pattern: string }).pattern);

/** The name that a register goes by. @throws CliError USAGE for its whole name, which people would give */
export function authorityIn(text: string): string {
  if (form.test(text)) return text;
  throw new CliError('USAGE', '--authority is a short name of small letters, digits and hyphens, such as th-doe');
}
