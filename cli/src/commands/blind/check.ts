import { labels } from '@tocsin/record';
import { askTables, inputsOf, type Said } from '../../blind-asking.ts';
import { tableGiven, tablesNamed } from '../../blind-tables.ts';
import { purposeFor, USUAL_PURPOSE } from '../../check/asking.ts';
import { inTable } from '../../check/blindly.ts';
import { numberColumns, paperIn, paperOptions } from '../../check/options.ts';
import { queryOf } from '../../check/query.ts';
import { counted } from '../../counted.ts';
import { CliError } from '../../error.ts';
import { exitCodes } from '../../exit-code.ts';
import { failureOf } from '../../failure.ts';
import { Finding } from '../../finding.ts';
import { answer } from '../../output.ts';
import { inSession } from '../../session.ts';
import { fields, harmless } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { collect, officerVerb } from '../../verb.ts';

export const checkBlind = (terminal: Terminal) =>
  paperOptions(
    officerVerb('check', 'ask other agencies’ tables about a paper: nobody learns what was asked, nor the answer', [
      'blind check --passport "TH 0000001" --table th-police=th-police.table',
      'blind check --phone +66000000000 --table th-police=a.table --table la-fiu=b.table --json',
    ]),
    numberColumns,
  )
    .requiredOption('--table <agency=file>', "an owner's table, repeatable", collect)
    .option('--purpose <purpose>', `what it is checked for; default ${USUAL_PURPOSE}`)
    .action((options) =>
      inSession(terminal, options, async (session) => {
        const purpose = purposeFor(options.purpose);
        const on = await tablesNamed(session);
        const tables = [];
        for (const given of options.table) tables.push(await tableGiven(terminal, given, on));
        const inputs = await inputsOf(session, queryOf(paperIn(options)));
        if (inputs.length === 0) throw new CliError('USAGE', 'give a number: names are not asked about blindly');
        const { batches, said } = await askTables(session, { purpose, tables }, inputs);
        const found = said.flatMap((one) => ('texts' in one ? toldBy(one) : []));
        const failed = said.flatMap((one) => ('fault' in one ? [one] : []));
        // Of nobody else is it said that they have nothing while one of them was not asked.
        if (failed[0] !== undefined && found.length === 0) throw failed[0].fault;
        const notAsked = failed.map(({ owner, fault }) => ({ owner, code: failureOf(fault).code }));
        const epochs = [...new Set(tables.map(({ key }) => key.epoch))];
        const graded = found.length > 0 ? inTable : ({ answer: 'unknown', grade: null } as const);
        const value = { ...graded, found, batches, epochs, asked: inputs.length, 'not-asked': notAsked };
        const lines = [
          ...found.map(({ owner, says }) => [owner, harmless(says)] as const),
          ...notAsked.map(({ owner, code }) => [owner, `NOT asked [${code}]`] as const),
        ];
        const about = fields([...lines, ['asked', `${counted(inputs.length, 'number')}, batch ${batches.join(', ')}`]]);
        const words = labels.en.words.answer[graded.answer];
        answer(
          terminal,
          options,
          'blind-check/1',
          value,
          `${found.length > 0 ? words.toUpperCase() : words}\n${about}`,
        );
        if (found.length > 0) throw new Finding(exitCodes['possible match']);
      }),
    );

const toldBy = ({ owner, texts }: Extract<Said, { texts: unknown }>) => texts.flat().map((says) => ({ owner, says }));
