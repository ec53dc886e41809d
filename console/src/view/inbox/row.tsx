import type { ListedRecord } from '@tocsin/gateway/api';
import { agencyName } from '../../app/directory.ts';
import { device } from '../../app/session.ts';
import { codeWord, t } from '../../text/text.ts';
import { distance, moment } from '../../text/time.ts';

interface RecordRowProps {
  readonly listed: ListedRecord;
  readonly box: 'inbox' | 'outbox';
  readonly index: number;
  /** Rows in all; -1 while nobody knows. */
  readonly count: number;
  readonly chosen: boolean;
  /** Px. */
  readonly top: number;
  onOpen(id: string): void;
}

/** One record in a list: from whom, what kind, how urgent, and what is due next. */
export function RecordRow({ listed: { head, late }, box, index, count, chosen, top, onOpen }: RecordRowProps) {
  const { id, kind, author, to, precedence, handling, posted } = head;
  const overdue = late.acknowledge.length + late.answer.length > 0;
  const others = box === 'inbox' ? agencyName(author) : to.map(agencyName).join(', ');
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list takes the keys
    <div
      id={`row-${index}`}
      role="option"
      tabIndex={-1}
      aria-selected={chosen}
      aria-posinset={index + 1}
      aria-setsize={count}
      class={`row ${precedence.toLowerCase()}`}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onOpen(id)}
    >
      <span class="row-head">
        <strong>{others}</strong>
        <span>{codeWord('kind', kind)}</span>
        <span class={`chip ${precedence.toLowerCase()}`}>{codeWord('precedence', precedence)}</span>
        <span class="chip">TLP:{handling.tlp}</span>
      </span>
      <span class="row-foot">
        <span>{moment(posted)}</span>
        <span class={overdue ? 'late' : ''}>{dueWords(head)}</span>
        <span class="code">{id.slice(0, 8)}</span>
      </span>
    </div>
  );
}

/** What is due next of the own agency, in words; of an own record, where it stands. */
function dueWords(head: ListedRecord['head']): string {
  const { due, progress, state, ended } = head;
  const me = device.value.stage === 'enrolled' ? device.value.agency : '';
  const own = progress[me]?.state;
  if (ended !== null || own === undefined) return codeWord('state', state);
  if (own === 'awaiting') return t('inbox.acknowledge-due', { when: distance(due.acknowledge) });
  if (own === 'acknowledged') return t('inbox.answer-due', { when: distance(due.answer) });
  return codeWord('state', own);
}
