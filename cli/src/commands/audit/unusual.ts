import {
  type NotedRefusal,
  type NotedRelease,
  parseDutyHours,
  type UnusualQuestion,
  unusual,
  usualThresholds,
} from '@tocsin/audit';
import { AgencyCode } from '@tocsin/record';
import { unusualDocument } from '../../audit/pdf/documents.ts';
import { languageIn, printed } from '../../audit/pdf/print.ts';
import { countIn, formed, reportVerb, traced } from '../../audit/trail-source.ts';
import { unusualText } from '../../audit/unusual-text.ts';
import { CliError } from '../../error.ts';
import { instantIn } from '../../instant.ts';
import { answer } from '../../output.ts';
import { checkedLog } from '../../own-log.ts';
import { inSession, type SessionOptions } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';

const usual = usualThresholds;

/** Refusals that one entry of the own log stands for at most: more of them would say no more. */
const MOST_COUNTED = 100;

export const auditUnusual = (terminal: Terminal) =>
  reportVerb('unusual', 'what deserves a second look: each finding with its rule, its numbers and its statements', [
    'audit unusual --as th-police-auditor --since 2026-11-01',
    'audit unusual --ledger ledger.ndjson --roots roots --subjects 10 --hours 07:00-19:00 --json',
  ])
    .option('--agency <agency>', 'only about one agency')
    .option('--since <time>', 'from this day or time on (UTC, by ledger time)')
    .option('--until <time>', 'before this day or time (UTC, by ledger time)')
    .option('--subjects <number>', `records an officer opened without a case within the window (${usual.subjects})`)
    .option('--window <hours>', `the window for them, hours (${usual.windowHours})`)
    .option('--hours <from-until>', `hours of duty in the unit's time zone (${usual.hours.from}-${usual.hours.until})`)
    .option('--outside <number>', `openings outside them, urgent records not counted (${usual.outside})`)
    .option('--refusals <number>', `failures in a row (${usual.refusals})`)
    .option('--receipts <number>', `openings without a receipt (${usual.receipts})`)
    .option('--late <number>', `late acknowledgements of an agency that made none (${usual.late})`)
    .option(
      '--own-log',
      "also hold your own gateway's log against it: refusals, and who says that it released; for auditors",
    )
    .action(async (options) => {
      const agency = formed(AgencyCode, 'agency', options.agency);
      const times = { since: instantIn(options.since), until: instantIn(options.until) };
      const thresholds = thresholdsIn(options);
      const language = languageIn(options);
      if (options.ownLog === true && options.ledger !== undefined)
        throw new CliError('USAGE', '--own-log is read from the gateway, not from an export');
      const { trail, verified } = await traced(terminal, options);
      const told = options.ownLog === true ? await noted(terminal, options) : {};
      const report = unusual(trail, { agency, ...times, thresholds, ...told });
      await printed(terminal, options, unusualDocument(report, { verified, language }));
      answer(terminal, options, 'unusual/1', { ...report, verified }, unusualText(report));
    });

/** What the own gateway's log has, which must be whole. @throws CliError OWN_LOG_ALTERED; ApiError ROLE_LACKING */
function noted(terminal: Terminal, options: SessionOptions): Promise<Pick<UnusualQuestion, 'refusals' | 'released'>> {
  return inSession(terminal, options, async (session) => {
    const { entries, faults } = await checkedLog(session);
    if (faults.length > 0) throw new CliError('OWN_LOG_ALTERED', `${faults.length} faults: see tocsin audit own-log`);
    const refusals = entries.flatMap(({ kind, agency, officer, at, access, code, count = 1 }): NotedRefusal[] =>
      kind === 'refusal' && officer !== null
        ? Array.from({ length: Math.min(count, MOST_COUNTED) }, () => ({
            agency,
            officer,
            at,
            access,
            code: code ?? '',
          }))
        : [],
    );
    const releases = entries.flatMap(({ kind, agency, at, access }): NotedRelease[] =>
      kind === 'release' && access !== null ? [{ access, agency, at }] : [],
    );
    return { refusals, released: { trustee: session.agency, releases } };
  });
}

interface Flags {
  readonly subjects?: string | undefined;
  readonly window?: string | undefined;
  readonly hours?: string | undefined;
  readonly outside?: string | undefined;
  readonly refusals?: string | undefined;
  readonly receipts?: string | undefined;
  readonly late?: string | undefined;
}

function thresholdsIn(flags: Flags) {
  const hours = flags.hours === undefined ? usual.hours : parseDutyHours(flags.hours);
  if (hours === null) throw new CliError('USAGE', '--hours is given as 07:00-19:00');
  return {
    subjects: countIn('subjects', flags.subjects, usual.subjects),
    windowHours: countIn('window', flags.window, usual.windowHours),
    hours,
    outside: countIn('outside', flags.outside, usual.outside),
    refusals: countIn('refusals', flags.refusals, usual.refusals),
    receipts: countIn('receipts', flags.receipts, usual.receipts),
    late: countIn('late', flags.late, usual.late),
  };
}
