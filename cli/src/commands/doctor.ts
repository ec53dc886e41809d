import { examine } from '@tocsin/device/doctor';
import { languages } from '@tocsin/record';
import { doctorText } from '../doctor-text.ts';
import { AnsweredError } from '../error.ts';
import { languageNamed } from '../language.ts';
import { answer } from '../output.ts';
import { inSession } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { officerVerb } from '../verb.ts';

export const doctor = (terminal: Terminal) =>
  officerVerb('doctor', 'what of the exchange does not work, or soon will not, and what mends it', [
    'doctor --as th-police-officer',
    'doctor --lang th --json   # exit 2 where something does not work now',
  ])
    .option('--lang <language>', `language of the answer: ${languages.join(', ')}`, 'en')
    .action((options) =>
      inSession(terminal, options, async ({ client, agency, clock }) => {
        const language = languageNamed(options.lang);
        const { findings } = await examine('everything', { client, own: agency, now: clock().toISOString() });
        answer(terminal, options, 'doctor/1', { findings }, doctorText(findings, agency, language) || 'all is well\n');
        const wrong = findings.filter(({ weight }) => weight === 'wrong').map(({ code }) => code);
        if (wrong.length > 0) throw new AnsweredError('EXCHANGE_UNWELL', wrong.join(', '));
      }),
    );
