import type { IssuedEntry } from '@tocsin/crypto-config';
import { CliError } from '../../error.ts';
import { answer, nextSteps, type OutputOptions } from '../../output.ts';
import type { Terminal } from '../../terminal.ts';

/** Answers for a certificate; where the certificate itself went to standard output, words go beside it. */
export function answerCertificate(
  terminal: Terminal,
  options: OutputOptions,
  { serial, handle, notAfter }: IssuedEntry,
  files: readonly string[],
  next: readonly string[],
): void {
  const value = { name: handle, serial, 'not-after': notAfter, files, next };
  const words = `certificate ${serial} for ${handle}, until ${notAfter.slice(0, 10)}\n${nextSteps(next)}`;
  if (options.json) answer(terminal, options, 'certificate/1', value, '');
  else terminal.err(words);
}

/** @throws CliError USAGE */
export function wholeDays(text: string): number {
  if (!/^[1-9][0-9]{0,3}$/.test(text)) throw new CliError('USAGE', '--days is a whole number');
  return Number(text);
}
