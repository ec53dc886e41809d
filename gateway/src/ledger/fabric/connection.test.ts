import { status } from '@grpc/grpc-js';
import { type Ledger, LedgerFault, Refusal, statementKey } from '@tocsin/record';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { FakePeer } from '../../../fixture/fabric-peer.ts';
import { connectFabric, type FabricProfile } from './index.ts';

const statement = 'eyJhIjoxfQ.eyJ0aGUiOiJzdGF0ZW1lbnQifQ.c2lnbmF0dXJl';
let peer: FakePeer;

beforeEach(async () => {
  peer = await FakePeer.start();
  onTestFinished(() => peer.stop());
});

async function connected(profile: Partial<FabricProfile> = {}): Promise<Ledger> {
  const ledger = await connectFabric({ ...peer.profile, ...profile });
  onTestFinished(() => ledger.close());
  return ledger;
}

const outcomeOf = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'done',
    (error: unknown) => {
      if (!(error instanceof LedgerFault || error instanceof Refusal)) throw error;
      expect(String(error.cause)).not.toContain('statement');
      return error.code;
    },
  );

const called = (name: string) => peer.calls.filter((one) => one === name).length;
const unavailable = { code: status.UNAVAILABLE };
const refusedBy = (agency: string) => ({
  code: status.ABORTED,
  details: [[agency, 'chaincode response 500, TOCSIN UNKNOWN_OFFICER']] as const,
});

describe('a statement', () => {
  test('costs two signatures and two calls beside the one stream', async () => {
    const calls: string[] = [];
    const ledger = await connected({ onCall: (call) => calls.push(call) });
    await expect.poll(() => calls.filter((call) => call === '/protos.Deliver/Deliver').length).toBe(1);
    await ledger.submit(statement, null);
    const before = calls.length;
    const committed = await ledger.submit(statement, new Uint8Array(1_000_000));
    expect(calls.slice(before).sort()).toEqual(['/gateway.Gateway/Endorse', '/gateway.Gateway/Submit', 'sign', 'sign']);
    expect(committed).toMatchObject({ block: '2', already: false });
  });

  test('is refused for good by the own peer', async () => {
    const ledger = await connected();
    peer.endorsements = [refusedBy('th-police')];
    expect(await outcomeOf(ledger.submit(statement, null))).toBe('UNKNOWN_OFFICER');
    expect([called('endorse'), called('submit')]).toEqual([1, 0]);
  });

  test('is not refused by an own peer that has lost its blocks, until it has them again', async () => {
    const ledger = await connected();
    await ledger.submit(statement, null);
    const restore = peer.setBack(1);
    await expect.poll(() => ledger.height()).toBe(1n);
    peer.endorsements = [refusedBy('th-police'), refusedBy('th-police')];
    const submitted = outcomeOf(ledger.submit(statement, null));
    await expect.poll(() => called('endorse')).toBeGreaterThanOrEqual(2);
    restore();
    expect(await submitted).toBe('done');
  });

  test('is not refused by an own peer that has fewer blocks than the gateway knows of from before', async () => {
    const ledger = await connected();
    await expect(ledger.height(3n)).resolves.toBe(1n);
    peer.endorsements = [refusedBy('th-police'), refusedBy('th-police')];
    expect(await outcomeOf(ledger.submit(statement, null))).toBe('done');
    await ledger.submit(statement, null);
    expect(await ledger.height()).toBe(3n);
    peer.endorsements = [refusedBy('th-police')];
    expect(await outcomeOf(ledger.submit(statement, null))).toBe('UNKNOWN_OFFICER');
  });

  test("outlives another agency's peer that lags", async () => {
    const ledger = await connected();
    const mismatch = { code: status.ABORTED, details: [['la-fiu', 'ProposalResponsePayloads do not match']] as const };
    peer.endorsements = [refusedBy('la-fiu'), mismatch, { code: status.FAILED_PRECONDITION }, unavailable];
    expect(await outcomeOf(ledger.submit(statement, null))).toBe('done');
    expect(called('endorse')).toBe(5);
  });

  test('is not tried again when it can never be answered', async () => {
    const ledger = await connected();
    peer.endorsements = [{ code: status.PERMISSION_DENIED }];
    expect(await outcomeOf(ledger.submit(statement, null))).toBe('LEDGER_UNAVAILABLE');
    expect(called('endorse')).toBe(1);
  });

  test.each([11, 12, 10])('that came to nothing (code %i) is endorsed anew', async (code) => {
    const ledger = await connected();
    peer.codes = [code, code];
    expect(await ledger.submit(statement, null)).toMatchObject({ block: '3', already: false });
    expect(new Set(peer.envelopes.map((bytes) => Buffer.from(bytes).toString('hex'))).size).toBe(3);
  });

  test('that was applied before leads to its first transaction', async () => {
    const ledger = await connected();
    const first = await ledger.submit(statement, null);
    peer.state.set(statementKey('a'.repeat(26)), JSON.stringify({ transaction: first.transaction }));
    for (const reader of [ledger, await connected()]) {
      peer.endorsements = ['already'];
      expect(await reader.submit(statement, null)).toEqual({ ...first, already: true });
    }
    expect(called('submit')).toBe(1);
  });
});

