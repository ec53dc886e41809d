import { open } from 'node:fs/promises';
import { formatEvidence, verifyEvidence } from '@tocsin/audit';
import { StatementId } from '@tocsin/record';
import { type EvidenceOptions, evidenceOf, majorityOf, trustIn } from '../../audit/evidence-source.ts';
import { countIn, formed } from '../../audit/trail-source.ts';
import { counted } from '../../counted.ts';
import { CliError } from '../../error.ts';
import { pathFrom, writeOutput } from '../../file.ts';
import { answer, nextSteps, type OutputOptions } from '../../output.ts';
import { inSession } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';

export const auditExport = (terminal: Terminal) =>
  officerVerb('export', 'write the whole ledger, or the evidence about one record, for verification anywhere', [
    'audit export ledger.ndjson --as th-police-auditor',
    'audit export case.evidence --record mzxw6ytboi4dknbvgm3dinzwha --as th-police-auditor',
  ])
    .argument('<file>', 'new file, - for standard output')
    .option('--record <record>', 'only what proves one record: who posted, opened, answered, and that it stands')
    .option('--ledger <file>', 'with --record: from an export instead of the gateway')
    .option('--checkpoint <file>', 'with --ledger: the cosigned checkpoint of it')
    .option('--roots <folder>', "with --record: roots that you trust (default the profile's)")
    .option('--cosigners <number>', 'with --record: agencies that must have vouched (more than half of the roots)')
    .action((path, options) => {
      const record = formed(StatementId, 'record', options.record);
      if (record !== undefined) return exportRecord(terminal, path, record, options);
      const { ledger, checkpoint, roots, cosigners } = options;
      if ([ledger, checkpoint, roots, cosigners].some((option) => option !== undefined))
        throw new CliError('USAGE', '--ledger, --checkpoint, --roots and --cosigners go with --record');
      return inSession(terminal, options, async ({ client }) => {
        const blocks = await write(terminal, path, client.blocks(0n, terminal.signal));
        if (path === '-') return;
        const next = [`tocsin audit ledger ${path} --roots ROOTS`];
        const words = `${counted(blocks, 'block')} written to ${path}\n${nextSteps(next)}`;
        answer(terminal, options, 'export/1', { file: path, blocks }, words);
      });
    });

interface RecordOptions extends EvidenceOptions, OutputOptions {
  readonly cosigners?: string | undefined;
}

/** The bundle is verified as whoever gets it will: what does not verify is not handed out. */
async function exportRecord(
  terminal: Terminal,
  path: string,
  record: StatementId,
  options: RecordOptions,
): Promise<void> {
  const { evidence, roots } = await evidenceOf(terminal, options, record);
  const cosigners = countIn('cosigners', options.cosigners, majorityOf(roots));
  const text = formatEvidence(evidence);
  const { fault, statements } = await verifyEvidence(text, trustIn(roots, cosigners));
  if (fault !== null) throw new CliError('EVIDENCE_NOT_VERIFIED', `${fault.layer}: ${fault.reason}`);
  await writeOutput(terminal, path, text, 0o600);
  if (path === '-') return;
  const next = nextSteps([`tocsin audit verify ${path} --roots ROOTS`]);
  const words = `${counted(statements.length, 'statement')} about ${record}, ${text.length} bytes, written to ${path}\n${next}`;
  const value = { file: path, record, statements: statements.length, bytes: text.length };
  answer(terminal, options, 'evidence-export/1', value, words);
}

/** The number of blocks written. A file appears under its name only as a new one, never over another. */
async function write(terminal: Terminal, path: string, lines: AsyncIterable<string>): Promise<number> {
  const file = path === '-' ? null : await newFile(pathFrom(terminal.folder, path), path);
  try {
    let blocks = 0;
    for await (const line of lines) {
      if (line === '') continue;
      await (file === null ? terminal.out(`${line}\n`) : file.appendFile(`${line}\n`));
      blocks += 1;
      if (blocks % 500 === 0) terminal.progress(`${blocks} blocks`);
    }
    terminal.progress('');
    return blocks;
  } finally {
    await file?.close();
  }
}

function newFile(path: string, name: string) {
  return open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST' ? new CliError('OUTPUT_EXISTS', name) : error;
  });
}
