import { expect, test } from 'vitest';
import { Refusal, recordErrors, refusalIn, replyTo } from './index.ts';

test.each(Object.keys(recordErrors) as (keyof typeof recordErrors)[])('%s crosses the wire and comes back', (code) => {
  for (const detail of [undefined, 'alerts: acknowledge']) {
    const back = refusalIn(`endorsement failed: chaincode response 500, ${replyTo(new Refusal(code, detail))}`);
    expect(back).toMatchObject({ code, detail });
  }
});

test.each([
  ['an error of ours says nothing of what it holds', new Error('+1-555-0100')],
  ['nor does anything else that was thrown', '+1-555-0100'],
])('%s', (_name, error) => {
  expect(replyTo(error)).toBe('TOCSIN INTERNAL');
  expect(refusalIn(replyTo(error))).toBeNull();
});

test('a detail stays on one line and short', () => {
  const line = replyTo(new Refusal('UNKNOWN_KIND', `a\r\nTOCSIN CONFLICT ${'b'.repeat(999)}`));
  expect(line).not.toMatch(/[\r\n]/);
  expect(line.length).toBeLessThan(440);
  expect(refusalIn(line)?.code).toBe('UNKNOWN_KIND');
});

test.each(['', 'TOCSIN', 'TOCSIN NO_SUCH_CODE x', 'TOCSIN toString', 'tocsin CONFLICT', 'TOCSIN __PROTO__'])(
  '%j tells of no refusal',
  (text) => {
    expect(refusalIn(text)).toBeNull();
  },
);
