import { comparisonCode, DeviceError } from '@tocsin/device';
import { parseStatement } from '@tocsin/envelope';
import type { OpenProposal } from '@tocsin/gateway/api';
import { ensureStatement, type StatementOf } from '@tocsin/record';
import { membersTable } from '../founding-text.ts';
import { answer, nextSteps } from '../output.ts';
import { inSession } from '../session.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { officerVerb } from '../verb.ts';
import { minute } from '../words.ts';

export const listProposals = (terminal: Terminal) =>
  officerVerb('proposals', "what waits for your agency's signature, and what would be signed", [
    'proposals --as kh-immigration-registrar',
    'proposals --json',
  ]).action((options) =>
    inSession(terminal, options, async ({ client }) => {
      const told = (await client.proposals()).map(tellingOf);
      const words = told.map(({ words }) => words).join('\n') || 'nothing waits for your signature\n';
      answer(terminal, options, 'proposals/1', { proposals: told.map(({ words: _, ...each }) => each) }, words);
    }),
  );

/** A proposal as its own statement says it: what the gateway says beside it is not believed. */
function tellingOf({ kind, id, at, statement: jws, signed }: OpenProposal) {
  const { payload, digest } = parseStatement(jws);
  const statement = ensureStatement(payload);
  if (statement.id !== id) throw new DeviceError('STATEMENT_NOT_PROVEN', id);
  const head = `${kind} ${id}, proposed by ${statement.agency} ${minute(at)}, signed by ${signed.join(', ')}\n`;
  const [what, next] = contentOf(statement);
  const code = comparisonCode(digest);
  return {
    kind,
    id,
    by: statement.agency,
    at,
    signed,
    code,
    next,
    words: `${head}${what}code ${code}\n${nextSteps([next])}`,
  };
}

/** What would be signed, and by which command. */
function contentOf(statement: ReturnType<typeof ensureStatement>): [what: string, next: string] {
  switch (statement.typ) {
    case 'network.found/1':
      return [membersTable(statement.members), 'tocsin network sign'];
    case 'network.propose/1': {
      const what = changeText(statement.change);
      return [what, `tocsin agency approve ${statement.id}`];
    }
    case 'agreement.propose/1':
      return [
        `agreement ${statement.name} between ${statement.parties.join(', ')}\n`,
        `tocsin agreement sign ${statement.id}`,
      ];
    default:
      throw new DeviceError('STATEMENT_NOT_PROVEN', statement.id);
  }
}

function changeText(change: StatementOf<'network.propose/1'>['change']): string {
  if ('remove' in change) return `remove ${change.remove}\n`;
  if ('admit' in change) return `admit\n${membersTable([change.admit])}`;
  const { t, trustees } = change.roster;
  const rows = trustees.map(({ agency, unit, epoch, digest }) => [agency, unit, String(epoch), digest]);
  return `trustees, any ${t} of whom release together\n${table(['AGENCY', 'UNIT', 'EPOCH', 'KEY'], rows)}`;
}
