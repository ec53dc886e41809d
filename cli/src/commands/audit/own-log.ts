import type { LogFault } from '@tocsin/gateway/api';
import { AnsweredError, CliError } from '../../error.ts';
import { answer } from '../../output.ts';
import { type CheckedLog, checkedLog } from '../../own-log.ts';
import { inSession } from '../../session.ts';
import { table } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';

export const auditOwnLog = (terminal: Terminal) =>
  officerVerb('own-log', "what your gateway did with its keys, held against the ledger's anchors; for auditors", [
    'audit own-log --as th-police-auditor',
    'audit own-log --limit 500 --json',
  ])
    .option('--limit <number>', 'show so many of the latest entries', '50')
    .action((options) =>
      inSession(terminal, options, async (session) => {
        if (!/^[1-9][0-9]{0,5}$/.test(options.limit)) throw new CliError('USAGE', '--limit is a whole number');
        const checked = await checkedLog(session);
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

function logText({ size, anchor, entries, faults }: CheckedLog): string {
  const rows = entries.map(({ place, at, kind, agency, access, item, key, code }) => [
    String(place),
    at,
    kind,
    agency,
    access ?? '',
    item ?? '',
    code ?? key ?? '',
  ]);
  const told = table(['ENTRY', 'TIME', 'WHAT', 'FOR', 'ACCESS', 'ITEM', 'KEY OR CODE'], rows);
  const upTo = anchor === null ? 'none of them anchored yet' : `anchored up to ${anchor.size}`;
  const verdict = faults.length === 0 ? 'nothing is missing or altered' : faults.map(faultText).join('\n');
  return `${told}${size} entries, ${upTo}\n${verdict}\n`;
}
