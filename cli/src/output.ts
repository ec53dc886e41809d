import type { Failure } from './failure.ts';
import type { Shaped, ShapeName } from './shape.ts';
import type { Terminal } from './terminal.ts';

/** What every command is told about how to answer. */
export interface OutputOptions {
  readonly json?: true | undefined;
}

/** Answers once: JSON of a published shape, or words for people. */
export function answer<S extends ShapeName>(
  terminal: Terminal,
  { json }: OutputOptions,
  shape: S,
  value: Shaped<S>,
  words: string,
): void {
  terminal.out(json ? `${JSON.stringify({ shape, ...value })}\n` : words);
}

/** Says on the error output what went wrong and what to do; with `--json` also as JSON on the standard output. */
export function tell(terminal: Terminal, { json }: OutputOptions, failure: Failure): void {
  const { code, message, hint, exit } = failure;
  if (json) terminal.out(`${JSON.stringify({ shape: 'error/1', code, message, hint, exit })}\n`);
  terminal.err(`error: ${pasteable(message)} [${code}]\n`);
  terminal.err(`hint: ${pasteable(hint)}\n`);
}

/** The lines that say what to do next. */
export const nextSteps = (commands: readonly string[]): string =>
  commands.length === 0 ? '' : `next: ${commands.map(pasted).join('\n      ')}\n`;

/** As it is pasted into a shell: who else is meant stands in a remark, which the shell passes over. */
const pasted = (command: string): string => pasteable(command).replace(/ {3}\((.*)\)$/, '   # $1');

/** Commands within words as they run in a checkout, where alone `npx` knows `tocsin`: it is installed nowhere else. */
const pasteable = (words: string): string => words.replace(/(?<!npx )\btocsin (?=[a-z-])/g, 'npx tocsin ');
