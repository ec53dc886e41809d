import { expect, test } from 'vitest';
import { Acknowledgements, KEPT } from './acknowledgements.ts';

const [first, second] = ['a'.repeat(26), 'b'.repeat(26)] as const;

/** A device whose gateway answers as it is told; no fault is an answer. */
function device(faults: unknown[] = [], kept: Record<string, string> = {}) {
  const sent: string[] = [];
  const heard: string[][] = [];
  const shelf = {
    getItem: (name: string) => kept[name] ?? null,
    setItem(name: string, value: string) {
      kept[name] = value;
    },
  };
  const tab = () =>
    new Acknowledgements({
      shelf,
      async send(record) {
        sent.push(record);
        const fault = faults.shift();
        if (fault !== undefined) throw fault;
      },
      told: (records) => void heard.push([...records]),
    });
  return { tab, sent, heard };
}
const answered = (status: number | null, code: string): Error => Object.assign(new Error('refused'), { status, code });

test.each([
  ['no answer came', answered(0, 'NOT_READY')],
  ['the gateway has no ledger', answered(503, 'LEDGER_UNAVAILABLE')],
  ['nobody knows what became of it', answered(504, 'LEDGER_OUTCOME_UNKNOWN')],
  ['there were too many', answered(429, 'TOO_MANY_REQUESTS')],
  ['the screen was locked meanwhile', answered(null, 'LOCKED')],
])('it waits where %s, is sent again, and is done once', async (_, fault) => {
  const { tab, sent, heard } = device([fault, fault]);
  await tab().acknowledge(first);
  await tab().sendAll();
  expect(tab().waiting).toEqual([first]);
  await tab().sendAll();
  await tab().sendAll();
  expect([sent, tab().waiting, heard.at(-1)]).toEqual([[first, first, first], [], []]);
});

test('what is refused for good waits no more, and whoever pressed the button hears of it', async () => {
  const { tab } = device([answered(0, 'NOT_READY'), answered(410, 'RECORD_WITHDRAWN')]);
  await tab().acknowledge(first);
  await expect(tab().acknowledge(first)).rejects.toMatchObject({ code: 'RECORD_WITHDRAWN' });
  expect(tab().waiting).toEqual([]);
});

test('what has arrived without an answer is done', async () => {
  const { tab } = device([answered(0, 'NOT_READY'), answered(409, 'ALREADY_ACKNOWLEDGED')]);
  await tab().acknowledge(first);
  await tab().sendAll();
  expect(tab().waiting).toEqual([]);
});

test('two tabs of one device forget nothing of each other', async () => {
  const { tab } = device([answered(0, 'NOT_READY'), answered(0, 'NOT_READY')]);
  const [one, other] = [tab(), tab()];
  await one.acknowledge(first);
  await other.acknowledge(second);
  expect(one.waiting).toEqual([first, second]);
});

test('one round is under way at a time', async () => {
  const { tab, sent } = device([answered(0, 'NOT_READY')]);
  const one = tab();
  await one.acknowledge(first);
  await Promise.all([one.sendAll(), one.sendAll()]);
  expect(sent).toEqual([first, first]);
});

test.each(['', '{}', '["x", 7, "<b>"]', '['])('of a shelf that holds %j nothing is sent', async (text) => {
  const { tab, sent } = device([], { [KEPT]: text });
  await tab().sendAll();
  expect(sent).toEqual([]);
});
