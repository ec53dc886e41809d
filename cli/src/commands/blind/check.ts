import { inputsOf, keyInForce, outputsOf } from '../../blind-asking.ts';
import { type TablesNamed, tableOf } from '../../blind-tables.ts';
import { purposeFor, USUAL_PURPOSE } from '../../check/asking.ts';
import { paperIn, paperOptions } from '../../check/options.ts';
import { queryOf } from '../../check/query.ts';
import { CliError } from '../../error.ts';
import { exitCodes } from '../../exit-code.ts';
import { readInput } from '../../file.ts';
import { Finding } from '../../finding.ts';
import { answer } from '../../output.ts';
import { inSession } from '../../session.ts';
import { fields } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { collect, officerVerb } from '../../verb.ts';

export const checkBlind = (terminal: Terminal) =>
  paperOptions(
    officerVerb('check', 'ask other agencies’ tables about a paper: nobody learns what was asked, nor the answer', [
      'blind check --passport "TH 0000001" --table th-police=th-police.table',
      'blind check --phone +66000000000 --table th-police=a.table --table la-fiu=b.table --json',
    ]),
  )
    .requiredOption('--table <agency=file>', "an owner's table, repeatable", collect)
    .option('--purpose <purpose>', `what it is checked for; default ${USUAL_PURPOSE}`)
    .action((options) =>
      inSession(terminal, options, async (session) => {
        const purpose = purposeFor(options.purpose);
        const { keys, tables } = await session.client.blind();
        const key = keyInForce(keys);
        const read = [];
        for (const named of options.table) read.push(await tableNamed(terminal, named, { tables, epoch: key.epoch }));
        const inputs = await inputsOf(session, queryOf(paperIn(options)));
        if (inputs.length === 0) throw new CliError('USAGE', 'give a number: names are not asked about blindly');
        const { batches, outputs } = await outputsOf(session, { key, purpose }, inputs);
        const found = read.flatMap((table) =>
          outputs.flatMap((output) => table.lookUp(output).map((says) => ({ owner: table.owner, says }))),
        );
        const value = { found, batches, epoch: key.epoch, asked: inputs.length };
        const lines = found.map(({ owner, says }) => [owner, says] as const);
        const about = fields([...lines, ['asked', `${inputs.length} numbers, batch ${batches.join(', ')}`]]);
        const verdict = found.length === 0 ? 'unknown to these tables' : 'LISTED';
        answer(terminal, options, 'blind-check/1', value, `${verdict}\n${about}`);
        if (found.length > 0) throw new Finding(exitCodes.listed);
      }),
    );

/** Reads a table that is given by its owner and file. */
async function tableNamed(terminal: Terminal, named: string, on: TablesNamed) {
  const [, owner, path] = /^([a-z0-9-]+)=(.+)$/s.exec(named) ?? [];
  if (owner === undefined || path === undefined) throw new CliError('USAGE', '--table is AGENCY=FILE');
  return tableOf(owner, await readInput(terminal, path), on);
}
