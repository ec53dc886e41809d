import type { ListedRecord } from '@tocsin/gateway/api';
import { expect, test } from 'vitest';
import { lateSteps, owedBy } from './late.ts';

const record = (id: string, acknowledge: string[], answer: string[]) =>
  ({
    head: { id, due: { acknowledge: `2026-01-0${id}`, answer: `2026-02-0${id}` } },
    late: { acknowledge, answer },
  }) as unknown as ListedRecord;
const told = (records: ListedRecord[], only: string | null) =>
  lateSteps(records, only).map((one) => `${one.record.id} ${one.agency} ${one.step} ${one.due}`);

test('the longest late comes first, and who has not acknowledged is told of once', () => {
  const records = [record('2', ['la-fiu'], ['la-fiu', 'kh-immigration']), record('1', ['la-fiu'], [])];
  expect(told(records, null)).toEqual([
    '1 la-fiu acknowledge 2026-01-01',
    '2 la-fiu acknowledge 2026-01-02',
    '2 kh-immigration answer 2026-02-02',
  ]);
});

test('of what others received only the own part is late here', () => {
  expect(told([record('1', ['la-fiu', 'th-police'], [])], 'th-police')).toEqual(['1 th-police acknowledge 2026-01-01']);
});

test('who owes most stands first; nobody owes nothing', () => {
  const steps = lateSteps([record('1', ['a', 'b'], []), record('2', ['b'], [])], null);
  expect(owedBy(steps)).toEqual([
    { agency: 'b', count: 2 },
    { agency: 'a', count: 1 },
  ]);
  expect(owedBy([])).toEqual([]);
});
