import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { GatewayError } from '../error.ts';
import { Asking, type Question } from './asking.ts';

const question: Question = {
  ticket: { access: 'a'.repeat(26) },
  item: 'b'.repeat(26),
  epk: new Uint8Array(1216),
  trustees: ['th-police', 'kh-immigration', 'la-fiu'],
  t: 2,
  block: 1n,
  checkpoint: Promise.resolve(null),
  except: [],
};

/** Trustees that answer when they are told to. */
function scripted() {
  const asked: string[] = [];
  const waiting = new Map<string, PromiseWithResolvers<string>>();
  const asking = new Asking((agency) => {
    asked.push(agency);
    const answer = Promise.withResolvers<string>();
    waiting.set(agency, answer);
    return answer.promise;
  });
  return { asking, asked, answer: (agency: string) => waiting.get(agency) };
}

test('as many are asked at once as must release, and nobody else when they do', async () => {
  const { asking, asked, answer } = scripted();
  const answers = asking.ask(question);
  expect(asked).toEqual(['th-police', 'kh-immigration']);
  answer('kh-immigration')?.resolve('release of kh-immigration');
  answer('th-police')?.resolve('release of th-police');
  expect(await answers).toEqual([
    { agency: 'kh-immigration', release: 'release of kh-immigration' },
    { agency: 'th-police', release: 'release of th-police' },
  ]);
  expect(asked).toHaveLength(2);
});

test('for each that refuses another one is asked at once', async () => {
  const { asking, asked, answer } = scripted();
  const answers = asking.ask(question);
  answer('th-police')?.reject(new GatewayError('PEER_UNREACHABLE', 'th-police'));
  await expect.poll(() => asked).toEqual(question.trustees);
  answer('la-fiu')?.resolve('release');
  answer('kh-immigration')?.resolve('release');
  expect(await answers).toHaveLength(3);
});

describe('when one keeps silent', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('the others are asked after a while, nobody waits for it, and for a minute it is asked last', async () => {
    const { asking, asked, answer } = scripted();
    const ask = async (access: string) => {
      asked.length = 0;
      const answers = asking.ask({ ...question, ticket: { access } });
      answer('kh-immigration')?.resolve('release');
      await vi.advanceTimersByTimeAsync(300);
      answer('la-fiu')?.resolve('release');
      await answers;
      return [...asked];
    };
    expect(await ask('c'.repeat(26))).toEqual(['th-police', 'kh-immigration', 'la-fiu']);
    expect(await ask('d'.repeat(26))).toEqual(['kh-immigration', 'la-fiu', 'th-police']);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await ask('e'.repeat(26))).toEqual(['th-police', 'kh-immigration', 'la-fiu']);
  });
});

test('a trustee found bad does not count: others are asked, and what was said is given too', async () => {
  const { asking, asked, answer } = scripted();
  const first = asking.ask(question);
  answer('kh-immigration')?.resolve('bad');
  answer('th-police')?.resolve('good');
  await first;
  const second = asking.ask({ ...question, except: ['kh-immigration'] });
  answer('la-fiu')?.resolve('healing');
  expect((await second).map(({ agency }) => agency)).toEqual(['th-police', 'la-fiu']);
  expect(asked).toEqual(['th-police', 'kh-immigration', 'la-fiu']);
});

test('refusals are told by code, and who refused is asked again the next time', async () => {
  const { asking, asked, answer } = scripted();
  const first = asking.ask(question);
  answer('th-police')?.reject(new GatewayError('PEER_UNREACHABLE', 'th-police'));
  answer('kh-immigration')?.reject(new TypeError('our bug, which may quote something'));
  await expect.poll(() => asked).toHaveLength(3);
  answer('la-fiu')?.resolve('release');
  expect(await first).toEqual([
    { agency: 'th-police', refused: 'PEER_UNREACHABLE' },
    { agency: 'kh-immigration', refused: 'INTERNAL' },
    { agency: 'la-fiu', release: 'release' },
  ]);
  const second = asking.ask(question);
  await expect.poll(() => asked.slice(3)).toEqual(['th-police']);
  answer('th-police')?.resolve('now');
  expect(await second).toHaveLength(2);
});

test('where there is nobody to ask, nobody waits', async () => {
  expect(await scripted().asking.ask({ ...question, trustees: [] })).toEqual([]);
});

test('many questions are remembered, but not all for ever', async () => {
  let count = 0;
  const asking = new Asking(async () => String(count++));
  const ask = (n: number) => asking.ask({ ...question, ticket: { access: String(n) } });
  for (let n = 0; n < 4097; n++) await ask(n);
  const before = count;
  await ask(4096);
  expect(count).toBe(before);
  await ask(0);
  expect(count).toBe(before + 2);
});
