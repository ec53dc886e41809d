import { Command } from '@commander-js/extra-typings';

/** What a command is called and does, with two examples of its use (without the word `tocsin`). */
export type Examples = readonly [string, string];

/** A command that answers, in words or as JSON. */
export function verb(name: string, words: string, examples: Examples) {
  return new Command(name)
    .description(words)
    .option('--json', 'answer as JSON of a published shape (docs/json-output.md)')
    .addHelpText('after', examplesText(examples));
}

const examplesText = (examples: Examples): string =>
  `\nexamples:\n${examples.map((example) => `  $ npx tocsin ${example}`).join('\n')}`;

/** A command of an officer: it acts for a profile, with that officer's key. */
export function officerVerb(name: string, words: string, examples: Examples) {
  return verb(name, words, withProfile(examples))
    .option('--as <profile>', 'profile to act for ($TOCSIN_AS)')
    .option('--passphrase-file <file>', 'file with the passphrase of the key ($TOCSIN_PASSPHRASE_FILE)');
}

/** Examples that run as they stand where there are several profiles, as in the demo: all of the profile that one of them names. */
function withProfile(examples: Examples): Examples {
  const named = / --as \S+/.exec(examples.join('\n'))?.[0] ?? ' --as kh-immigration-officer';
  const [one, other] = examples.map((example) => {
    const [line = '', ...remark] = example.split('   # ');
    return [line.includes(' --as ') ? line : `${line}${named}`, ...remark].join('   # ');
  });
  return [one ?? '', other ?? ''];
}

/** A group of commands, with examples where they show how its commands follow each other. */
export function noun(
  name: string,
  words: string,
  verbs: readonly { readonly name: () => string }[],
  examples?: Examples,
): Command {
  const group = new Command(name).description(words);
  if (examples !== undefined) group.addHelpText('after', examplesText(examples));
  for (const each of verbs) group.addCommand(each as Command);
  return group;
}

/** Collects a repeatable option. */
export const collect = (value: string, former: string[] | undefined): string[] => [...(former ?? []), value];

/** For what may be signed under a lease and sent later. */
export const offlineWords = 'sign now, under your lease, and keep it in the outbox until the line is up';
