import type { RecordDetail } from '@tocsin/gateway/api';
import { accessesTable, leasesTable } from '../../access-text.ts';
import { handlingText } from '../../content-text.ts';
import { answer } from '../../output.ts';
import { inSession } from '../../session.ts';
import { fields, table } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { minute, progressOf } from '../../words.ts';

export const showAlert = (terminal: Terminal) =>
  officerVerb('show', 'show what the ledger says about an alert; its content stays sealed', [
    'alert show mzxw6ytboi4dknbvgm3dinzwha',
    'alert show mzxw6ytboi4dknbvgm3dinzwha --json',
  ])
    .argument('<record>', 'identifier of the record')
    .action((record, options) =>
      inSession(terminal, options, async ({ client }) => {
        const [detail, agreements] = await Promise.all([client.record(record), client.agreements()]);
        const { head, late, items, accesses, leases } = detail;
        const under = agreements.find(({ agreement }) => agreement.id === head.agreement)?.agreement.name;
        const words = detailText(detail, under ?? head.agreement);
        answer(terminal, options, 'record/1', { head, late, items, accesses, leases }, words);
      }),
    );

function detailText({ head, items, accesses, leases }: RecordDetail, under: string): string {
  const about = fields([
    ['record', head.id],
    ['from', head.author],
    ['posted', minute(head.posted)],
    ['state', head.ended === null ? head.state : `${head.state} (${head.ended.reason})`],
    ['addressees', progressOf(head)],
    ['precedence', head.precedence],
    ['due', `acknowledge by ${minute(head.due.acknowledge)}, answer by ${minute(head.due.answer)}`],
    ['purposes', head.purposes.join(', ')],
    ['handling', handlingText(head.handling)],
    ['agreement', `${under}, clause ${head.clause}`],
    ['kept until', minute(head.retain)],
  ]);
  const rows = items.map(({ id, author, outcome, posted, sealed }) => [
    id,
    minute(posted),
    author,
    outcome ?? 'post',
    sealed === null ? '-' : `${sealed.size} B sealed`,
  ]);
  const opened = accesses.length === 0 ? '\nnobody has asked to open it\n' : `\n${accessesTable(accesses)}`;
  return `${about}\n${table(['ITEM', 'POSTED', 'FROM', 'OUTCOME', 'FILE'], rows)}${opened}${leases.length === 0 ? '' : `\n${leasesTable(leases)}`}`;
}
