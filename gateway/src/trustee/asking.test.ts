import { expect, test } from 'vitest';
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

test('all are asked at once, and as soon as enough have released nobody waits for the others', async () => {
  const { asking, asked, answer } = scripted();
  const answers = asking.ask(question);
  expect(asked).toEqual(question.trustees);
  answer('la-fiu')?.resolve('release of la-fiu');
  answer('th-police')?.resolve('release of th-police');
  expect(await answers).toEqual([
    { agency: 'la-fiu', release: 'release of la-fiu' },
    { agency: 'th-police', release: 'release of th-police' },
  ]);
});

test('a trustee found bad does not count: what the others say, meanwhile or later, is given too', async () => {
  const { asking, asked, answer } = scripted();
  const first = asking.ask(question);
  answer('la-fiu')?.resolve('bad');
  answer('th-police')?.resolve('good');
  await first;
  const second = asking.ask({ ...question, except: ['la-fiu'] });
  answer('kh-immigration')?.resolve('healing');
  expect((await second).map(({ agency }) => agency).sort()).toEqual(['kh-immigration', 'la-fiu', 'th-police']);
  expect(asked).toHaveLength(3);
});

test('refusals are told by code, and who refused is asked again the next time', async () => {
  const { asking, asked, answer } = scripted();
  const first = asking.ask(question);
  answer('th-police')?.reject(new GatewayError('PEER_UNREACHABLE', 'th-police'));
  answer('kh-immigration')?.reject(new TypeError('our bug, which may quote something'));
  answer('la-fiu')?.resolve('release');
  expect(await first).toEqual([
    { agency: 'th-police', refused: 'PEER_UNREACHABLE' },
    { agency: 'kh-immigration', refused: 'INTERNAL' },
    { agency: 'la-fiu', release: 'release' },
  ]);
  const second = asking.ask(question);
  expect(asked.slice(3)).toEqual(['th-police', 'kh-immigration']);
  answer('th-police')?.resolve('now');
  expect(await second).toHaveLength(2);
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
  expect(count).toBe(before + 3);
});
