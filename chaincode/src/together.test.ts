import { Refusal, TOGETHER } from '@tocsin/record';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { accessBody, type Scene, scene } from '../fixture/walk.ts';
import { type Handed, type Judgement, judge, judgeTogether } from './index.ts';

let here: Scene;
/** What kh-immigration's gateway may be handed, lawful or not, against the state of the scene. */
let pool: readonly Handed[];
/** Places in the pool. */
const at = { ack: 0, ackAgain: 1, ackOther: 2, answer: 3, access: 4, accessOther: 5, foreign: 6, applied: 7, text: 8 };

beforeAll(async () => {
  here = await scene();
  const { exchange } = here;
  const { officer, ledger } = exchange.agency('kh-immigration');
  const [one, other, third] = await Promise.all([1, 2, 3].map(() => exchange.post()));
  const ack = (record = '') => officer.sign('record.acknowledge/1', { record });
  const handling = { tlp: 'AMBER' as const, codes: [] };
  const answer = { record: one?.id ?? '', outcome: 'located', to: ['th-police'], handling, sealed: null };
  const applied = await ack(third?.id);
  await ledger.submit(applied.jws, null);
  const foreign = exchange.agency('th-police').officer;
  const signed = await Promise.all([
    ack(one?.id),
    ack(one?.id),
    ack(other?.id),
    officer.sign('record.follow-up/1', answer),
    officer.sign('access.request/1', accessBody(one?.id ?? '')),
    officer.sign('access.request/1', accessBody(other?.id ?? '')),
    foreign.sign('record.withdraw/1', { record: other?.id ?? '', reason: 'mistaken' }),
  ]);
  const texts = [...signed, applied].map(({ jws }) => jws);
  pool = [...texts, 'ชื่อของเหยื่อ'].map((statement) => ({ statement, delivered: null }));
});

/** One occasion of kh-immigration's gateway, and the rounds of reads that it has cost. */
function occasion(state: ReadonlyMap<string, string> = here.peer.state) {
  const now = here.exchange.now();
  const rounds: (readonly string[])[] = [];
  const read = async (keys: readonly string[]) => {
    rounds.push(keys);
    return keys.map((key) => state.get(key));
  };
  const given = { submitter: 'kh-immigration', transaction: 'shared', now, clock: now, state: { read } };
  return { given, rounds };
}

const from = (...places: readonly number[]): Handed[] => places.map((place) => pool[place] as Handed);

async function refusalOf(act: Promise<unknown>): Promise<Refusal | null> {
  const error: unknown = await act.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error === null || error instanceof Refusal) return error;
  throw error;
}

describe('several statements', () => {
  test('are judged each by itself, in one round of reads, no key twice', async () => {
    const { given, rounds } = occasion();
    const judgements = await judgeTogether(from(at.ack, at.ackOther), given);
    const alone = await Promise.all(from(at.ack, at.ackOther).map((one) => judge({ ...occasion().given, ...one })));
    expect(judgements).toEqual(alone);
    expect(rounds).toHaveLength(1);
    expect(new Set(rounds[0]).size).toBe(rounds[0]?.length);
  });

  test('cost two rounds when one of them needs two, whatever becomes of the others', async () => {
    const { given, rounds } = occasion();
    const refusal = await refusalOf(judgeTogether(from(at.text, at.access, at.applied, at.ackOther), given));
    expect(refusal).toMatchObject({ code: 'SUBMIT_APART', detail: '0,2' });
    expect(rounds).toHaveLength(2);
  });

  const together: readonly (readonly [string, readonly (keyof typeof at)[], string])[] = [
    ['one that is refused', ['ack', 'foreign', 'ackOther'], '1'],
    ['one that is no statement', ['text', 'ack'], '0'],
    ['one that was applied before', ['ack', 'applied'], '1'],
    ['the same twice', ['ack', 'ackOther', 'ack'], '2'],
    ['two that exclude each other', ['ack', 'ackAgain'], '1'],
    ['one that only another makes lawful', ['ack', 'answer'], '1'],
    ['two that count against one quota', ['access', 'accessOther'], '1'],
    ['nothing but refused ones', ['text', 'foreign'], '0,1'],
  ];
  test.each(together)('%s is to be submitted apart', async (_name, names, apart) => {
    const refusal = await refusalOf(judgeTogether(from(...names.map((name) => at[name])), occasion().given));
    expect(refusal).toMatchObject({ code: 'SUBMIT_APART', detail: apart });
  });

  test('a statement alone is told what is wrong with it', async () => {
    const alone = (name: keyof typeof at) => refusalOf(judgeTogether(from(at[name]), occasion().given));
    expect((await alone('text'))?.code).toBe('MALFORMED_STATEMENT');
    expect((await alone('foreign'))?.code).toBe('WRONG_AGENCY');
    expect((await alone('answer'))?.code).toBe('NOT_ACKNOWLEDGED');
    expect(await judgeTogether(from(at.applied), occasion().given)).toMatchObject([{ already: true, writes: [] }]);
  });

  test('what fails without being a refusal fails the transaction', async () => {
    const read = () => Promise.reject(new Error('no answer'));
    const broken = judgeTogether(from(at.ack, at.ackOther), { ...occasion().given, state: { read } });
    await expect(broken).rejects.toThrow('no answer');
  });
});

