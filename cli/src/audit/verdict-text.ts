import { type EvidenceVerdict, evidenceLayers, type ProvedStatement } from '@tocsin/audit';
import { fields, harmless, table } from '../table.ts';
import { minute } from '../words.ts';

/** The verdict in plain words: each layer with yes or no, then what is proved. */
export function verdictText(verdict: EvidenceVerdict): string {
  const { layers, fault, statements, cosigned, withoutLists, record } = verdict;
  const told = fields(layers.map(({ layer, verdict: word }) => [`${layer}: ${word}`, evidenceLayers[layer]] as const));
  if (fault !== null) return `${told}\nNOT verified: ${fault.layer}: ${harmless(fault.reason)}\n`;
  const rows = statements.map((one) => [minute(one.at), one.block, one.agency, one.officer, one.typ, aboutOf(one)]);
  const vouched = cosigned.map(({ agency, at }) => `${agency} (${minute(at)})`).join(', ');
  const about = fields([
    ['record', record ?? ''],
    ['vouched for by', vouched],
    ...(withoutLists.length === 0
      ? []
      : [['NOT checked against revocation lists of', withoutLists.join(', ')] as const]),
  ]);
  const all = `${table(['LEDGER TIME', 'BLOCK', 'AGENCY', 'OFFICER', 'STATEMENT', 'SAYS'], rows)}\n${about}`;
  return `${told}\n${all}verified: these statements stand on the ledger; that no other does, only the ledger can say\n`;
}

/** The little of a statement that says what was done; every text is of a closed list, or was checked for its form. */
function aboutOf({ payload }: ProvedStatement): string {
  const { purpose, outcome, reason, released } = payload;
  const parts = [purpose, outcome, reason, Array.isArray(released) ? released.join(' ') : undefined];
  return parts.filter((part) => typeof part === 'string' && part !== '').join(', ') || '-';
}
