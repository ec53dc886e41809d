import { type UnusualReport, unusualRules } from '@tocsin/audit';
import { fields, table } from '../table.ts';
import { minute } from '../words.ts';

/** Findings for a person: the rule in words, the numbers, and where to look. */
export function unusualText({ findings, thresholds, reach }: UnusualReport): string {
  const { hours, ...numbers } = thresholds;
  const told = Object.entries(numbers).map(([name, value]) => `${name} ${value}`);
  const about = fields([
    ['as of', `block ${reach.block}, ${minute(reach.at)}`],
    ['looked for', `${told.join(', ')}, hours ${hours.from}-${hours.until}`],
  ]);
  if (findings.length === 0) return `nothing unusual by these measures\n${about}`;
  const rows = findings.map(({ rule, agency, officer, since, until, numbers: counted, statements }) => [
    rule,
    agency,
    officer ?? '-',
    `${minute(since)} to ${minute(until)}`,
    Object.entries(counted)
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
    statements.length > 2
      ? `${statements.slice(0, 2).join(' ')} and ${statements.length - 2} more`
      : statements.join(' '),
  ]);
  const meanings = [...new Set(findings.map(({ rule }) => rule))].map((rule) => [rule, unusualRules[rule]] as const);
  const lead = 'these are leads, not verdicts: ask before you judge\n';
  return `${table(['RULE', 'AGENCY', 'OFFICER', 'WHEN', 'NUMBERS', 'STATEMENTS'], rows)}\n${fields(meanings)}${about}${lead}`;
}
