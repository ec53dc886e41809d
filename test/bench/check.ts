import { strict as assert } from 'node:assert';
import { randomBytes, toBase64url } from '@tocsin/envelope';
import type { CheckQuery, GivenAnswer } from '@tocsin/gateway/api';
import type { ListingContent, StatementId } from '@tocsin/record';
import { type Registered, register } from '../names/register.ts';
import { fictitiousListing } from '../support/listing.ts';
import { type ServedExchange, serveExchange } from '../support/served.ts';
import { type Bench, type Figure, figure, load, rounded } from './measure.ts';

/** Listings on the ledger that the queries are about; the others only stand in the index beside them. */
const REAL = 12;

/** One check through the API, over TLS, signed, accounted for in the own log, among 10,000 listings. */
export const check: Bench = {
  name: 'check',
  about: 'a check by name, by passport and of 100 rows, through the API among 10,000 listings',
  async run({ rounds, quick, progress }) {
    const size = quick ? 500 : 10_000;
    const people = register(size);
    const exchange = await serveExchange();
    try {
      const listed = await listAll(exchange, people.slice(0, REAL));
      const index = await fill(exchange, people.slice(REAL), progress);
      const ours: Record<string, Figure | number> = { 'index ms a listing': index };
      const ask = asking(exchange);
      await measured(ask, listed, 1);
      ours['found by name'] = rounded(await foundByName(ask, listed));
      const turns = rounds * (quick ? 1 : 8);
      progress(`${turns} turns`);
      Object.assign(ours, await measured(ask, listed, turns));
      ours['100 rows'] = await rows(ask, people, rounds);
      return { name: 'check', rounds, load: load(), ours, peers: {}, ratio: {} };
    } finally {
      await exchange.close();
    }
  },
};

interface Listed {
  readonly record: StatementId;
  readonly passport: string;
  readonly asked: string;
}

async function listAll(exchange: ServedExchange, people: readonly Registered[]): Promise<Listed[]> {
  const listed: Listed[] = [];
  for (const [i, { written, asked }] of people.entries()) {
    const passport = `XX${String(i).padStart(7, '0')}`;
    const content = { ...fictitiousListing, subject: subjectOf(written, passport) };
    const { id, committed } = await exchange.post({ kind: 'listing', content, purposes: ['border-control'] });
    listed.push({ record: id, passport, asked });
    await screening(exchange).reached(BigInt(committed.block), AbortSignal.timeout(60_000));
  }
  return listed;
}

function screening({ served }: ServedExchange) {
  const gateway = served.get('kh-immigration')?.gateway;
  assert(gateway !== undefined);
  return gateway.screening;
}

type Subject = ListingContent['subject'];
const subjectOf = (asWritten: string, number: string): Subject => ({
  type: 'person',
  names: [{ asWritten, script: 'Latn' }],
  documents: [{ type: 'passport', number, country: 'TH' }],
});

/** Milliseconds a listing. */
async function fill(exchange: ServedExchange, people: readonly Registered[], progress: (text: string) => void) {
  progress(`${people.length} listings into the index`);
  const { screen } = screening(exchange);
  const began = performance.now();
  for (const [i, { written }] of people.entries()) {
    const identifiers = [{ type: 'passport' as const, value: `YY${i}`, scope: 'TH' }];
    const names = [{ text: written, kind: 'person' as const }];
    screen.set(`bench-${i}`, [{ part: 'subject', kind: 'person', names, born: null, identifiers }]);
  }
  return rounded((performance.now() - began) / people.length);
}

type Ask = (queries: readonly CheckQuery[]) => Promise<GivenAnswer[]>;

function asking(exchange: ServedExchange): Ask {
  const client = exchange.desk('kh-immigration');
  return async (queries) => {
    const salt = toBase64url(randomBytes(32));
    const { answers } = await client.check({ purpose: 'border-control', salt, queries: [...queries] });
    return answers.filter((given) => given.answer !== 'refused');
  };
}

/** Of the listed, those whom another way of writing their name finds. */
async function foundByName(ask: Ask, listed: readonly Listed[]): Promise<number> {
  const found = await Promise.all(
    listed.map(async ({ record, asked }) => {
      const [given] = await ask([{ names: [asked] }]);
      return given?.candidates.some((one) => one.record === record) === true;
    }),
  );
  return found.filter(Boolean).length / listed.length;
}

async function measured(ask: Ask, listed: readonly Listed[], turns: number): Promise<Record<string, Figure>> {
  const samples = { name: [] as number[], passport: [] as number[], nobody: [] as number[] };
  for (let turn = 0; turn < turns; turn += 1) {
    for (const { record, passport, asked } of listed) {
      const [byName] = await timed(samples.name, () => ask([{ names: [asked] }]));
      assert(byName?.candidates.every(({ grade }) => grade !== 'identifier') ?? false);
      const [byPassport] = await timed(samples.passport, () => ask([{ passport }]));
      assert.equal(byPassport?.candidates[0]?.record, record);
      const [nobody] = await timed(samples.nobody, () => ask([{ passport: `ZZ${turn}0` }]));
      assert.equal(nobody?.answer, 'unknown');
    }
  }
  return { 'by name': figure(samples.name), 'by passport': figure(samples.passport), nobody: figure(samples.nobody) };
}

async function rows(ask: Ask, people: readonly Registered[], rounds: number): Promise<Figure> {
  const samples: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const queries = Array.from({ length: 100 }, (_, i) => ({ names: [people[(i * 97) % people.length]?.asked ?? ''] }));
    const answers = await timed(samples, () => ask(queries));
    assert.equal(answers.length, queries.length);
  }
  return figure(samples);
}

async function timed<T>(samples: number[], work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const done = await work();
  samples.push(performance.now() - began);
  return done;
}
