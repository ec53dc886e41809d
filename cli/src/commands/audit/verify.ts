import { MAX_BUNDLE, verifyEvidence } from '@tocsin/audit';
import { majorityOf, trustIn } from '../../audit/evidence-source.ts';
import { isPdf, verifiedReport } from '../../audit/signed-report.ts';
import { countIn } from '../../audit/trail-source.ts';
import { verdictText } from '../../audit/verdict-text.ts';
import { AnsweredError } from '../../error.ts';
import { pathFrom, readInput } from '../../file.ts';
import { answer } from '../../output.ts';
import { readRoots } from '../../roots.ts';
import { harmless } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { verb } from '../../verb.ts';
import { minute } from '../../words.ts';

/** Bytes: more than the longest bundle has, and than any report of ours. */
const LARGEST = 4 * MAX_BUNDLE;

export const auditVerify = (terminal: Terminal) =>
  verb('verify', 'verify an evidence bundle offline: yes or no for each layer, and what is proved', [
    'audit verify record.evidence --roots .tocsin/demo/roots',
    'audit verify report.pdf --roots roots --json   # with report.pdf.jws beside it',
  ])
    .argument('<file>', 'bundle as `tocsin audit export --record` writes it, - for standard input; or a PDF of ours')
    .requiredOption('--roots <folder>', 'roots that you trust, from elsewhere than the bundle: <agency>.pem')
    .option('--cosigners <number>', 'agencies that must have vouched for the ledger (more than half of the roots)')
    .action(async (path, options) => {
      const roots = await readRoots(pathFrom(terminal.folder, options.roots));
      const cosigners = countIn('cosigners', options.cosigners, majorityOf(roots));
      const bytes = await readInput(terminal, path, LARGEST);
      if (isPdf(bytes)) {
        const { agency, officer, at } = await verifiedReport(terminal, path, bytes, roots);
        const words = `verified: ${harmless(officer)} of ${agency} signed this file, ${minute(at)} by the signer's clock\n`;
        return answer(terminal, options, 'signed-report/1', { agency, officer, at }, words);
      }
      // Not a decoder that takes a byte order mark away: any changed byte is another bundle.
      const text = Buffer.from(bytes).toString('utf8');
      const verdict = await verifyEvidence(text, trustIn(roots, cosigners));
      answer(terminal, options, 'evidence/1', verdict, verdictText(verdict));
      const { fault } = verdict;
      if (fault !== null) throw new AnsweredError('EVIDENCE_NOT_VERIFIED', fault.layer);
    });
