import { statistics } from '@tocsin/audit';
import { statisticsCsv } from '../../audit/csv.ts';
import { statisticsDocument } from '../../audit/pdf/documents.ts';
import { languageIn, printed } from '../../audit/pdf/print.ts';
import { statisticsText } from '../../audit/statistics-text.ts';
import { countIn, reportVerb, traced } from '../../audit/trail-source.ts';
import { writeOutput } from '../../file.ts';
import { answer } from '../../output.ts';
import type { Terminal } from '../../terminal.ts';

export const auditStatistics = (terminal: Terminal) =>
  reportVerb('statistics', 'counts and answer times by half-year; no content is read and no small count is shown', [
    'audit statistics --as th-police-auditor --current',
    'audit statistics --ledger ledger.ndjson --roots roots --csv half-years.csv',
  ])
    .option('--k <number>', 'smallest count that is shown', '10')
    .option('--current', 'also count the half-year that has not ended: do not publish two reports of it')
    .option('--csv <file>', 'also write a new CSV file, one line a cell')
    .action(async (options) => {
      const { current = false } = options;
      const k = countIn('k', options.k, 10);
      const language = languageIn(options);
      const { trail, verified } = await traced(terminal, options);
      const report = statistics(trail, { k, current });
      if (options.csv !== undefined) await writeOutput(terminal, options.csv, statisticsCsv(report));
      await printed(terminal, options, statisticsDocument(report, { verified, language }));
      answer(terminal, options, 'statistics/1', { ...report, verified }, statisticsText(report));
    });
