import { type Command, CommanderError } from '@commander-js/extra-typings';
import { addCompletion } from './completion.ts';
import { AnsweredError, CliError } from './error.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';
import { tell } from './output.ts';
import { programFor } from './program.ts';
import type { Terminal } from './terminal.ts';

/** Runs one command line and answers with the exit code. Everything that can go wrong is told here, once. */
export async function main(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const program = programFor(terminal);
  await addCompletion(program, args);
  settle(program, terminal);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCodes.ok;
  } catch (error) {
    return await ended(error, args, terminal);
  }
}

/** Commander neither exits nor writes by itself, in any command. */
function settle(command: Command, terminal: Terminal): void {
  command
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err, outputError: () => undefined });
  for (const each of command.commands) settle(each as Command, terminal);
}

async function ended(error: unknown, args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.ok;
  if (error instanceof CommanderError && error.code === 'commander.help') return exitCodes.usage;
  // The tables of all rooms, the gateway's among them, are loaded when something has failed and not before.
  const { failureOf } = await import('./failure.ts');
  const failure = failureOf(error instanceof CommanderError ? usageError(error) : error);
  const json = args.includes('--json') && !(error instanceof AnsweredError) ? true : undefined;
  tell(terminal, { json }, failure);
  return failure.exit;
}

const usageError = ({ message }: CommanderError): CliError =>
  new CliError('USAGE', message.replace(/^error: /, '').replaceAll('\n', ' '));
