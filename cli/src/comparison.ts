import { plainCode } from '@tocsin/device';
import { CliError } from './error.ts';
import type { Terminal } from './terminal.ts';

export interface Compared {
  readonly expect?: string | undefined;
  readonly yes?: true | undefined;
}

/**
 * Lets a person say that what is shown is what the others see: by `--expect CODE`, by an answer on the terminal, or by
 * `--yes` where it was compared before.
 * @throws CliError CODE_DIFFERS, CONFIRMATION_NEEDED
 */
export async function mustBeCompared(
  terminal: Terminal,
  { expect, yes }: Compared,
  code: string,
  question: string,
): Promise<void> {
  if (expect !== undefined) {
    if (plainCode(expect) !== plainCode(code)) throw new CliError('CODE_DIFFERS', code);
    return;
  }
  if (yes === true) return;
  if (!terminal.interactive || !(await terminal.confirm(question))) throw new CliError('CONFIRMATION_NEEDED');
}
