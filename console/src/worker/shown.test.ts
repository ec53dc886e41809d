import { expect, test } from 'vitest';
import { Shown } from './shown.ts';

interface Sent {
  readonly text: string;
  /** Which writing of it. */
  readonly copy: number;
}

/** Sends to a line that answers as it is told; no fault is an arrival. */
function desk(faults: unknown[] = []) {
  const sent: Sent[] = [];
  let copies = 0;
  const sending = {
    async write(text: string): Promise<Sent> {
      copies += 1;
      return { text, copy: copies };
    },
    async send(_: string, written: Sent): Promise<number> {
      sent.push(written);
      const fault = faults.shift();
      if (fault !== undefined) throw fault;
      return sent.length;
    },
  };
  return { shown: new Shown<string, Sent>(), sending, sent };
}
const answered = (status: number): Error => Object.assign(new Error('refused'), { status });

test('what was shown is sent, once', async () => {
  const { shown, sending, sent } = desk();
  const { number, value } = await shown.show(async () => 'to Poipet');
  expect(value).toBe('to Poipet');
  await shown.send(number, sending);
  expect(sent).toEqual([{ text: 'to Poipet', copy: 1 }]);
  await expect(shown.send(number, sending)).rejects.toMatchObject({ code: 'MALFORMED_CONTENT' });
});

test('what is not on the screen any more is not sent, in whatever order things were worked out', async () => {
  const { shown, sending, sent } = desk();
  const slow = Promise.withResolvers<string>();
  const first = shown.show(() => slow.promise);
  const second = await shown.show(async () => 'second');
  slow.resolve('first');
  await expect(shown.send((await first).number, sending)).rejects.toMatchObject({ code: 'MALFORMED_CONTENT' });
  await shown.send(second.number, sending);
  expect(sent.map(({ text }) => text)).toEqual(['second']);
});

test('nothing is sent while another is worked out, nor when that fails', async () => {
  const { shown, sending, sent } = desk();
  const { number } = await shown.show(async () => 'first');
  await expect(shown.show(() => Promise.reject(answered(403)))).rejects.toThrow('refused');
  await expect(shown.send(number, sending)).rejects.toMatchObject({ code: 'MALFORMED_CONTENT' });
  expect(sent).toEqual([]);
});

test.each([0, 503, 504])('after a status of %s the same bytes go again', async (status) => {
  const { shown, sending, sent } = desk([answered(status), answered(status)]);
  const { number } = await shown.show(async () => 'once');
  for (let n = 0; n < 2; n += 1) await expect(shown.send(number, sending)).rejects.toThrow('refused');
  await shown.send(number, sending);
  expect(sent.map(({ copy }) => copy)).toEqual([1, 1, 1]);
});

test('what was refused is written anew', async () => {
  const { shown, sending, sent } = desk([answered(401)]);
  const { number } = await shown.show(async () => 'late');
  await expect(shown.send(number, sending)).rejects.toThrow('refused');
  await shown.send(number, sending);
  expect(sent.map(({ copy }) => copy)).toEqual([1, 2]);
});

test('a writing that failed is tried again', async () => {
  const { shown, sending } = desk();
  const { number } = await shown.show(async () => 'unsealed');
  await expect(shown.send(number, { ...sending, write: () => Promise.reject(new Error('no')) })).rejects.toThrow('no');
  expect(await shown.send(number, sending)).toBe(1);
});
