import { chmodSync, cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Block } from '@tocsin/record';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { blocksAfter, Mirrored, type Site } from '../../fixture/mirrored.ts';

const NAMES = ['th-police', 'kh-immigration', 'la-fiu', 'vn-police', 'mm-embassy'];

/** One attack on one agency of an exchange: who, when, where. */
interface Plan {
  readonly agencies: number;
  readonly victim: number;
  readonly blocks: number;
  /** Block at which it begins, after block 0 and up to the last. */
  readonly at: number;
  readonly pick: number;
}

const plans = (count: number, seed: number): Plan[] =>
  fc.sample(
    fc
      .record({
        agencies: fc.integer({ min: 3, max: 5 }),
        blocks: fc.integer({ min: 4, max: 24 }),
        pick: fc.nat(1_000_000),
      })
      .chain(({ agencies, blocks, pick }) =>
        fc.record({
          agencies: fc.constant(agencies),
          victim: fc.integer({ min: 0, max: agencies - 1 }),
          blocks: fc.constant(blocks),
          at: fc.integer({ min: 1, max: blocks - 1 }),
          pick: fc.constant(pick),
        }),
      ),
    { numRuns: count, seed },
  );

let open: Mirrored | null = null;
afterEach(async () => {
  await open?.close();
  open = null;
});

/** An exchange whose agencies all follow the same ledger, and its ledger. */
function exchange({ agencies }: Plan, blocks: readonly Block[]): Mirrored {
  open = new Mirrored(NAMES.slice(0, agencies), blocks, { catchUpMs: 20, gatherMs: 1_000 });
  return open;
}

const victimOf = (all: Mirrored, { victim }: Plan): Site => all.site(NAMES[victim]!);
const othersOf = (all: Mirrored, plan: Plan): Site[] =>
  [...all.sites.values()].filter((site) => site !== victimOf(all, plan));
const lastOf = ({ ledger }: Site): bigint => BigInt(ledger.blocksTold.length - 1);
const evidenceOf = ({ folder }: Site): string[] => readdirSync(join(folder, 'mirror', 'evidence'));

/** The attacked gateway refuses and keeps the evidence; the others, among themselves, go on. */
async function found(all: Mirrored, plan: Plan, code: string, asked = lastOf(victimOf(all, plan))): Promise<void> {
  await expect(victimOf(all, plan).mirror.covered(asked)).rejects.toMatchObject({ code });
  for (const other of othersOf(all, plan)) await expect(other.mirror.covered(lastOf(other))).resolves.toBeDefined();
}

const flipped = (block: Block, pick: number): Block => ({
  ...block,
  envelopes: block.envelopes.map((one, index) =>
    index === pick % block.envelopes.length
      ? { ...one, code: one.code === 'VALID' ? 'MVCC_READ_CONFLICT' : 'VALID' }
      : one,
  ),
});

