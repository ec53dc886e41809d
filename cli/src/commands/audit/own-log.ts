import type { LogFault } from '@tocsin/gateway/api';
import { traced } from '../../audit/trail-source.ts';
import { AnsweredError, CliError } from '../../error.ts';
import { answer } from '../../output.ts';
import { anchorsIn, type CheckedLog, checkedLog } from '../../own-log.ts';
import { inSession } from '../../session.ts';
import { harmless, table } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';

export const auditOwnLog = (terminal: Terminal) =>
  officerVerb('own-log', "what your gateway did with its keys, held against the ledger's anchors; for auditors", [
    'audit own-log --as th-police-auditor',
    'audit own-log --ledger ledger.ndjson --json   # of another agency: your gateway cannot hide an anchor from it',
  ])
    .option('--limit <number>', 'show so many of the latest entries', '50')
    .option('--ledger <file>', 'compare with the anchors of this export too, which is verified first')
    .option('--roots <folder>', "with --ledger: roots that you trust (default the profile's)")
    .action((options) =>
      inSession(terminal, options, async (session) => {
        if (!/^[1-9][0-9]{0,5}$/.test(options.limit)) throw new CliError('USAGE', '--limit is a whole number');
        if (options.roots !== undefined && options.ledger === undefined)
          throw new CliError('USAGE', '--roots goes with --ledger');
        const trail = options.ledger === undefined ? null : (await traced(terminal, options)).trail;
        const checked = await checkedLog(session, trail === null ? [] : anchorsIn(trail, session.agency));
        const shown = { ...checked, entries: checked.entries.slice(-Number(options.limit)) };
        answer(terminal, options, 'own-log/1', { agency: session.agency, ...shown }, logText(shown));
        const [fault] = checked.faults;
        if (fault !== undefined) throw new AnsweredError('OWN_LOG_ALTERED', faultText(fault));
      }),
    );

const faultText = (fault: LogFault): string =>
  fault.fault === 'rewritten'
    ? `rewritten somewhere from entry ${fault.from} to before ${fault.to}`
    : `entry ${fault.place} is ${fault.fault}`;

/** What a check was for, and of how many; whoever wrote the entry may have written anything. */
const checkText = (check: CheckedLog['entries'][number]['check']): string =>
  check === undefined ? '' : `${check?.count} for ${check?.purpose}`;

function logText({ size, anchor, entries, faults }: CheckedLog): string {
  const rows = entries.map(({ place, at, kind, agency, access, item, key, code, check, count }) => [
    String(place),
    // Whoever could write to the log could write what hides the verdict under it.
    ...[at, kind, agency, access ?? '', item ?? '', code ?? key ?? checkText(check)].map(harmless),
    count === undefined ? '' : `${count} more`,
  ]);
  const told = table(['ENTRY', 'TIME', 'WHAT', 'FOR', 'ACCESS', 'ITEM', 'KEY OR CODE', 'REPEATED'], rows);
  const upTo = anchor === null ? 'none of them anchored yet' : `anchored up to ${anchor.size}`;
  const verdict = faults.length === 0 ? 'nothing is missing or altered' : faults.map(faultText).join('\n');
  return `${told}${size} entries, ${upTo}\n${verdict}\n`;
}
