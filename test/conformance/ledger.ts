import { signStatement } from '@tocsin/envelope';
import { itemKey, recordKey, statementKey, toMillis } from '@tocsin/record';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Exchange } from '../support/exchange.ts';
import { brokers } from './brokers.ts';
import { custody } from './custody.ts';
import { outcomeOf } from './outcome.ts';
import { blocksBetween, tellings } from './told-blocks.ts';

export interface ConformanceOptions {
  /** How far times in a block may stand before earlier ones, milliseconds: not at all where one clock gives them. */
  readonly timesApart?: number;
}

/** What every ledger behind the interface must do; run once for each ledger there is. */
export function conformance(
  name: string,
  openExchange: () => Promise<Exchange>,
  { timesApart = 0 }: ConformanceOptions = {},
): void {
  describe(`${name}: the ledger interface`, () => {
    let exchange: Exchange;
    beforeAll(async () => {
      exchange = await openExchange();
    });
    afterAll(() => exchange?.close());

    const th = () => exchange.agency('th-police');
    const kh = () => exchange.agency('kh-immigration');
    const acknowledge = (record: string) => kh().officer.sign('record.acknowledge/1', { record });

    test('a committed statement stands in the block it was told to stand in, with its writes in state', async () => {
      const { id, jws, committed } = await exchange.post();
      const number = BigInt(committed.block);
      const [block] = await blocksBetween(th().ledger, number, number);
      const [told] = tellings(block === undefined ? [] : [block], jws);
      expect(told).toMatchObject({
        id: committed.transaction,
        code: 'VALID',
        at: committed.at,
        submitter: 'th-police',
      });
      // In no particular order: Fabric sorts by key.
      const keys = [recordKey(id), itemKey(id), statementKey(id)];
      expect(told?.writes.map(({ key }) => key).sort()).toEqual(keys.sort());
      for (const { key, value } of told?.writes ?? []) expect(await kh().ledger.state(key)).toEqual(JSON.parse(value));
      expect(await kh().ledger.state(statementKey(id))).toMatchObject({
        id,
        at: committed.at,
        transaction: committed.transaction,
      });
    });

    test('every agency is told the same transactions in the same order, each with its verdict and digest', async () => {
      const { committed } = await exchange.post();
      const last = BigInt(committed.block);
      const [ours = [], ...others] = await Promise.all(
        exchange.agencies.map(({ ledger }) => blocksBetween(ledger, 0n, last)),
      );
      for (const theirs of others)
        expect(theirs.map(({ envelopes }) => envelopes)).toEqual(ours.map(({ envelopes }) => envelopes));
      for (const { envelopes, transactions } of ours) {
        expect(envelopes.length).toBeGreaterThan(0);
        for (const { digest, id } of envelopes) expect(`${digest} ${id}`).toMatch(/^[0-9a-f]{64} ([0-9a-f]{64})?$/);
        for (const { id, index, code } of transactions) expect(envelopes[index]).toMatchObject({ id, code });
      }
      const digests = ours.flatMap(({ envelopes }) => envelopes.map(({ digest }) => digest));
      expect(new Set(digests).size).toBe(digests.length);
    });

    test('the sealed file is there for every member, byte for byte', async () => {
      const { id, file } = await exchange.post();
      expect(Buffer.from((await kh().ledger.sealed(id)) ?? []).equals(file)).toBe(true);
      expect(await kh().ledger.sealed('a'.repeat(26))).toBeUndefined();
      expect(await kh().ledger.state(recordKey('a'.repeat(26)))).toBeUndefined();
    });

    test('the same bytes again are a retry and lead to the first transaction', async () => {
      const { jws, file, committed } = await exchange.post();
      expect(await th().ledger.submit(jws, file)).toEqual({ ...committed, already: true });
      expect(committed.already).toBe(false);
    });

    test('the same bytes twice at once are applied once', async () => {
      const { jws, file, id } = await exchange.draft();
      const both = await Promise.all([th().ledger.submit(jws, file), th().ledger.submit(jws, file)]);
      expect(both.map(({ already }) => already).sort()).toEqual([false, true]);
      expect(new Set(both.map(({ transaction }) => transaction)).size).toBe(1);
      expect(await th().ledger.state(statementKey(id))).toBeDefined();
    });

    test('other bytes under the same identifier are a conflict', async () => {
      const { payload, file } = await exchange.post();
      const again = await signStatement(payload, th().officer.signer);
      expect(await outcomeOf(th().ledger.submit(again, file))).toBe('CONFLICT');
    });

    test('a refused statement leaves no trace', async () => {
      const before = await exchange.post();
      const { id, jws } = await exchange.draft();
      expect(await outcomeOf(th().ledger.submit(jws, null))).toBe('SEALED_FILE_MISSING');
      const after = await exchange.post();
      const blocks = await blocksBetween(th().ledger, BigInt(before.committed.block), BigInt(after.committed.block));
      expect(tellings(blocks, jws)).toEqual([]);
      expect(await th().ledger.state(recordKey(id))).toBeUndefined();
      expect(await th().ledger.sealed(id)).toBeUndefined();
    });

    test('of two statements that exclude each other, submitted at once, exactly one is applied', async () => {
      const { id } = await exchange.post();
      const both = await Promise.all([acknowledge(id), acknowledge(id)]);
      const outcomes = await Promise.all(both.map(({ jws }) => outcomeOf(kh().ledger.submit(jws, null))));
      expect(outcomes.sort()).toEqual(['ALREADY_ACKNOWLEDGED', 'committed']);
      const applied = await Promise.all(both.map((one) => kh().ledger.state(statementKey(one.id))));
      expect(applied.filter((one) => one !== undefined)).toHaveLength(1);
    });

    test('many at once are all applied, in blocks that chain and times that do not go back', async () => {
      const drafts = await Promise.all(Array.from({ length: 40 }, () => exchange.draft()));
      const first = await exchange.post();
      const all = await Promise.all(drafts.map(({ jws, file }) => th().ledger.submit(jws, file)));
      const last = all.reduce((highest, { block }) => (BigInt(block) > highest ? BigInt(block) : highest), 0n);
      const blocks = await blocksBetween(kh().ledger, BigInt(first.committed.block), last);
      for (const { jws } of drafts)
        expect(tellings(blocks, jws).filter(({ code }) => code === 'VALID')).toHaveLength(1);
      blocks.slice(1).forEach((block, i) => {
        expect(block.previous).toBe(blocks[i]?.hash);
        expect(block.number).toBe((blocks[i]?.number ?? 0n) + 1n);
      });
      const times = blocks.flatMap(({ transactions }) => transactions.map(({ at }) => toMillis(at)));
      const goingBack = times.map((at, i) => Math.max(...times.slice(0, i + 1)) - at);
      expect(Math.max(...goingBack)).toBeLessThanOrEqual(timesApart);
      // Statements of one transaction have its index.
      for (const { transactions } of blocks) {
        const ids = [...new Set(transactions.map(({ id }) => id))];
        expect(transactions.map(({ index }) => index)).toEqual(transactions.map(({ id }) => ids.indexOf(id)));
      }
    });

    test('of many at once those that are refused leave no trace, and those that exclude each other leave one', async () => {
      const records = await Promise.all(Array.from({ length: 12 }, () => exchange.post()));
      const signed = await Promise.all(records.map(({ id }) => acknowledge(id)));
      const rival = await acknowledge(records[5]?.id ?? '');
      const unknown = await acknowledge('a'.repeat(26));
      const before = await exchange.post();
      const handed = [...signed, unknown, rival].map(({ jws }) => jws).concat('ບໍ່ແມ່ນຄໍາຖະແຫຼງ');
      const outcomes = await Promise.all(handed.map((jws) => outcomeOf(kh().ledger.submit(jws, null))));
      const after = await exchange.post();
      const [excluded, rivals] = [outcomes[5], outcomes[13]];
      expect([excluded, rivals].sort()).toEqual(['ALREADY_ACKNOWLEDGED', 'committed']);
      expect(outcomes.toSpliced(13, 1).toSpliced(5, 1)).toEqual([
        ...Array(11).fill('committed'),
        'UNKNOWN_RECORD',
        'MALFORMED_STATEMENT',
      ]);
      const blocks = await blocksBetween(th().ledger, BigInt(before.committed.block), BigInt(after.committed.block));
      const valid = (jws: string) => tellings(blocks, jws).filter(({ code }) => code === 'VALID').length;
      expect(handed.map(valid)).toEqual(outcomes.map((outcome) => (outcome === 'committed' ? 1 : 0)));
      for (const jws of handed.slice(-1)) expect(tellings(blocks, jws)).toEqual([]);
      for (const { id, jws } of signed) {
        const [told] = tellings(blocks, jws).filter(({ code }) => code === 'VALID');
        if (told !== undefined) expect(told.writes.map(({ key }) => key)).toContain(statementKey(id));
      }
    });

    test('statements of one transaction of another agency do not pass through this gateway either', async () => {
      const drafts = await Promise.all(Array.from({ length: 6 }, () => exchange.draft()));
      const { id } = await exchange.post();
      const own = await acknowledge(id);
      const foreign = drafts.map(({ jws, file }) => outcomeOf(kh().ledger.submit(jws, file)));
      const outcomes = await Promise.all([...foreign, outcomeOf(kh().ledger.submit(own.jws, null))]);
      expect(outcomes).toEqual([...Array(6).fill('WRONG_AGENCY'), 'committed']);
      for (const draft of drafts) expect(await kh().ledger.state(recordKey(draft.id))).toBeUndefined();
    });

    test('blocks can be read again from any checkpoint, and then live', async () => {
      const before = await exchange.post();
      const from = BigInt(before.committed.block);
      const [first] = await blocksBetween(th().ledger, 0n, 0n);
      expect(first?.number).toBe(0n);
      const stop = new AbortController();
      const live = th()
        .ledger.blocks(from + 1n, stop.signal)
        [Symbol.asyncIterator]();
      const next = live.next();
      const { jws } = await exchange.post();
      const { value: block } = await next;
      expect(block.number).toBe(from + 1n);
      expect(tellings([block], jws)).toHaveLength(1);
      const waiting = live.next();
      stop.abort();
      expect((await waiting).done).toBe(true);
    });

    test("another agency's statement does not pass through this gateway", async () => {
      const { jws, file, id } = await exchange.draft();
      expect(await outcomeOf(kh().ledger.submit(jws, file))).toBe('WRONG_AGENCY');
      expect(await kh().ledger.state(recordKey(id))).toBeUndefined();
    });

    test('an aborted submission says whether it may have been written', async () => {
      const { jws, file, id } = await exchange.draft();
      expect(await outcomeOf(th().ledger.submit(jws, file, AbortSignal.abort()))).toBe('LEDGER_UNAVAILABLE');
      expect(await th().ledger.state(recordKey(id))).toBeUndefined();
      const during = new AbortController();
      const submission = outcomeOf(th().ledger.submit(jws, file, during.signal));
      during.abort();
      expect(['LEDGER_UNAVAILABLE', 'LEDGER_OUTCOME_UNKNOWN', 'committed']).toContain(await submission);
      expect((await th().ledger.submit(jws, file)).block).toMatch(/^\d+$/);
    });

    brokers(() => exchange);

    // The last: it adopts a roster, and direct files that are not urgent are over.
    custody(() => exchange);
  });

  test(`${name}: a closed ledger refuses, ends its followers and lies about nothing`, async () => {
    const exchange = await openExchange();
    const { ledger } = exchange.agency('th-police');
    const { committed } = await exchange.post();
    const [draft, late] = await Promise.all([exchange.draft(), exchange.draft()]);
    const follower = ledger.blocks(BigInt(committed.block) + 2n, new AbortController().signal)[Symbol.asyncIterator]();
    const next = follower.next();
    const inFlight = outcomeOf(ledger.submit(draft.jws, draft.file));
    await exchange.close();
    expect(['committed', 'LEDGER_UNAVAILABLE', 'LEDGER_OUTCOME_UNKNOWN']).toContain(await inFlight);
    expect((await next).done).toBe(true);
    expect(await outcomeOf(ledger.submit(late.jws, late.file))).toBe('LEDGER_UNAVAILABLE');
    expect(await outcomeOf(ledger.state('network/members'))).toBe('LEDGER_UNAVAILABLE');
    expect(await outcomeOf(ledger.sealed(draft.id))).toBe('LEDGER_UNAVAILABLE');
  });
}
