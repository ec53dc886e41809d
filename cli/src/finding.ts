import type { ExitCode } from './exit-code.ts';

/** A command did all it was asked to, and what it found leaves by its own exit code; everything is told already. */
export class Finding extends Error {
  override readonly name = 'Finding';
  readonly exit: ExitCode;
  constructor(exit: ExitCode) {
    super(`exit ${exit}`);
    this.exit = exit;
  }
}