describe('too much for one transaction', () => {
  const handed = (count: number, size: number): Handed[] =>
    Array.from({ length: count }, () => ({ statement: '', delivered: { hash: '', size } }));
  const codeOf = async (statements: Handed[]) => (await refusalOf(judgeTogether(statements, occasion().given)))?.code;

  test.each([
    ['no statement', 0, 0, 'TOO_MUCH_TOGETHER'],
    ['as many as may be', TOGETHER.statements, 0, 'SUBMIT_APART'],
    ['one more', TOGETHER.statements + 1, 0, 'TOO_MUCH_TOGETHER'],
    ['as large as may be', 2, TOGETHER.bytes / 2, 'SUBMIT_APART'],
    ['two bytes more', 2, TOGETHER.bytes / 2 + 1, 'TOO_MUCH_TOGETHER'],
    ['one alone may be larger', 1, TOGETHER.bytes * 2, 'MALFORMED_STATEMENT'],
  ])('%s', async (_name, count, size, code) => expect(await codeOf(handed(count, size))).toBe(code));
});

test('judging together is judging one after another', async () => {
  const places = fc.array(fc.nat({ max: Object.keys(at).length - 1 }), { minLength: 2, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(places, async (chosen) => {
      const { together, apart } = await divided(from(...chosen));
      const state = new Map(here.peer.state);
      const writtenTogether = together.flatMap(({ judgement }) => judgement.writes);
      expect(new Set(writtenTogether.map(({ key }) => key)).size).toBe(writtenTogether.length);
      for (const { handed, judgement } of together) {
        expect(await judge({ ...occasion(state).given, ...handed })).toEqual(judgement);
        for (const { key, value } of judgement.writes) state.set(key, value);
      }
      // Nobody is sent apart without a reason: refused, applied, or resting on what an earlier one of them writes.
      for (const { handed, before } of apart) {
        const { given, rounds } = occasion();
        const alone = await outcomeOf(judge({ ...given, ...handed }));
        const written = before.flatMap(({ writes }) => writes.map(({ key }) => key));
        const rests = rounds.flat().some((key) => written.includes(key));
        expect(typeof alone === 'string' || alone.already || rests).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
});

/** What the gateway does with an answer: those that are named go apart, the others together. */
async function divided(handed: readonly Handed[]) {
  const refusal = await refusalOf(judgeTogether(handed, occasion().given));
  const named = refusal?.detail?.split(',').map(Number) ?? [];
  const staying = handed.filter((_, i) => !named.includes(i));
  const judgements = staying.length === 0 ? [] : await judgeTogether(staying, occasion().given);
  const together = staying.map((one, i) => ({ handed: one, judgement: judgements[i] as Judgement }));
  const apart = named.map((i) => {
    const count = handed.slice(0, i).filter((_, j) => !named.includes(j)).length;
    return { handed: handed[i] as Handed, before: judgements.slice(0, count) };
  });
  return { together, apart };
}

async function outcomeOf(act: Promise<Judgement>): Promise<Judgement | string> {
  try {
    return await act;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}
