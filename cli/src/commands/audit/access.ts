import { type AccessQuestion, accessReport } from '@tocsin/audit';
import { AgencyCode, Handle, purposes, Slug, StatementId } from '@tocsin/record';
import { accessReportText } from '../../audit/access-text.ts';
import { accessCsv } from '../../audit/csv.ts';
import { accessDocument } from '../../audit/pdf/documents.ts';
import { languageIn, printed } from '../../audit/pdf/print.ts';
import { formed, reportVerb, traced } from '../../audit/trail-source.ts';
import { CliError } from '../../error.ts';
import { writeOutput } from '../../file.ts';
import { instantIn } from '../../instant.ts';
import { answer } from '../../output.ts';
import type { Terminal } from '../../terminal.ts';

export const auditAccess = (terminal: Terminal) =>
  reportVerb('access', 'who asked to open what, when, why, who released and what came of it; no key is needed', [
    'audit access --record mzxw6ytboi4dknbvgm3dinzwha --as th-police-auditor',
    'audit access --ledger ledger.ndjson --roots roots --agency kh-immigration --since 2026-11-01 --json',
  ])
    .option('--record <record>', 'only openings of one record')
    .option('--officer <handle>', 'only those by one officer')
    .option('--agency <agency>', 'only those by one agency')
    .option('--owner <agency>', 'only those of what one agency wrote')
    .option('--subject-kind <kind>', 'only those of one kind of record')
    .option('--purpose <purpose>', 'only those for one purpose')
    .option('--since <time>', 'from this day or time on (UTC, by ledger time)')
    .option('--until <time>', 'before this day or time (UTC, by ledger time)')
    .option('--csv <file>', 'also write a new CSV file, one line an opening')
    .action(async (options) => {
      const question = questionIn(options);
      const language = languageIn(options);
      const { trail, verified } = await traced(terminal, options);
      const report = accessReport(trail, question);
      if (options.csv !== undefined) await writeOutput(terminal, options.csv, accessCsv(report));
      await printed(terminal, options, accessDocument(report, { verified, language }));
      answer(terminal, options, 'access-report/1', { ...report, verified }, accessReportText(report, verified));
    });

interface Conditions {
  readonly record?: string | undefined;
  readonly officer?: string | undefined;
  readonly agency?: string | undefined;
  readonly owner?: string | undefined;
  readonly subjectKind?: string | undefined;
  readonly purpose?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/** Checked before anything is read: a mistyped condition would find nothing and look like good news. */
function questionIn(options: Conditions): AccessQuestion {
  const { purpose } = options;
  if (purpose !== undefined && !(purposes as readonly string[]).includes(purpose))
    throw new CliError('USAGE', `--purpose is one of ${purposes.join(', ')}`);
  return {
    record: formed(StatementId, 'record', options.record),
    officer: formed(Handle, 'officer', options.officer),
    agency: formed(AgencyCode, 'agency', options.agency),
    owner: formed(AgencyCode, 'owner', options.owner),
    kind: formed(Slug, 'subject-kind', options.subjectKind),
    purpose,
    since: instantIn(options.since),
    until: instantIn(options.until),
  };
}
