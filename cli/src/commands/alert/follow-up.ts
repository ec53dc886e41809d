import { followUp } from '@tocsin/device';
import { type FollowUpContent, kindNamed, type Tlp, tlpLabels } from '@tocsin/record';
import { CliError } from '../../error.ts';
import { readJson } from '../../file.ts';
import { atThePost } from '../../lease/at-the-post.ts';
import type { Terminal } from '../../terminal.ts';
import { collect, officerVerb, offlineWords } from '../../verb.ts';
import { answerDone } from '../../words.ts';

const { outcomes } = kindNamed('alert');

export const followUpAlert = (terminal: Terminal) =>
  officerVerb('follow-up', 'answer, ask or report on an alert; the words are sealed', [
    'alert follow-up RECORD --outcome located --text "two of the three were found"',
    'alert follow-up RECORD --outcome question --file examples/follow-ups/question.json --to th-police',
  ])
    .argument('<record>', 'identifier of the record')
    .requiredOption('--outcome <outcome>', `one of ${outcomes.join(', ')}`)
    .option('--text <words>', 'words to seal, in the language of --language')
    .option('--language <code>', 'language of --text', 'en')
    .option('--file <file>', 'sealed content as JSON (follow-up/1), - for standard input')
    .option('--to <agency>', 'party of the record it is for (repeatable); default: all others', collect)
    .option('--direct', "without the trustees' lock; for urgent records only")
    .option('--tlp <label>', `${tlpLabels.join(', ')}; default: as the record`)
    .option('--offline', offlineWords)
    .action((record, options) =>
      atThePost(terminal, options, async (session) => {
        const { outcome, to, tlp, direct } = options;
        if (!outcomes.includes(outcome)) throw new CliError('USAGE', `--outcome is one of ${outcomes.join(', ')}`);
        const content = await contentFrom(terminal, options);
        const handling = tlp === undefined ? undefined : { tlp: labelIn(tlp), codes: [] };
        const done = await followUp(session, { record, outcome, to, content, handling, direct });
        answerDone(terminal, options, done, { done: 'followed up', next: [`tocsin alert show ${record}`] });
      }),
    );

interface Words {
  readonly text?: string | undefined;
  readonly language: string;
  readonly file?: string | undefined;
}

async function contentFrom(terminal: Terminal, { text, language, file }: Words): Promise<FollowUpContent | null> {
  if (text !== undefined && file !== undefined) throw new CliError('USAGE', 'give --text or --file, not both');
  if (file !== undefined) return (await readJson(terminal, file)) as unknown as FollowUpContent;
  return text === undefined ? null : { schema: 'follow-up/1', language, text };
}

function labelIn(word: string): Tlp {
  const label = tlpLabels.find((each) => each === word);
  if (label === undefined) throw new CliError('USAGE', `--tlp is one of ${tlpLabels.join(', ')}`);
  return label;
}