describe('found before covered answers', () => {
  test.each(plans(17, 1))('a fork shown to one agency: $agencies agencies, block $at of $blocks', async (plan) => {
    const blocks = blocksAfter([], plan.blocks, 'ledger');
    const all = exchange(plan, blocks);
    const forked = blocks.slice(0, plan.at);
    await all.stop(NAMES[plan.victim]!);
    removeView(victimOf(all, plan));
    all.open(NAMES[plan.victim]!, [...forked, ...blocksAfter(forked, plan.blocks - plan.at, 'fork')]);
    await all.settled();
    await found(all, plan, 'CHECKPOINT_INCONSISTENT');
    expect(evidenceOf(victimOf(all, plan)).length).toBeGreaterThan(0);
    const [evidence = ''] = evidenceOf(victimOf(all, plan));
    const notes = readFileSync(join(victimOf(all, plan).folder, 'mirror', 'evidence', evidence), 'utf8');
    expect(notes.split('tocsin/').length).toBeGreaterThan(4);
  });

  test.each(plans(17, 2))('an old copy of ledger and view put back, block $at of $blocks', async (plan) => {
    const blocks = blocksAfter([], plan.blocks, 'ledger');
    const all = exchange(plan, blocks.slice(0, plan.at));
    await all.settled();
    const backup = await copied(all, plan);
    for (const { ledger } of all.sites.values()) ledger.append(...blocks.slice(plan.at));
    await all.settled();
    await victimOf(all, plan).mirror.covered(BigInt(plan.blocks - 1));
    await restored(all, plan, backup, plan.pick % 2 === 0);
    // What the gateway signed for is forgotten too where its whole folder was put back: then the others remember.
    all.forward = 61_000;
    const code = plan.pick % 2 === 0 ? 'LEDGER_SET_BACK' : 'LEDGER_WITHHELD';
    await found(all, plan, code, BigInt(plan.at - 1));
  });

  test.each(plans(17, 3))('blocks kept back from one agency, after block $at of $blocks', async (plan) => {
    const blocks = blocksAfter([], plan.blocks, 'ledger');
    const all = exchange(plan, blocks.slice(0, plan.at));
    await all.settled();
    for (const { ledger } of othersOf(all, plan)) ledger.append(...blocks.slice(plan.at));
    await all.settled();
    all.forward = 61_000;
    await found(all, plan, 'LEDGER_WITHHELD');
  });

  test.each(plans(16, 4))('a verdict flipped before the gateway saw it, block $at of $blocks', async (plan) => {
    const blocks = blocksAfter([], plan.blocks, 'ledger');
    const all = exchange(plan, blocks);
    await all.stop(NAMES[plan.victim]!);
    removeView(victimOf(all, plan));
    // The block's hash does not cover its verdicts: the chain is whole.
    all.open(
      NAMES[plan.victim]!,
      blocks.map((block, number) => (number === plan.at ? flipped(block, plan.pick) : block)),
    );
    await all.settled();
    await found(all, plan, 'CHECKPOINT_INCONSISTENT');
  });

  test.each(plans(16, 5))('a verdict flipped after the gateway saw it, block $at of $blocks', async (plan) => {
    const blocks = blocksAfter([], plan.blocks, 'ledger');
    const all = exchange(plan, blocks);
    await all.settled();
    const { ledger } = victimOf(all, plan);
    ledger.blocksTold = blocks.map((block, number) => (number === plan.at ? flipped(block, plan.pick) : block));
    await found(all, plan, 'CHECKPOINT_INCONSISTENT', BigInt(plan.at));
  });

  test.each(plans(17, 6))("the view's database changed by hand, entry of block $at of $blocks", async (plan) => {
    const blocks = blocksAfter([], plan.blocks, 'ledger');
    const all = exchange(plan, blocks);
    await all.settled();
    const change = ["code = 'VALID2'", `envelope = '${'e'.repeat(64)}'`, `txid = '${'d'.repeat(64)}'`][plan.pick % 3];
    doctored(victimOf(all, plan), `UPDATE entry SET ${change} WHERE block = ${plan.at}`);
    await found(all, plan, 'CHECKPOINT_INCONSISTENT', BigInt(plan.at));
  });
});

test.each(plans(12, 7))('a node of the stored tree changed by hand does no harm or is found: $pick', async (plan) => {
  const blocks = blocksAfter([], plan.blocks, 'ledger');
  const all = exchange(plan, blocks);
  await all.settled();
  const victim = victimOf(all, plan);
  const [other] = othersOf(all, plan);
  const count = Number(victim.view.row('SELECT COUNT(*) AS count FROM node')?.count);
  const rows = `SELECT level, position FROM node ORDER BY level, position LIMIT 1 OFFSET ${plan.pick % count}`;
  doctored(victim, `UPDATE node SET hash = randomblob(32) WHERE (level, position) IN (${rows})`);
  let refused = 0;
  for (let number = 0n; number < BigInt(plan.blocks); number++) {
    const covered = await victim.mirror.covered(number).catch((error: { code?: string }) => {
      expect(error.code).toBe('CHECKPOINT_INCONSISTENT');
      refused++;
      return null;
    });
    if (covered === null) continue;
    const { size, root } = covered.checkpoint;
    expect(Buffer.from(root)).toEqual(Buffer.from(other!.view.tree.prover.root(size)));
    expect(covered.block).toEqual(blocks[Number(number)]);
  }
  // Every node but the root of the whole is somebody's neighbour, or part of the root.
  expect(refused).toBeGreaterThan(0);
});

