import { sha256, toBase32, utf8 } from '@tocsin/envelope';
import { CliError } from './error.ts';
import type { Terminal } from './terminal.ts';

/**
 * 160 bits of a SHA-256 as eight groups to read out to each other: whoever replaces a file on its way, even both sides'
 * files at once, would have to find two contents of the same code.
 */
export function comparisonCode(content: Uint8Array | string): string {
  const hash = sha256(typeof content === 'string' ? utf8(content) : content);
  return (toBase32(hash).slice(0, 32).match(/.{4}/g) ?? []).join(' ');
}

/** The code of a set of agencies' roots, whatever the order in which they came. */
export const codeOfRoots = (roots: Readonly<Record<string, string>>): string =>
  comparisonCode(
    Object.entries(roots)
      .map(([agency, fingerprint]) => `${agency} ${plain(fingerprint)}\n`)
      .sort()
      .join(''),
  );

/** A code or fingerprint without what people put between its characters. */
const plain = (text: string): string => text.replaceAll(/[\s:-]/g, '').toLowerCase();

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
    if (plain(expect) !== plain(code)) throw new CliError('CODE_DIFFERS', code);
    return;
  }
  if (yes === true) return;
  if (!terminal.interactive || !(await terminal.confirm(question))) throw new CliError('CONFIRMATION_NEEDED');
}
