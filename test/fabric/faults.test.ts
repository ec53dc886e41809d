import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Arena } from './nemesis/arena.ts';
import { nothing } from './nemesis/audit.ts';
import { type Blow, blow, havoc, stop } from './nemesis/havoc.ts';
import { eventually, killNode, leaderOf } from './nemesis/nodes.ts';
import { faultReport } from './nemesis/report.ts';

/**
 * Random faults, seven of eight of them kills. With those named below and those of `client-kill.test.ts` CI kills more than a
 * hundred processes. After a fault under BFT it takes longest until nothing is being mended any more.
 */
const KILLS: Readonly<Record<string, number>> = { 'three-raft': 60, 'mekong-four': 36 };
/**
 * Officers who write at each agency: on three agencies more than go alone, so that what waits for a node that is down
 * shares transactions. Four agencies' nodes leave two cores little room: with six at each the gap measures the machine.
 */
const OFFICERS: Readonly<Record<string, number>> = { 'three-raft': 6, 'mekong-four': 2 };
/** Longest time without an acknowledgement of anybody after a leader went, where nothing else had happened, milliseconds. */
const LEADER_GONE = 8_000;
/**
 * Longest time without an acknowledgement of anybody through all faults, milliseconds. The goal is 8 s, and was met under BFT
 * at a load average of 23 too; a change of view that fails on a busy machine, which is tried again after 3 s, may cost more.
 */
const LONGEST_GAP: Readonly<Record<string, number>> = { 'three-raft': 8_000, 'mekong-four': 12_000 };

describe.each(['three-raft', 'mekong-four'])('%s under faults', (topology) => {
  const officers = OFFICERS[topology] ?? 1;
  const kills = Number(process.env.KILLS ?? KILLS[topology]);
  let arena: Arena;
  const blows: Blow[] = [];
  beforeAll(async () => {
    arena = await Arena.open({ topology });
    arena.write(officers, officers * 150);
  });
  afterAll(() => arena?.close());

  const strike = async (what: string, act: () => Promise<void>): Promise<Blow> => {
    const told = await blow(arena, what, act);
    blows.push(told);
    return told;
  };

  test('the leading orderer is killed', async () => {
    for (let i = 0; i < 3; i++) {
      const leader = await leading(arena);
      const { first } = await strike(`kill leader orderer.${leader}`, () =>
        killNode(arena.network, `orderer.${leader}`),
      );
      expect(first).toBeLessThan(LEADER_GONE);
    }
  });

  test.each(['peer', 'chaincode'])('a %s is killed', async (kind) => {
    await strike(`kill ${kind}.th-police`, () => killNode(arena.network, `${kind}.th-police`));
  });

  test('the leading orderer stays away, and the others go on without it', async () => {
    const leader = await leading(arena);
    const { first } = await strike(`stop leader orderer.${leader}`, () => stop(arena, `orderer.${leader}`, 15_000));
    expect(first).toBeLessThan(LEADER_GONE);
  });

  test('a peer that lost its disk builds everything again from the others', async () => {
    await strike('wipe peer.kh-immigration', () => wipe(arena, 'kh-immigration'));
  });

  test(`${kills} random faults lose nothing that was acknowledged`, async () => {
    blows.push(...(await havoc(arena, { blows: kills, longest: 6_000 })));
    await arena.rest();
    const { books } = arena;
    const gaps = books.gaps;
    const found = await arena.judge();
    console.log(faultReport(topology, arena, blows));
    if (topology === 'three-raft') expect(sharing(arena)).toBeGreaterThan(0);
    expect(books.refused).toEqual([]);
    expect(found).toEqual(nothing);
    expect(gaps.anybody).toBeLessThan(LONGEST_GAP[topology] ?? 0);
  });
});

/** Statements that stand in a transaction with others. */
function sharing({ books }: Arena): number {
  const all = [...books.acknowledged.values()].map(({ committed }) => committed.transaction);
  return all.length - new Set(all).size;
}

async function leading({ network }: Arena): Promise<string> {
  let leader: string | null = null;
  await eventually(20_000, 'an orderer leads', async () => {
    leader = await leaderOf(network);
    return leader !== null;
  });
  return leader ?? '';
}

/** Everything that the peer ever stored is gone; its keys are not. */
async function wipe({ network }: Arena, agency: string): Promise<void> {
  const folder = join(network.folder, 'agencies', agency);
  await network.processes.set(`peer.${agency}`, false);
  await rm(join(folder, 'peer', 'data'), { recursive: true });
  await network.processes.set(`peer.${agency}`, true);
  const admin = network.admin(agency);
  // A command that gave up on a busy machine may have been carried out all the same.
  const again = (...args: string[]): Promise<void> =>
    eventually(60_000, args.slice(0, 3).join(' '), () =>
      admin.peer(...args).then(
        () => true,
        (error) => /already (?:exists|successfully installed)/.test(String(error)),
      ),
    );
  await again('channel', 'join', '-b', join(network.folder, 'channel', 'genesis.block'));
  await again('lifecycle', 'chaincode', 'install', join(folder, 'chaincode', 'package.tar.gz'));
}