test('a fork and blocks kept back are found while nobody reads, within fifteen seconds', async () => {
  const blocks = blocksAfter([], 6, 'ledger');
  const plan: Plan = { agencies: 4, victim: 1, blocks: 6, at: 3, pick: 0 };
  open = new Mirrored(NAMES.slice(0, 4), blocks.slice(0, 3), { watchMs: 5 });
  const all = open;
  await all.settled();
  for (const { ledger } of othersOf(all, plan)) ledger.append(...blocks.slice(3));
  const victim = victimOf(all, plan);
  const alarmed = async (site: Site, code: string): Promise<void> =>
    expect.poll(() => site.mirror.alarms.list.map((alarm) => alarm.code), { timeout: 10_000 }).toContain(code);
  await all.settled();
  // Two looks that are a pause apart, and the time that a peer may lag, are within the fifteen seconds.
  await new Promise((resolve) => setTimeout(resolve, 100));
  all.forward = 7_000;
  await alarmed(victim, 'LEDGER_WITHHELD');
  victim.ledger.append(...blocksAfter(blocks.slice(0, 3), 3, 'fork'));
  await alarmed(victim, 'CHECKPOINT_INCONSISTENT');
  await alarmed(othersOf(all, plan)[0]!, 'CHECKPOINT_INCONSISTENT');
});

test('a ledger that went another way after it was set back is stopped by what its own gateway signed', async () => {
  const blocks = blocksAfter([], 8, 'ledger');
  const plan: Plan = { agencies: 3, victim: 2, blocks: 8, at: 4, pick: 0 };
  const all = exchange(plan, blocks);
  await all.settled();
  await victimOf(all, plan).mirror.covered(7n);
  await all.stop('la-fiu');
  removeView(victimOf(all, plan));
  const kept = blocks.slice(0, 4);
  const forked = all.open('la-fiu', [...kept, ...blocksAfter(kept, 6, 'fork')]);
  await all.settled();
  all.line = async () => {
    throw new Error('nobody was asked');
  };
  await expect(forked.mirror.covered(9n)).rejects.toMatchObject({ code: 'CHECKPOINT_INCONSISTENT', detail: 'la-fiu' });
  await expect(forked.mirror.witness.checkpoint()).rejects.toMatchObject({ code: 'CHECKPOINT_INCONSISTENT' });
  expect(forked.mirror.alarms.list).toMatchObject([{ against: 'la-fiu' }]);
});

/** Another ledger begins with another block 0: none of its notes has our origin. */
test('a gateway that was led to another ledger signs nothing more', async () => {
  const blocks = blocksAfter([], 3, 'ledger');
  const all = exchange({ agencies: 3, victim: 0, blocks: 3, at: 1, pick: 0 }, blocks);
  await all.settled();
  await all.site('th-police').mirror.covered(2n);
  await all.stop('th-police');
  removeView(all.site('th-police'));
  const other = all.open('th-police', blocksAfter([], 5, 'another ledger'));
  await all.settled();
  await expect(other.mirror.covered(4n)).rejects.toMatchObject({ code: 'CHECKPOINT_INCONSISTENT' });
});

function removeView({ folder }: Site): void {
  for (const name of readdirSync(folder).filter((one) => one.startsWith('view-'))) rmSync(join(folder, name));
}

function doctored({ folder, agency }: Site, sql: string): void {
  const db = new DatabaseSync(join(folder, `view-${agency}.db`));
  expect(Number(db.prepare(sql).run().changes)).toBeGreaterThan(0);
  db.close();
}

/** A copy of the victim's folder as it is now. */
async function copied(all: Mirrored, plan: Plan): Promise<string> {
  const name = NAMES[plan.victim]!;
  const { folder, ledger } = victimOf(all, plan);
  await all.stop(name);
  cpSync(folder, `${folder}.backup`, { recursive: true });
  all.open(name, ledger.blocksTold);
  await all.settled();
  return `${folder}.backup`;
}

/** The copy put back, the ledger with it; `signedStays` where what was signed lies elsewhere and stays. */
async function restored(all: Mirrored, plan: Plan, backup: string, signedStays: boolean): Promise<void> {
  const name = NAMES[plan.victim]!;
  const { folder, ledger } = victimOf(all, plan);
  await all.stop(name);
  removeView(victimOf(all, plan));
  const old = ledger.blocksTold.slice(0, plan.at);
  if (!signedStays) rmSync(join(folder, 'mirror'), { recursive: true });
  cpSync(backup, folder, { recursive: true, force: !signedStays });
  chmodSync(join(folder, 'mirror'), 0o700);
  all.open(name, old);
  await all.settled();
}
