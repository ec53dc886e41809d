import { ApiError, type CheckAnswer, type GivenAnswer } from '@tocsin/gateway/api';
import { ask, purposeFor, USUAL_PURPOSE } from '../../check/asking.ts';
import { checkFile } from '../../check/file.ts';
import { exitFor } from '../../check/outcome.ts';
import { checkFields, type OnPaper, queryOf } from '../../check/query.ts';
import { checkText } from '../../check/text.ts';
import { CliError } from '../../error.ts';
import { exitCodes, wordsOf } from '../../exit-code.ts';
import { Finding } from '../../finding.ts';
import { answer, nextSteps } from '../../output.ts';
import { inSession } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { collect, officerVerb } from '../../verb.ts';
import { sameProfile } from '../../words.ts';

export function check(terminal: Terminal) {
  const command = officerVerb(
    'check',
    'is who is on this paper listed, and is the licence theirs? nobody else is told',
    [
      'check --passport "TH 0000001" --country TH --born 1/5/2523 --licence "ท. 123/2566"',
      'check --file passengers.csv --out answers.xlsx --as kh-immigration-officer',
    ],
  );
  for (const [name, , words] of checkFields) {
    if (name === 'name' || name === 'company') command.option(`--${name} <text>`, words, collect);
    else command.option(`--${name} <text>`, words);
  }
  return command
    .option(
      '--file <file>',
      'check every row of a CSV file, whose columns are named like these options; - for standard input',
    )
    .option('--out <file>', 'with --file: write the rows with their answers to a new .csv or .xlsx file')
    .option('--purpose <purpose>', `what it is checked for; default ${USUAL_PURPOSE}`)
    .action((options) =>
      inSession(terminal, options, async (session) => {
        const purpose = purposeFor(options.purpose);
        const query = queryOf(paperIn(options));
        if (options.file !== undefined) {
          if (Object.keys(query).length > 0) throw new CliError('USAGE', '--file goes without other fields');
          return checkFile({ terminal, session, purpose }, { ...options, file: options.file });
        }
        if (options.out !== undefined) throw new CliError('USAGE', '--out goes with --file');
        const { asOf, commitment, answers } = await ask(session, purpose, [query]);
        const [given] = answers;
        if (given === undefined) throw new CliError('GATEWAY_MISANSWERED', 'no answer');
        if (given.answer === 'refused') throw refusedFor(given);
        const next = sameProfile(nextFor(given, purpose), options.as);
        const value = { ...given, 'as-of': asOf, commitment, next };
        answer(terminal, options, 'check/1', value, `${checkText(given, asOf)}${nextSteps(next)}`);
        const exit = exitFor(given);
        if (exit !== exitCodes.ok) throw new Finding(exit);
      }),
    );
}

/** Options as the words of files: commander writes `national-id` together. */
export const paperIn = (options: object): OnPaper =>
  Object.fromEntries(
    checkFields.map(([name]) => [
      name,
      (options as Record<string, string | string[] | undefined>)[
        name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
      ],
    ]),
  ) as OnPaper;

/** The one query could not be read: that is a mistake in the command. */
export function refusedFor({ code, field }: Extract<CheckAnswer, { answer: 'refused' }>): ApiError {
  const { meaning, hint } = wordsOf(code);
  const title = field === '' ? meaning : `${meaning}: ${field}`;
  return new ApiError({ code, status: 400, title, hint });
}

/** Details of a listing are one access like any other, which its author hears of. */
function nextFor({ candidates, fronts }: GivenAnswer, purpose: string): string[] {
  const [record] = [...candidates, ...fronts].map((one) => one.record);
  return record === undefined ? [] : [`tocsin listing open ${record} --purpose ${purpose} --basis "WHY"`];
}
