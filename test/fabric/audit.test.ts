import { accessReport, type Evidence, formatEvidence, statistics, verifyEvidence } from '@tocsin/audit';
import type { Block } from '@tocsin/record';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleOf, resealed, trustIn } from '../support/audit/bundle.ts';
import { changes } from '../support/audit/changes.ts';
import { Scene } from '../support/audit/scene.ts';
import { openExchange } from '../support/exchange.ts';
import { seenByAll } from '../support/seen.ts';
import { agenciesOf, fabricHost } from './host.ts';

let scene: Scene;
let record: string;
let note: string;
let blocks: Block[];
let evidence: Evidence;
beforeAll(async () => {
  scene = Scene.in(await openExchange({ agencies: agenciesOf('three-raft'), open: fabricHost('three-raft') }));
  record = await scene.posts(['kh-immigration', 'la-fiu']);
  for (const agency of ['kh-immigration', 'la-fiu']) {
    await scene.opens(agency, record);
    await scene.acknowledges(agency, record);
    await scene.answers(agency, record);
  }
  await racing();
  note = await scene.cosigned();
  const last = await scene.exchange.post();
  await seenByAll(scene.exchange.agencies, last.committed);
  blocks = await scene.blocks();
  evidence = await bundleOf(blocks, record, note);
});
afterAll(() => scene?.close());

/** Two gateways that do not know of each other change one record at once: where they meet, one is void. */
async function racing(): Promise<void> {
  const answers = ['kh-immigration', 'la-fiu', 'kh-immigration', 'la-fiu'].map((agency) =>
    scene.answers(agency, record),
  );
  await Promise.allSettled(answers);
}

describe('two agencies, each from its own peer', () => {
  test('report who opened what in the same bytes, and count the same', async () => {
    const { block } = (await scene.trail('th-police')).reach ?? { block: '0' };
    const upTo = async (agency: string) => {
      const told = (await scene.blocks(agency)).filter(({ number }) => number <= BigInt(block));
      return scene.trailOf(told);
    };
    const [thai, lao] = [await upTo('th-police'), await upTo('la-fiu')];
    expect(JSON.stringify(accessReport(lao))).toBe(JSON.stringify(accessReport(thai)));
    const options = { k: 1, current: true };
    expect(JSON.stringify(statistics(lao, options))).toBe(JSON.stringify(statistics(thai, options)));
    expect(accessReport(thai).totals).toMatchObject({ asked: 2, opened: 2 });
  });

  test('gather the same evidence', async () => {
    expect(formatEvidence(await bundleOf(await scene.blocks('la-fiu'), record, note))).toBe(formatEvidence(evidence));
  });
});

describe('the evidence of one record', () => {
  const verdict = (text: string) => verifyEvidence(text, trustIn(scene));

  test('is under 64 KB, and verifies with nothing but the roots', async () => {
    const text = formatEvidence(evidence);
    const { fault, statements, cosigned, layers } = await verdict(text);
    expect(fault).toBeNull();
    expect(layers.every((one) => one.verdict === 'yes')).toBe(true);
    expect(statements.length).toBeGreaterThanOrEqual(9);
    expect(cosigned).toHaveLength(3);
    expect(text.length).toBeLessThan(64 * 1024);
  });

  test.each(changes)('an enemy who writes a new digest is found: $about', async ({ expect: layer, apply }) => {
    expect((await verdict(resealed(evidence, apply))).fault?.layer).toBe(layer);
  });

  test('a validation code that one peer flips is in no tree that others vouched for', async () => {
    const [post] = blocks.flatMap(({ number, transactions }) =>
      transactions
        .filter(({ writes }) => writes.some(({ key }) => key === `item/${record}`))
        .map(({ index }) => ({ number, index })),
    );
    const told = blocks.map((block) =>
      block.number !== post?.number
        ? block
        : {
            ...block,
            envelopes: block.envelopes.map((one, i) =>
              i === post.index ? { ...one, code: 'MVCC_READ_CONFLICT' } : one,
            ),
          },
    );
    const vouched = await scene.vouchedFor(told);
    expect((await verdict(formatEvidence(await bundleOf(told, record, vouched)))).fault?.layer).toBe('validity');
    await expect(bundleOf(blocks, record, vouched)).rejects.toThrow('not of this tree');
    const lied = resealed(await bundleOf(told, record, vouched), ({ transactions }) => {
      for (const { entry } of transactions) entry.code = 'VALID';
    });
    expect((await verdict(lied)).fault).toMatchObject({ layer: 'inclusion' });
  });
});
