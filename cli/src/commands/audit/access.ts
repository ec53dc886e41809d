import { accessesTable } from '../../access-text.ts';
import { CliError } from '../../error.ts';
import { answer } from '../../output.ts';
import { inSession } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';

export const auditAccess = (terminal: Terminal) =>
  officerVerb('access', 'who asked to open what, when and for which purpose; no key is needed', [
    'audit access --record mzxw6ytboi4dknbvgm3dinzwha --as th-police-auditor',
    'audit access --agency kh-immigration --since 2026-11-01 --json',
  ])
    .option('--record <record>', 'only openings of one record')
    .option('--officer <handle>', 'only those by one officer')
    .option('--agency <agency>', 'only those by one agency')
    .option('--owner <agency>', 'only those of what one agency wrote')
    .option('--since <time>', 'from this day or time on (UTC)')
    .option('--until <time>', 'before this day or time (UTC)')
    .option('--limit <number>', 'at most so many, 1 to 500', '500')
    .action((options) =>
      inSession(terminal, options, async ({ client }) => {
        const { record, officer, agency, owner } = options;
        const asked = {
          record,
          officer,
          agency,
          owner,
          since: instantIn(options.since),
          until: instantIn(options.until),
        };
        const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
        const accesses = await client.accesses({ ...given, limit: Number(options.limit) });
        const words = accessesTable(accesses) || 'nobody has asked to open anything of this kind\n';
        answer(terminal, options, 'accesses/1', { accesses }, words);
      }),
    );

/** A day or time as the ledger writes times. @throws CliError USAGE */
export function instantIn(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const form = /^20\d\d-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z)?$/;
  const time = form.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw new CliError('USAGE', 'a time is given as 2026-11-23 or 2026-11-23T07:30Z');
  return new Date(time).toISOString();
}
