import type { StatementId } from './id.ts';
import type { StateKey } from './state.ts';

/** What the ledger's code answers for each statement of a transaction, in their order: it tells whose write is whose. */
export interface StatementAnswer {
  /** True when the same bytes stand on the ledger: nothing is written. */
  readonly already: boolean;
  readonly id: StatementId;
  /** Keys of public state that it writes. */
  readonly keys: readonly StateKey[];
}

/** Reads the answers to a transaction with so many statements; null when it is anything else. */
export function answersIn(text: string, statements: number): readonly StatementAnswer[] | null {
  try {
    const answers: unknown = JSON.parse(text);
    return Array.isArray(answers) && answers.length === statements && answers.every(isAnswer) ? answers : null;
  } catch {
    return null;
  }
}

function isAnswer(value: unknown): value is StatementAnswer {
  if (value === null || typeof value !== 'object') return false;
  const { already, id, keys } = value as Partial<Record<keyof StatementAnswer, unknown>>;
  const named = typeof already === 'boolean' && typeof id === 'string';
  return named && Array.isArray(keys) && keys.every((key) => typeof key === 'string');
}
