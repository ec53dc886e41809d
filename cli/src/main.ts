import { type Command, CommanderError } from '@commander-js/extra-typings';
import { addCompletion } from './completion.ts';
import { AnsweredError, CliError } from './error.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';
import { Finding } from './finding.ts';
import { checkIdentifiers } from './identifiers.ts';
import { tell } from './output.ts';
import { programFor } from './program.ts';
import type { Terminal } from './terminal.ts';

/** Runs one command line and answers with the exit code. Everything that can go wrong is told here, once. */
export async function main(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const program = programFor(terminal);
  await addCompletion(program, args);
  let called = program as Command;
  program.hook('preAction', (_, action) => {
    called = action as Command;
  });
  settle(program, terminal, (command) => {
    called = command;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCodes.ok;
  } catch (error) {
    return await ended(error, args, { terminal, called });
  }
}

/** Commander neither exits nor writes by itself, in any command; whose line was wrong is told. */
function settle(command: Command, terminal: Terminal, fails: (command: Command) => void): void {
  checkIdentifiers(command);
  command
    .exitOverride((error) => {
      fails(command);
      throw error;
    })
    .showSuggestionAfterError()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err, outputError: () => undefined });
  for (const each of command.commands) settle(each as Command, terminal, fails);
}

interface Ended {
  readonly terminal: Terminal;
  readonly called: Command;
}

async function ended(error: unknown, args: readonly string[], { terminal, called }: Ended): Promise<ExitCode> {
  if (error instanceof Finding) return error.exit;
  if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.ok;
  if (error instanceof CommanderError && error.code === 'commander.help') return exitCodes.usage;
  // The tables of all rooms, the gateway's among them, are loaded when something has failed and not before.
  const { failureOf } = await import('./failure.ts');
  const told = failureOf(error instanceof CommanderError ? usageError(error) : error);
  const failure = told.code === 'USAGE' ? { ...told, hint: `see: ${pathOf(called)} --help` } : told;
  const json = args.includes('--json') && !(error instanceof AnsweredError) ? true : undefined;
  tell(terminal, { json }, failure);
  return failure.exit;
}

/** `tocsin alert open`. */
const pathOf = (command: Command): string =>
  command.parent === null ? command.name() : `${pathOf(command.parent as Command)} ${command.name()}`;

const usageError = ({ message }: CommanderError): CliError =>
  new CliError('USAGE', message.replace(/^error: /, '').replaceAll('\n', ' '));
