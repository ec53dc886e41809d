import type { Command } from '@commander-js/extra-typings';

/** When the completion commands are wanted: to run them, or to show that they exist. */
const asked = new Set<string | undefined>(['completion', 'complete', 'help', '--help', '-h', undefined]);

/**
 * Adds `completion <shell>`, which prints a script for zsh, bash, fish or PowerShell, and the hidden `complete` that the
 * script calls. Only where asked for: every other command starts faster without.
 */
export async function addCompletion(program: Command, args: readonly string[]): Promise<void> {
  if (!asked.has(args[0])) return;
  const { default: tab } = await import('@bomb.sh/tab/commander');
  tab(program as never, { completionCommandName: 'completion' });
}
