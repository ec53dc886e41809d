import type { Agreement, AgreementStanding, Clause } from '@tocsin/record';
import { agreementNamed } from '../../agreement.ts';
import { answer, nextSteps } from '../../output.ts';
import { inSession } from '../../session.ts';
import { fields } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { minute } from '../../words.ts';

export const showAgreement = (terminal: Terminal) =>
  officerVerb('show', 'show what an agreement allows, clause by clause', [
    'agreement show trafficking-2026',
    'agreement show mzxw6ytboi4dknbvgm3dinzwha --json',
  ])
    .argument('<agreement>', 'name or identifier')
    .action((name, options) =>
      inSession(terminal, options, async (session) => {
        const { agreement, standing } = await agreementNamed(session, name);
        const unsigned = !agreement.signed.includes(session.agency);
        const next = unsigned ? [`tocsin agreement sign ${agreement.id}`] : [];
        const words = `${agreementText(agreement, standing)}${nextSteps(next)}`;
        answer(terminal, options, 'agreement/1', { agreement, standing }, words);
      }),
    );

export function agreementText(agreement: Agreement, standing: AgreementStanding): string {
  const about = fields([
    ['agreement', `${agreement.name} (${agreement.id})`],
    ['standing', agreement.suspendedBy === null ? standing : `${standing} by ${agreement.suspendedBy}`],
    ['term', `${minute(agreement.from)} to ${minute(agreement.until)}`],
    ['parties', agreement.parties.join(', ')],
    ['signed by', agreement.signed.join(', ')],
    ['left by', agreement.withdrawn.join(', ') || '-'],
  ]);
  return `${about}${agreement.clauses.map(clauseText).join('')}`;
}

function clauseText({ id, kinds, from, to, purposes, ceiling, due, retentionDays }: Clause): string {
  const hours = (step: keyof typeof due) =>
    Object.entries(due[step])
      .map(([precedence, number]) => `${precedence} ${number} h`)
      .join(', ');
  return `\nclause ${id}\n${fields([
    ['  kinds', kinds.join(', ')],
    ['  from', from.join(', ')],
    ['  to', to.join(', ')],
    ['  purposes', purposes.join(', ')],
    ['  at most', `TLP:${ceiling}`],
    ['  acknowledge', hours('acknowledge')],
    ['  answer', hours('answer')],
    ['  kept', `${retentionDays} days`],
  ])}`;
}