describe('an unknown outcome', () => {
  test('is found in the block although the orderer reported a failure', async () => {
    const ledger = await connected();
    peer.fates = [{ failure: unavailable, committed: true }];
    expect(await outcomeOf(ledger.submit(statement, null))).toBe('done');
    expect([called('endorse'), called('submit')]).toEqual([1, 1]);
  });

  test('stays unknown when the time is over', async () => {
    const ledger = await connected({ deadlines: { commit: 700, evaluate: 300 } });
    peer.fates = Array.from({ length: 30 }, () => 'lost');
    expect(await outcomeOf(ledger.submit(statement, null))).toBe('LEDGER_OUTCOME_UNKNOWN');
    expect(called('endorse')).toBe(1);
  });

  test('is not mistaken for the second of the same bytes', async () => {
    const ledger = await connected();
    peer.fates = [{ failure: unavailable, committed: true }];
    peer.codes = [9, 0];
    const committed = await ledger.submit(statement, null);
    expect(committed).toMatchObject({ block: '2' });
    expect(called('endorse')).toBe(1);
  });
});

describe('many at once', () => {
  const texts = Array.from({ length: 40 }, (_, i) => `statement-${i}`);
  const submitAll = (ledger: Ledger) => texts.map((text) => ledger.submit(text, null));
  const refusing = (codes: Readonly<Record<string, string>>) => (group: readonly string[]) => {
    const bad = group.flatMap((text, i) => (Object.hasOwn(codes, text) ? [i] : []));
    const code = group.length > 1 ? `SUBMIT_APART ${bad.join()}` : codes[group[0] ?? ''];
    if (bad.length === 0) return null;
    return { code: status.ABORTED, details: [['th-police', `chaincode response 500, TOCSIN ${code}`]] as const };
  };
  const shared = () => peer.groups.filter((group) => group.length > 1);

  test('share transactions, and each is told where it stands', async () => {
    const ledger = await connected();
    const all = await Promise.all(submitAll(ledger));
    const transactions = new Set(all.map(({ transaction }) => transaction));
    expect(peer.groups.flat().sort()).toEqual([...texts].sort());
    expect(transactions.size).toBe(peer.groups.length);
    expect(transactions.size).toBeLessThan(texts.length / 4);
    const stop = new AbortController();
    const told: string[] = [];
    for await (const { transactions: stand } of ledger.blocks(0n, stop.signal)) {
      told.push(...stand.map((one) => `${one.id} ${one.statement}`));
      if (told.length === texts.length) stop.abort();
    }
    expect(told.sort()).toEqual(texts.map((text, i) => `${all[i]?.transaction} ${text}`).sort());
  });

  test('one that is refused spoils nothing, is told why, and is never ordered', async () => {
    const ledger = await connected();
    peer.judge = refusing({ 'statement-7': 'UNKNOWN_OFFICER', 'statement-20': 'ROLE_LACKING author' });
    const outcomes = await Promise.all(submitAll(ledger).map(outcomeOf));
    const bad = Object.fromEntries(outcomes.flatMap((outcome, i) => (outcome === 'done' ? [] : [[i, outcome]])));
    expect(bad).toEqual({ 7: 'UNKNOWN_OFFICER', 20: 'ROLE_LACKING' });
    const ordered = peer.envelopes.map((bytes) => Buffer.from(bytes).toString('latin1')).join();
    expect(ordered).toContain('statement-8');
    for (const name of ['statement-7\n', 'statement-20']) expect(ordered).not.toContain(name);
  });

  test.each(['nonsense', '', '99', '-1'])(
    'named by positions that are none (%s): each goes by itself',
    async (detail) => {
      const ledger = await connected();
      const message = `chaincode response 500, TOCSIN SUBMIT_APART ${detail}`;
      peer.judge = (group) =>
        group.length === 1 ? null : { code: status.ABORTED, details: [['th-police', message]] as const };
      await Promise.all(submitAll(ledger));
      expect(called('submit')).toBe(texts.length);
    },
  );

  test('one that was applied before leads to its first transaction', async () => {
    const ledger = await connected();
    const first = await ledger.submit('statement-11', null);
    peer.state.set(statementKey('a'.repeat(26)), JSON.stringify({ transaction: first.transaction }));
    const apart = refusing({ 'statement-11': '' });
    peer.judge = (group) => (group.join() === 'statement-11' ? 'already' : apart(group));
    const all = await Promise.all(submitAll(ledger));
    expect(all[11]).toEqual({ ...first, already: true });
    expect(all.filter(({ already }) => already)).toHaveLength(1);
  });

  test('giving up one leaves the others what they were', async () => {
    const ledger = await connected();
    const during = new AbortController();
    const all = texts.map((text, i) => outcomeOf(ledger.submit(text, null, i % 10 === 9 ? during.signal : undefined)));
    during.abort();
    const outcomes = await Promise.all(all);
    expect(outcomes.map((outcome) => outcome === 'done')).toEqual(texts.map((_, i) => i % 10 !== 9));
    expect(outcomes[9]).toBe('LEDGER_UNAVAILABLE');
    expect(peer.groups.flat()).not.toContain('statement-9');
  });

  test('giving up one that is being endorsed: nothing of it is ordered', async () => {
    const ledger = await connected();
    const during = new AbortController();
    let once = true;
    peer.judge = (group) => {
      if (group.includes('statement-9') && group.length > 1 && once) {
        once = false;
        during.abort();
      }
      return null;
    };
    const all = texts.map((text, i) => outcomeOf(ledger.submit(text, null, i === 9 ? during.signal : undefined)));
    const outcomes = await Promise.all(all);
    expect(outcomes.flatMap((outcome, i) => (outcome === 'done' ? [] : [`${i} ${outcome}`]))).toEqual([
      '9 LEDGER_UNAVAILABLE',
    ]);
    const ordered = peer.envelopes.map((bytes) => Buffer.from(bytes).toString('latin1')).join();
    expect(ordered).not.toContain('statement-9');
  });

  test('an outcome that stays unknown is told to each, and to who gave up at once', async () => {
    const ledger = await connected({ deadlines: { commit: 1_500, evaluate: 300 } });
    peer.fateOf = (group) => (group.length > 1 ? 'lost' : 'committed');
    const during = new AbortController();
    const all = texts.map((text, i) => outcomeOf(ledger.submit(text, null, i === 20 ? during.signal : undefined)));
    await expect.poll(() => peer.lost).toBe(1);
    during.abort();
    const began = performance.now();
    expect(await all[20]).toBe('LEDGER_OUTCOME_UNKNOWN');
    expect(performance.now() - began).toBeLessThan(500);
    const outcomes = await Promise.all(all);
    const [group = []] = shared();
    expect(outcomes).toEqual(texts.map((text) => (group.includes(text) ? 'LEDGER_OUTCOME_UNKNOWN' : 'done')));
  });
});

