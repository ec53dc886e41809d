import { existsSync } from 'node:fs';
import { type BuiltTree, type CheckpointVerdict, ExportTree } from '../../audit/export-tree.ts';
import { countIn, told } from '../../audit/trail-source.ts';
import { AnsweredError } from '../../error.ts';
import { linesIn, pathFrom, readText } from '../../file.ts';
import { orderingText } from '../../ordering-text.ts';
import { answer } from '../../output.ts';
import { readRoots } from '../../roots.ts';
import { fields, harmless } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { verb } from '../../verb.ts';
import type { Verification } from '../../verification.ts';

export const auditLedger = (terminal: Terminal) =>
  verb('ledger', 'verify an export offline: every block, signature, chain and judgement', [
    'audit ledger ledger.ndjson --roots .tocsin/demo/roots',
    'audit ledger - --roots roots --json < ledger.ndjson',
  ])
    .argument('<file>', 'export as `tocsin audit export` writes it, - for standard input')
    .requiredOption('--roots <folder>', 'roots that you trust, from elsewhere than the export: <agency>.pem')
    .option('--checkpoint <file>', 'cosigned checkpoint to compare with (default <file>.checkpoint where there is one)')
    .option('--cosigners <number>', 'agencies that must have vouched for it, where the ledger asks for fewer')
    .action(async (path, options) => {
      const least = countIn('cosigners', options.cosigners, 1);
      const roots = await readRoots(pathFrom(terminal.folder, options.roots));
      const note = await checkpointFor(terminal, path, options.checkpoint);
      const { verifyLines } = await import('../../verification.ts');
      const built = new ExportTree(note, least);
      const verification = await verifyLines(terminal, added(built, linesIn(terminal, path)), roots);
      const { blocks, fault } = verification;
      const checkpoint = fault === null ? await built.verdict() : null;
      const { tree } = built;
      const found = { ...verification, tree, checkpoint };
      answer(
        terminal,
        options,
        'verification/1',
        found,
        resultText(verification, tree, checkpoint, roots.agencies.length),
      );
      if (checkpoint !== null && checkpoint.fault !== null)
        throw new AnsweredError('EXPORT_NOT_VERIFIED', `checkpoint: ${checkpoint.fault}`);
      if (fault !== null) throw new AnsweredError('EXPORT_NOT_VERIFIED', `block ${fault.block}: ${fault.layer}`);
      if (blocks === 0) throw new AnsweredError('EXPORT_NOT_VERIFIED', 'it holds no block');
    });

/** The note to compare with: the one named, else the one beside the export, else none. */
async function checkpointFor(terminal: Terminal, path: string, named: string | undefined): Promise<string | null> {
  if (named !== undefined) return readText(terminal, named);
  const beside = `${path}.checkpoint`;
  return path !== '-' && existsSync(pathFrom(terminal.folder, beside)) ? readText(terminal, beside) : null;
}

/** The same lines, each put into the tree once it was verified. */
async function* added(tree: ExportTree, lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) {
    yield line;
    if (line !== '') tree.add(told(line));
  }
}

/** The result in words. An export is somebody else's file: what it names must not paint over the verdict. */
export function resultText(
  verification: Verification,
  tree: BuiltTree | null = null,
  checkpoint: CheckpointVerdict | null = null,
  known = 0,
): string {
  const { blocks, statements, refused, head, chaincode, fault } = verification;
  const about = fields([
    ['ledger', ledgerText(verification)],
    ...chaincode.map(({ version, block }) => ['chaincode', `${harmless(version)}, from block ${block} on`] as const),
    ['blocks', String(blocks)],
    ['statements', `${statements}, each judged again`],
    ['refused', `${refused}, none of which changed anything`],
    ['head', head],
    ...(tree === null ? [] : [['tree', `${tree.size} transactions, root ${tree.root}`] as const]),
    ...(checkpoint === null ? [] : [['checkpoint', checkpointText(checkpoint)] as const]),
    ...(checkpoint !== null && checkpoint.cosigned.length * 2 <= known
      ? [['', `that is not more than half of the ${known} whose roots you trust: --cosigners demands more`] as const]
      : []),
  ]);
  if (checkpoint !== null && checkpoint.fault !== null)
    return `${about}NOT verified: the ledger of this export is not the one of the checkpoint, ${checkpoint.fault}\n`;
  if (fault === null) return `${about}verified: every block, signature and certificate chain, to the roots given\n`;
  const where =
    fault.transaction === null ? `block ${fault.block}` : `block ${fault.block}, transaction ${fault.transaction}`;
  return `${about}NOT verified: ${where}, ${fault.layer}: ${harmless(fault.reason)}\n`;
}

function checkpointText({ size, cosigned, needed }: CheckpointVerdict): string {
  const who = cosigned.map(({ agency }) => agency).join(', ');
  return harmless(`${size} transactions, vouched for by ${who === '' ? 'nobody' : who} (${needed} needed)`);
}

/** Whose ledger it is: an export of the embedded one must not pass for one that agencies order together. */
function ledgerText({ ledger, channel }: Verification): string {
  if (ledger === 'embedded') return 'embedded, one operator';
  if (channel === null) return 'fabric';
  const { name, consensus, agencies } = channel;
  return harmless(`fabric, ${orderingText(consensus)}, channel ${name} of ${agencies.join(', ')}`);
}
