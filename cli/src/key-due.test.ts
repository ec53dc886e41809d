import { standingOf } from '@tocsin/device/doctor';
import type { KeyDates } from '@tocsin/gateway/api';
import { expect, test } from 'vitest';
import { dueText } from './key-due.ts';

const key = (epoch: number, from: string, until: string, destroyed: string | null = null): KeyDates => ({
  agency: 'th-police',
  unit: 'desk',
  use: 'seal',
  epoch,
  from: `${from}T00:00:00.000Z`,
  until: `${until}T00:00:00.000Z`,
  digest: '0'.repeat(64),
  destroyed,
});
const first = key(1, '2026-01-01', '2026-04-08');
const second = key(2, '2026-04-01', '2026-07-07');

test.each([
  ['long before its end', [first], first, '2026-02-01', 'in effect', 'rotate by 2026-03-31 00:00Z'],
  ['a day before the overlap begins', [first], first, '2026-03-31', 'in effect', 'rotate now'],
  ['after its end, with no other', [first], first, '2026-05-01', 'over', 'rotate now'],
  ['with its successor announced', [first, second], first, '2026-03-31', 'in effect', 'destroy from 2026-04-08 00:00Z'],
  ['the successor before its time', [first, second], second, '2026-03-31', 'announced', '-'],
  ['replaced and over', [first, second], first, '2026-04-08', 'over', 'destroy now'],
  ['destroyed', [first, second], { ...first, destroyed: '2026-04-09T00:00:00.000Z' }, '2026-05-01', 'destroyed', '-'],
] as const)('a key %s', (_, keys, which, day, standing, due) => {
  const now = `${day}T00:00:00.000Z`;
  const found = standingOf(which, keys, now);
  expect([found.standing, dueText(found, now)]).toEqual([standing, due]);
});
