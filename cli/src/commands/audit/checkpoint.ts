import { writeOutput } from '../../file.ts';
import { answer, nextSteps } from '../../output.ts';
import { inSession } from '../../session.ts';
import { fields, harmless, table } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';

export const auditCheckpoint = (terminal: Terminal) =>
  officerVerb('checkpoint', "the ledger's tree as it is now, and which agencies vouch for it", [
    'audit checkpoint --as th-police-auditor',
    'audit checkpoint --out ledger.ndjson.checkpoint --json',
  ])
    .option('--out <file>', 'also write the signed note to a new file, for `tocsin audit ledger --checkpoint`')
    .action((options) =>
      inSession(terminal, options, async ({ client }) => {
        const found = await client.checkpoint();
        if (options.out !== undefined) await writeOutput(terminal, options.out, found.note);
        answer(terminal, options, 'checkpoint/1', found, textOf(found, options.out));
      }),
    );

interface Found {
  readonly note: string;
  readonly size: number;
  readonly needed: number;
  readonly cosigned: readonly { readonly agency: string; readonly at: string }[];
  readonly missing: readonly string[];
  readonly alarms: readonly { readonly code: string; readonly against: string; readonly at: string }[];
}

function textOf({ note, size, needed, cosigned, missing, alarms }: Found, out: string | undefined): string {
  const about = fields([
    ['transactions', String(size)],
    ['vouched for by', `${cosigned.length} agencies, ${needed} needed`],
    ...(missing.length === 0 ? [] : [['not asked or not answering', harmless(missing.join(', '))] as const]),
  ]);
  const who = table(
    ['AGENCY', 'AS OF'],
    cosigned.map(({ agency, at }) => [harmless(agency), harmless(at)]),
  );
  const found = alarms.map(({ code, against, at }) => `${at} ${code}: ${against}\n`).join('');
  const contradictions = found === '' ? '' : `\ncontradictions found by this gateway\n${harmless(found)}`;
  const steps =
    out === undefined || out === '-' ? '' : nextSteps([`tocsin audit ledger EXPORT --roots ROOTS --checkpoint ${out}`]);
  const lines = note.split('\n').map(harmless).join('\n');
  return `${about}\n${who}${contradictions}\n${lines}${steps}`;
}
