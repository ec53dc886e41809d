import { Command } from '@commander-js/extra-typings';

/** What a command is called and does, with two examples of its use (without the word `tocsin`). */
export type Examples = readonly [string, string];

/** A command that answers, in words or as JSON. */
export function verb(name: string, words: string, examples: Examples) {
  const shown = examples.map((example) => `  $ tocsin ${example}`).join('\n');
  return new Command(name)
    .description(words)
    .option('--json', 'answer as JSON of a published shape (docs/json-output.md)')
    .addHelpText('after', `\nexamples:\n${shown}`);
}

/** A command of an officer: it acts for a profile, with that officer's key. */
export function officerVerb(name: string, words: string, examples: Examples) {
  return verb(name, words, examples)
    .option('--as <profile>', 'profile to act for ($TOCSIN_AS)')
    .option('--passphrase-file <file>', 'file with the passphrase of the key ($TOCSIN_PASSPHRASE_FILE)');
}

/** A group of commands. */
export function noun(name: string, words: string, verbs: readonly { readonly name: () => string }[]): Command {
  const group = new Command(name).description(words);
  for (const each of verbs) group.addCommand(each as Command);
  return group;
}

/** Collects a repeatable option. */
export const collect = (value: string, former: string[] | undefined): string[] => [...(former ?? []), value];

/** For what may be signed under a lease and sent later. */
export const offlineWords = 'sign now, under your lease, and keep it in the outbox until the line is up';
