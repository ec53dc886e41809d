import { ApiError, type CheckAnswer, type GivenAnswer } from '@tocsin/gateway/api';
import { type LabelLanguage, languages } from '@tocsin/record';
import { type Ask, asking, purposeFor, USUAL_PURPOSE } from '../../check/asking.ts';
import { alsoBlindly } from '../../check/blindly.ts';
import { checkFile } from '../../check/file.ts';
import { paperIn, paperOptions } from '../../check/options.ts';
import { exitFor } from '../../check/outcome.ts';
import { queryOf } from '../../check/query.ts';
import { refusalWords } from '../../check/sheet.ts';
import { checkText } from '../../check/text.ts';
import { CliError } from '../../error.ts';
import { exitCodes, wordsOf } from '../../exit-code.ts';
import { Finding } from '../../finding.ts';
import { languageNamed } from '../../language.ts';
import { atThePost } from '../../lease/at-the-post.ts';
import { storeKey } from '../../lease/store-key.ts';
import { answer, nextSteps, type OutputOptions } from '../../output.ts';
import { chooseProfile } from '../../profile.ts';
import type { SessionOptions } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { sameProfile } from '../../words.ts';
import { accountChecks } from './account.ts';
import { decideNotSame } from './not-same.ts';
import { takeOfflineCopy } from './offline-copy.ts';

const examples = [
  'check --passport "TH 0000001" --country TH --born 1/5/2523 --licence "ท. 123/2566"',
  'check --file examples/passengers.csv --out answers.xlsx --as kh-immigration-officer',
] as const;

/** `tocsin check`, and what belongs to it. */
export function check(terminal: Terminal) {
  const words = 'is who is on this paper listed, and is the licence theirs? nobody else is told';
  const command = paperOptions(officerVerb('check', words, examples))
    .option(
      '--file <file>',
      'check every row of a CSV file, its columns named like these options; - for standard input',
    )
    .option('--out <file>', 'with --file: write the rows with their answers to a new .csv or .xlsx file')
    .option('--purpose <purpose>', `what it is checked for; default ${USUAL_PURPOSE}`)
    .option('--offline <file>', 'answer from a copy that was taken along, without a line; accounted for later')
    .option('--lang <language>', `language of the answer: ${languages.join(', ')}`, 'en')
    // What stands behind the name of a subcommand is that one's.
    .enablePositionalOptions()
    .action((options) => {
      const work = (ask: Ask) =>
        answerAll(terminal, { ...options, language: languageNamed(options.lang), paper: paperIn(options) }, ask);
      return options.offline === undefined ? online(terminal, options, work) : offline(terminal, options, work);
    });
  for (const each of [decideNotSame, takeOfflineCopy, accountChecks]) command.addCommand(each(terminal) as never);
  return command;
}

interface CheckOptions extends OutputOptions, SessionOptions {
  readonly file?: string | undefined;
  readonly out?: string | undefined;
  readonly purpose?: string | undefined;
  readonly offline?: string | undefined;
}

type Work = (ask: Ask) => Promise<void>;

function online(terminal: Terminal, { as, passphraseFile, purpose }: CheckOptions, work: Work): Promise<void> {
  const named = purposeFor(purpose);
  return atThePost(terminal, { as, passphraseFile }, (session) =>
    work(alsoBlindly(session, named, asking(session, named))),
  );
}

/** Without a line and without a session: from the copy, by the key of this device. */
async function offline(terminal: Terminal, options: CheckOptions, work: Work): Promise<void> {
  const { as, passphraseFile, purpose, offline: path = '' } = options;
  if (purpose !== undefined) throw new CliError('USAGE', '--purpose was said when the copy was taken');
  const profile = await chooseProfile(terminal, as);
  const secretKey = await storeKey(terminal, profile, { passphraseFile, make: false }).catch((error: unknown) => {
    const none = error instanceof CliError && error.code === 'NO_LEASE';
    throw none ? new CliError('OFFLINE_COPY_UNPROVED', 'this device has never taken one', error) : error;
  });
  const { askCopy, openCopy } = await import('../../check/offline-copy.ts');
  const opened = await openCopy(terminal, path, { profile, secretKey }).finally(() => secretKey.fill(0));
  await work((queries) => askCopy(opened, terminal.clock?.() ?? new Date(), queries));
}

async function answerAll(
  terminal: Terminal,
  options: CheckOptions & { readonly language: LabelLanguage; readonly paper: ReturnType<typeof paperIn> },
  ask: Ask,
): Promise<void> {
  const query = queryOf(options.paper);
  const { file, out, language } = options;
  if (file !== undefined) {
    if (Object.keys(query).length > 0) throw new CliError('USAGE', '--file goes without other fields');
    return checkFile(terminal, ask, { json: options.json, file, out, language });
  }
  if (out !== undefined) throw new CliError('USAGE', '--out goes with --file');
  const { asOf, commitment, answers } = await ask([query]);
  const [given] = answers;
  if (given === undefined) throw new CliError('GATEWAY_MISANSWERED', 'no answer');
  if (given.answer === 'refused') throw refusedFor(given, language);
  const next = sameProfile(nextFor(given), options.as);
  const value = { ...given, 'as-of': asOf, commitment, next };
  answer(terminal, options, 'check/1', value, `${checkText(given, asOf, language)}${nextSteps(next)}`);
  const exit = exitFor(given);
  if (exit !== exitCodes.ok) throw new Finding(exit);
}

/** The one query could not be read: that is a mistake in the command. */
function refusedFor(refused: Extract<CheckAnswer, { answer: 'refused' }>, language: LabelLanguage): ApiError {
  const { code } = refused;
  // Its own code is told behind all of them.
  const title = refusalWords(refused, language).replace(new RegExp(` \\[${code}\\]`, 'g'), '');
  return new ApiError({ code, status: 400, title, hint: wordsOf(code).hint });
}

/** Details of a listing are one access like any other, which its author hears of. */
function nextFor({ answer: verdict, candidates, fronts }: GivenAnswer): string[] {
  const [record] = [...candidates, ...fronts].map((one) => one.record);
  if (record === undefined) return [];
  const looked = [`tocsin listing open ${record} --basis "WHY"`];
  return verdict === 'possible' ? [...looked, `tocsin check not-same ${record} ... --reason "WHY NOT"`] : looked;
}
