import { setTimeout as pause } from 'node:timers/promises';
import { status } from '@grpc/grpc-js';
import { type Ledger, LedgerFault, Refusal } from '@tocsin/record';
import { test as base, describe } from 'vitest';
import { FakePeer } from '../../../fixture/fabric-peer.ts';
import { connectFabric } from './index.ts';

// What takes seconds because the connection waits before it tries again: all at the same time, each with a peer of its own.
const statement = 'eyJhIjoxfQ.eyJ0aGUiOiJzdGF0ZW1lbnQifQ.c2lnbmF0dXJl';

interface Fixtures {
  readonly peer: FakePeer;
  /** As many connections to it as are asked for. */
  readonly connected: () => Promise<Ledger>;
}

const test = base.extend<Fixtures>({
  peer: async ({ task: _ }, use) => {
    const peer = await FakePeer.start();
    await use(peer);
    await peer.stop();
  },
  connected: async ({ peer }, use) => {
    const ledgers: Ledger[] = [];
    await use(async () => {
      const ledger = await connectFabric(peer.profile);
      ledgers.push(ledger);
      return ledger;
    });
    await Promise.all(ledgers.map((ledger) => ledger.close()));
  },
});

const outcomeOf = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof LedgerFault || error instanceof Refusal) return error.code;
      throw error;
    },
  );

const called = ({ calls }: FakePeer, name: string) => calls.filter((one) => one === name).length;
const hex = ({ envelopes }: FakePeer): string[] => envelopes.map((bytes) => Buffer.from(bytes).toString('hex'));

describe.concurrent('a statement', () => {
  test("is refused when another agency's peer insists", async ({ expect, peer, connected }) => {
    const ledger = await connected();
    const details = [['la-fiu', 'chaincode response 500, TOCSIN UNKNOWN_OFFICER']] as const;
    peer.endorsements = Array.from({ length: 20 }, () => ({ code: status.ABORTED, details }));
    expect(await outcomeOf(ledger.submit(statement, null))).toBe('UNKNOWN_OFFICER');
    expect(called(peer, 'endorse')).toBeLessThanOrEqual(8);
    expect(called(peer, 'submit')).toBe(0);
  });

  test('that always comes to nothing is a conflict', async ({ expect, peer, connected }) => {
    const ledger = await connected();
    peer.codes = Array.from({ length: 8 }, () => 11);
    expect(await outcomeOf(ledger.submit(statement, null))).toBe('LEDGER_CONFLICT');
    expect(called(peer, 'endorse')).toBe(8);
  });

  test('whose transaction always conflicts does not starve the others', async ({ expect, peer, connected }) => {
    const ledger = await connected();
    peer.codeOf = (group) => (group.includes('statement-30') ? 11 : 0);
    const texts = Array.from({ length: 40 }, (_, i) => `statement-${i}`);
    const outcomes = await Promise.all(texts.map((text) => outcomeOf(ledger.submit(text, null))));
    expect(outcomes.flatMap((outcome, i) => (outcome === 'done' ? [] : [`${i} ${outcome}`]))).toEqual([
      '30 LEDGER_CONFLICT',
    ]);
  });
});

describe.concurrent('an unknown outcome', () => {
  test.for([
    ['failed', { failure: { code: status.UNAVAILABLE }, committed: false }],
    ['was taken and lost', 'lost'],
  ] as const)(
    'after a submission that %s: the very same bytes are sent again',
    async ([, fate], { expect, peer, connected }) => {
      const ledger = await connected();
      peer.fates = [fate];
      expect(await outcomeOf(ledger.submit(statement, null))).toBe('done');
      const [first, second, ...rest] = hex(peer);
      expect(rest).toEqual([]);
      expect(second).toBe(first);
      expect(called(peer, 'endorse')).toBe(1);
    },
  );

  test.for([
    ['is not sent again while the blocks of others come: it may queue', 'another', 1],
    ['is sent again when a later one of ours is there before it', 'the same', 2],
  ] as const)('%s', async ([, gateway, expected], { expect, peer, connected }) => {
    const ledger = await connected();
    const busy = gateway === 'another' ? await connected() : ledger;
    peer.fates = ['lost'];
    const outcome = outcomeOf(ledger.submit(statement, null));
    await expect.poll(() => peer.envelopes.length).toBe(1);
    // Past the time after which silence would have let it be sent again.
    for (let i = 0; i < 10; i++) {
      await busy.submit(statement, null);
      await pause(350);
    }
    const [first, ...others] = hex(peer);
    expect(1 + others.filter((bytes) => bytes === first).length).toBe(expected);
    peer.commit(peer.envelopes[0] as Uint8Array);
    expect(await outcome).toBe('done');
  });
});
