import { must } from '../error.ts';
import type { AgencyCode, StatementId } from '../id.ts';
import { kindNamed } from '../kind/kinds.ts';
import { mustBeKept } from '../opening.ts';
import { advance } from '../procedure.ts';
import type { RecordHead } from '../record.ts';
import { recordKey, type StateKey, type Write, write } from '../state.ts';
import type { Context, Rule } from './rule.ts';

export const acknowledge: Rule<'record.acknowledge/1'> = {
  roles: ['author'],
  reads: (statement) => [recordKey(statement.record)],
  judge: (statement, context) => [stepped(statement, 'acknowledge', context)],
};

export const withdraw: Rule<'record.withdraw/1'> = ending('withdraw', 'withdrawReasons');
export const close: Rule<'record.close/1'> = ending('close', 'closeReasons');

function ending<T extends 'record.withdraw/1' | 'record.close/1'>(
  step: string,
  reasons: 'withdrawReasons' | 'closeReasons',
): Rule<T> {
  return {
    roles: ['author'],
    reads: (statement) => [recordKey(statement.record)],
    judge(statement, context) {
      const { key, value } = stepped(statement, step, context);
      const head = value as RecordHead;
      must(kindNamed(head.kind)[reasons].includes(statement.reason), 'MALFORMED_STATEMENT', '/reason');
      return [write(key as StateKey<'record'>, { ...head, ended: { at: context.now, reason: statement.reason } })];
    },
  };
}

/** The head of the record that a statement is about, or UNKNOWN_RECORD. */
export function known({ record }: { record: StatementId }, { state }: Context): RecordHead {
  const head = state.get(recordKey(record));
  must(head, 'UNKNOWN_RECORD', record);
  return head;
}

function stepped(statement: { agency: AgencyCode; record: StatementId }, step: string, context: Context): Write {
  const head = known(statement, context);
  mustBeKept(head, context.now);
  return write(recordKey(head.id), advance(kindNamed(head.kind).procedure, head, step, statement.agency, context.now));
}
