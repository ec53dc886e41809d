import type { RecordDetail } from '@tocsin/gateway/api';
import { agencyName } from '../../app/directory.ts';
import { codeWord, t } from '../../text/text.ts';
import { distance, moment } from '../../text/time.ts';

interface Step {
  readonly name: string;
  readonly who: readonly string[];
  readonly state: 'done' | 'next' | 'late';
  readonly when: string;
}

/** The procedure as a line of steps: each with who is responsible and until when. */
export function Steps({ head }: { readonly head: RecordDetail['head'] }) {
  return (
    <section class="sheet" aria-labelledby="procedure">
      <h2 id="procedure">{t('record.procedure')}</h2>
      <ol class="steps">
        {stepsOf(head).map(({ name, who, state, when }) => (
          <li key={`${name} ${who.join()}`} class={state}>
            <strong>{codeWord('step', name)}</strong>
            <span>{who.map(agencyName).join(', ')}</span>
            <span class="quiet">{when}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function stepsOf(head: RecordDetail['head']): Step[] {
  const post: Step = { name: 'post', who: [head.author], state: 'done', when: moment(head.posted) };
  const answers = head.to.flatMap((agency) => stepsAt(head, agency));
  return [post, ...answers, ...endOf(head)];
}

function stepsAt({ progress, due, ended }: RecordDetail['head'], agency: string): Step[] {
  const { state, at } = progress[agency] ?? { state: 'awaiting', at: null };
  const who = [agency];
  const done = (name: string): Step => ({ name, who, state: 'done', when: at === null ? '' : moment(at) });
  const open = (name: string, by: string): Step[] =>
    ended === null ? [{ name, who, state: by < new Date().toISOString() ? 'late' : 'next', when: dueBy(by) }] : [];
  if (state === 'awaiting') return open('acknowledge', due.acknowledge);
  if (state === 'acknowledged') return [done('acknowledge'), ...open('follow-up', due.answer)];
  return [done('follow-up')];
}

const dueBy = (instant: string): string => t('record.due', { when: distance(instant), at: moment(instant) });

function endOf({ ended, state, author, purged }: RecordDetail['head']): Step[] {
  if (purged !== null) return [{ name: 'purge', who: [purged.by], state: 'done', when: moment(purged.at) }];
  if (ended === null) return [];
  const name = state === 'withdrawn' ? 'withdraw' : 'close';
  return [{ name, who: [author], state: 'done', when: `${moment(ended.at)} · ${codeWord('reason', ended.reason)}` }];
}