describe('a broken connection', () => {
  test('between submitting and the block loses nothing', async () => {
    const ledger = await connected();
    const stop = new AbortController();
    const seen: string[] = [];
    const following = (async () => {
      for await (const { number } of ledger.blocks(0n, stop.signal)) {
        seen.push(String(number));
        if (number === 3n) stop.abort();
      }
    })();
    for (let i = 0; i < 3; i++) {
      peer.fates = ['lost'];
      const submitted = ledger.submit(statement, null);
      await expect.poll(() => peer.envelopes.length).toBe(i + 1);
      peer.breakStreams();
      peer.commit(peer.envelopes.at(-1) as Uint8Array);
      expect(await submitted).toMatchObject({ block: String(i + 1) });
    }
    await following;
    expect(seen).toEqual(['0', '1', '2', '3']);
  });

  test('is unavailable, and mends when the peer comes back', async () => {
    const ledger = await connected({ deadlines: { evaluate: 300 } });
    await ledger.submit(statement, null);
    peer.stop();
    expect(await outcomeOf(ledger.state('network/members'))).toBe('LEDGER_UNAVAILABLE');
    expect(await outcomeOf(ledger.height())).toBe('LEDGER_UNAVAILABLE');
    const waiting = ledger.submit(statement, null);
    await peer.listen();
    expect(await waiting).toMatchObject({ block: '2' });
    await expect.poll(() => ledger.height()).toBe(3n);
  });

  test('from the beginning does not keep the gateway from starting', async () => {
    peer.stop();
    const ledger = await connected({ deadlines: { evaluate: 300 } });
    expect(await outcomeOf(ledger.height())).toBe('LEDGER_UNAVAILABLE');
    await peer.listen();
    await expect.poll(() => outcomeOf(ledger.height()), { timeout: 5_000 }).toBe('done');
  });
});

