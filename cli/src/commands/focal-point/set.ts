import { daysAfter } from '@tocsin/record';
import { CliError } from '../../error.ts';
import { act, inSession } from '../../session.ts';
import type { Body } from '../../statement.ts';
import type { Terminal } from '../../terminal.ts';
import { collect, officerVerb } from '../../verb.ts';
import { answerDone } from '../../words.ts';

export const setFocalPoint = (terminal: Terminal) =>
  officerVerb('set', 'name, confirm or close a focal point of your agency', [
    'focal-point set trafficking --unit duty-desk --holder HANDLE --language th --duty acknowledge=responsible',
    'focal-point set trafficking --unit duty-desk --holder HANDLE --language th --closed',
  ])
    .argument('<post>', 'short name of the post')
    .requiredOption('--unit <unit>', 'unit of the post')
    .requiredOption('--holder <handle>', 'officer who holds the post')
    .requiredOption('--language <code>', 'language spoken there (repeatable)', collect, [] as string[])
    .option('--duty <step=duty>', 'responsible, accountable, consulted or informed (repeatable)', collect)
    .option('--time-zone <zone>', 'IANA time zone', 'Asia/Bangkok')
    .option('--days <number>', 'to be confirmed again after so many days', '180')
    .option('--closed', 'the post is closed')
    .action((post, options) =>
      inSession(terminal, options, async (session) => {
        const { unit, holder, language: languages, timeZone, closed = false } = options;
        if (!/^[1-9][0-9]{0,2}$/.test(options.days)) throw new CliError('USAGE', '--days is a whole number');
        const until = daysAfter(session.clock().toISOString(), Number(options.days));
        const about = { post, unit, holder, duties: (options.duty ?? []).map(dutyIn), languages };
        const done = await act(session, 'focal-point.set/1', { ...about, timeZone, until, closed });
        answerDone(terminal, options, done, { done: 'focal point set', next: ['tocsin focal-point list'] });
      }),
    );

type Duty = Body<'focal-point.set/1'>['duties'][number];

function dutyIn(pair: string): Duty {
  const [, step, duty] = /^([a-z0-9-]+)=(responsible|accountable|consulted|informed)$/.exec(pair) ?? [];
  if (step === undefined || duty === undefined) throw new CliError('USAGE', '--duty is given as step=responsible');
  return { step, duty: duty as Duty['duty'] };
}
