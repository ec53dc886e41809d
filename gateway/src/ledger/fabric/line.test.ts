import { TOGETHER } from '@tocsin/record';
import { expect, test } from 'vitest';
import { Entry } from './entry.ts';
import { type Again, Line } from './line.ts';

const never = new AbortController().signal;
const entry = (statement: string, signal = never, bytes = 0): Entry => {
  const made = new Entry({ statement, file: bytes === 0 ? null : new Uint8Array(bytes) }, signal);
  made.committed.catch(() => undefined);
  return made;
};

/** A line whose transactions end when told, and what each of them carried. */
function line(atOnce: number) {
  const groups: string[] = [];
  const ends: ((again: readonly Again[]) => void)[] = [];
  const send = (group: readonly Entry[]) => {
    groups.push(group.map(({ statement }) => statement).join(''));
    return new Promise<readonly Again[]>((resolve) => ends.push(resolve));
  };
  const made = new Line(send, atOnce);
  const join = (...statements: readonly (string | Entry)[]) => {
    for (const one of statements) made.join(typeof one === 'string' ? entry(one) : one);
  };
  const end = async (...again: readonly Again[]) => {
    ends.shift()?.(again);
    await new Promise(setImmediate);
  };
  return { groups, join, end };
}

test('each goes at once and alone while few are under way; the others share the next transaction', async () => {
  const { groups, join, end } = line(2);
  join('a', 'b', 'c', 'd', 'e');
  expect(groups).toEqual(['a', 'b']);
  await end();
  expect(groups).toEqual(['a', 'b', 'cde']);
  join('f');
  expect(groups).toHaveLength(3);
  await end();
  expect(groups).toEqual(['a', 'b', 'cde', 'f']);
});

test('no transaction holds more than may be together, by number and by bytes', async () => {
  const { groups, join, end } = line(1);
  join('a', ...Array.from({ length: TOGETHER.statements + 1 }, () => 'b'));
  await end();
  expect(groups[1]).toBe('b'.repeat(TOGETHER.statements));
  join(entry('c', never, TOGETHER.bytes), entry('d', never, TOGETHER.bytes - 100), 'e');
  for (let i = 0; i < 4; i++) await end();
  expect(groups.slice(2)).toEqual(['b', 'c', 'de']);
});

test('who is sent again goes before those who came later, and in no larger company than allowed', async () => {
  const { groups, join, end } = line(1);
  const [a, b, c] = ['a', 'b', 'c'].map((name) => entry(name)) as [Entry, Entry, Entry];
  join('x', a, b, c);
  await end();
  join('d', 'e');
  for (const one of [a, b]) one.company = 1;
  await end({ entries: [a, b], wait: 0 }, { entries: [c], wait: 0 });
  await end();
  await end();
  await end();
  expect(groups).toEqual(['x', 'abc', 'c', 'a', 'b', 'de']);
});

test('who gave up takes nobody with it and nobody else’s place', async () => {
  const { groups, join, end } = line(1);
  const abort = new AbortController();
  const given = entry('b', abort.signal);
  join('a', given, 'c');
  abort.abort();
  await expect(given.committed).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
  await end();
  await end();
  join('d');
  expect(groups).toEqual(['a', 'c', 'd']);
});

test('a transaction that fails fails all that it carried, and gives its place back', async () => {
  const failing = new Line(() => Promise.reject(new Error('failed')), 1);
  const both = [entry('a'), entry('b')];
  for (const one of both) failing.join(one);
  for (const one of both) await expect(one.committed).rejects.toThrow('failed');
});

test('giving up tells whether it may have been written', async () => {
  const abort = new AbortController();
  const [before, after, back] = ['a', 'b', 'c'].map((name) => entry(name, abort.signal)) as [Entry, Entry, Entry];
  for (const one of [after, back]) one.ordered();
  back.notOrdered();
  abort.abort();
  await expect(before.committed).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
  await expect(after.committed).rejects.toMatchObject({ code: 'LEDGER_OUTCOME_UNKNOWN' });
  await expect(back.committed).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
});
