import { unitLevels } from '@tocsin/record';
import { CliError } from '../../error.ts';
import { act, inSession } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { collect, officerVerb } from '../../verb.ts';
import { answerDone } from '../../words.ts';

export const setUnit = (terminal: Terminal) =>
  officerVerb('set', 'open, change or close a unit of your agency', [
    'unit set blo-aranyaprathet --level post --name "en=Border liaison office Aranyaprathet" --desk',
    'unit set blo-aranyaprathet --level post --name "en=Border liaison office Aranyaprathet" --closed',
  ])
    .argument('<unit>', 'code of the unit')
    .requiredOption('--level <level>', `one of ${unitLevels.join(', ')}`)
    .requiredOption('--name <language=name>', 'its name in a language (repeatable)', collect, [] as string[])
    .option('--desk', 'receives what is addressed to the agency as a whole')
    .option('--closed', 'receives nothing any more')
    .action((unit, options) =>
      inSession(terminal, options, async (session) => {
        const level = unitLevels.find((each) => each === options.level);
        if (level === undefined) throw new CliError('USAGE', `--level is one of ${unitLevels.join(', ')}`);
        const { desk = false, closed = false } = options;
        const done = await act(session, 'unit.set/1', { unit, level, names: namesIn(options.name), desk, closed });
        answerDone(terminal, options, done, {
          done: 'unit set',
          next: [`tocsin key publish --unit ${unit} --out FOLDER   (the keymaster)`],
        });
      }),
    );

/** `en=Name` pairs. @throws CliError USAGE */
export function namesIn(pairs: readonly string[]): Record<string, string> {
  const names = pairs.map((pair) => {
    const [, language, name] = /^([A-Za-z-]+)=(.+)$/u.exec(pair) ?? [];
    if (language === undefined || name === undefined) throw new CliError('USAGE', '--name is given as en=Name');
    return [language, name] as const;
  });
  return Object.fromEntries(names);
}