describe('giving up', () => {
  test('before anything was ordered writes nothing', async () => {
    const ledger = await connected();
    expect(await outcomeOf(ledger.submit(statement, null, AbortSignal.abort()))).toBe('LEDGER_UNAVAILABLE');
    expect(called('endorse')).toBe(0);
    const during = new AbortController();
    const submission = outcomeOf(ledger.submit(statement, null, during.signal));
    during.abort();
    expect(await submission).toBe('LEDGER_UNAVAILABLE');
    expect(called('submit')).toBe(0);
  });

  test('after that leaves the outcome open', async () => {
    const ledger = await connected();
    const during = new AbortController();
    peer.fates = ['lost'];
    const submission = outcomeOf(ledger.submit(statement, null, during.signal));
    await expect.poll(() => called('submit')).toBe(1);
    during.abort();
    expect(await submission).toBe('LEDGER_OUTCOME_UNKNOWN');
  });

  test('closing does both, ends followers and refuses what comes later', async () => {
    const ledger = await connected();
    peer.fates = ['lost'];
    const submission = outcomeOf(ledger.submit(statement, null));
    await expect.poll(() => called('submit')).toBe(1);
    const next = ledger.blocks(7n, new AbortController().signal)[Symbol.asyncIterator]().next();
    await ledger.close();
    expect(await submission).toBe('LEDGER_OUTCOME_UNKNOWN');
    expect((await next).done).toBe(true);
    for (const act of [
      ledger.submit(statement, null),
      ledger.state('network/members'),
      ledger.sealed('a'),
      ledger.height(),
    ])
      expect(await outcomeOf(act)).toBe('LEDGER_UNAVAILABLE');
  });
});

describe('a sealed file', () => {
  test('that the peer is still fetching is waited for', async () => {
    const ledger = await connected();
    peer.files = ['missing', 'missing', Buffer.from('sealed')];
    expect(Buffer.from((await ledger.sealed('a'.repeat(26))) ?? []).toString()).toBe('sealed');
  });

  test('comes with the state that decides on it, and holds that back no longer than a moment', async () => {
    const ledger = await connected();
    peer.state.set('network/members', '{"status":"active"}');
    const both = () => Promise.all([ledger.state('network/members'), ledger.sealed('a'.repeat(26))]);
    for (const files of [[Buffer.from('sealed')], ['missing', 'missing', Buffer.from('sealed')] as const]) {
      peer.files = [...files];
      const before = called('evaluate');
      const [state, file] = await both();
      expect([state, Buffer.from(file ?? []).toString()]).toEqual([{ status: 'active' }, 'sealed']);
      if (files.length === 1) expect(called('evaluate')).toBe(before + 1);
    }
  });

  test('that never comes is no absent one', async () => {
    const ledger = await connected({ deadlines: { evaluate: 400 } });
    peer.files = Array.from({ length: 20 }, () => 'missing' as const);
    expect(await outcomeOf(ledger.sealed('a'.repeat(26)))).toBe('LEDGER_UNAVAILABLE');
  });

  test('that was purged is absent', async () => {
    const ledger = await connected();
    peer.files = [new Uint8Array()];
    expect(await ledger.sealed('a'.repeat(26))).toBeUndefined();
  });
});

test('state is read as it stands, and absent where nothing does', async () => {
  const ledger = await connected();
  peer.state.set('network/members', '{"status":"active"}');
  expect(await ledger.state('network/members')).toEqual({ status: 'active' });
  expect(await ledger.state(statementKey('b'.repeat(26)))).toBeUndefined();
});
