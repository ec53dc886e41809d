import { expect, test } from 'vitest';
import { ProtectedPeople } from './protected-people.ts';
import type { Subject } from './subject.ts';

/** People who do not exist. */
const person = (number: string, born: string | null, name = 'Bounmy Sisavath'): Subject => ({
  part: 'subject',
  kind: 'person',
  names: [{ text: name, kind: 'person' }],
  born,
  identifiers: [{ type: 'passport', value: number, scope: 'LA' }],
});

test('of thousands only those are compared who share a number or the whole day of birth', () => {
  const people = new ProtectedPeople();
  for (let i = 0; i < 3000; i++) {
    const day = `${1960 + (i % 40)}-0${1 + (i % 9)}-1${i % 10}`;
    people.set(String(i).padStart(26, 'a'), [person(`X${i}`, day), person(`Y${i}`, '2001')]);
  }
  people.set('b'.repeat(26), [person('PA1', '2001-03-04'), person('PA2', null)]);
  const compared = (listed: Subject) => [...people.likeness(listed)];
  expect(compared(person('PA1', '2001-03-05', 'Somebody Else'))).toEqual([true]);
  expect(compared(person('PB1', '2001-03-04', 'Nang Bounmy Sisavath'))).toEqual([true]);
  expect(compared(person('PB1', '2001-03-04', 'Somchai Nobodyson'))).toEqual([false]);
  expect(compared(person('PB1', '2001', 'Bounmy Sisavath')), 'a year is borne by too many').toEqual([]);
  people.delete('b'.repeat(26));
  expect(compared(person('PA1', '2001-03-04'))).toEqual([]);
});
