import { AnsweredError } from '../../error.ts';
import { linesIn, pathFrom } from '../../file.ts';
import { orderingText } from '../../ordering-text.ts';
import { answer } from '../../output.ts';
import { Roots } from '../../roots.ts';
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
    .action(async (path, options) => {
      const roots = await Roots.read(pathFrom(terminal.folder, options.roots));
      const { verifyLines } = await import('../../verification.ts');
      const verification = await verifyLines(terminal, linesIn(terminal, path), roots);
      const { blocks, fault } = verification;
      answer(terminal, options, 'verification/1', verification, resultText(verification));
      if (fault !== null) throw new AnsweredError('EXPORT_NOT_VERIFIED', `block ${fault.block}: ${fault.layer}`);
      if (blocks === 0) throw new AnsweredError('EXPORT_NOT_VERIFIED', 'it holds no block');
    });

/** The result in words. An export is somebody else's file: what it names must not paint over the verdict. */
export function resultText(verification: Verification): string {
  const { blocks, statements, refused, head, chaincode, fault } = verification;
  const about = fields([
    ['ledger', ledgerText(verification)],
    ...chaincode.map(({ version, block }) => ['chaincode', `${harmless(version)}, from block ${block} on`] as const),
    ['blocks', String(blocks)],
    ['statements', `${statements}, each judged again`],
    ['refused', `${refused}, none of which changed anything`],
    ['head', head],
  ]);
  if (fault === null) return `${about}verified: every block, signature and certificate chain, to the roots given\n`;
  const where =
    fault.transaction === null ? `block ${fault.block}` : `block ${fault.block}, transaction ${fault.transaction}`;
  return `${about}NOT verified: ${where}, ${fault.layer}: ${harmless(fault.reason)}\n`;
}

/** Whose ledger it is: an export of the embedded one must not pass for one that agencies order together. */
function ledgerText({ ledger, channel }: Verification): string {
  if (ledger === 'embedded') return 'embedded, one operator';
  if (channel === null) return 'fabric';
  const { name, consensus, agencies } = channel;
  return harmless(`fabric, ${orderingText(consensus)}, channel ${name} of ${agencies.join(', ')}`);
}
