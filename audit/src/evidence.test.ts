import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleOf, listOf, resealed, trustIn } from '../../test/support/audit/bundle.ts';
import { changes } from '../../test/support/audit/changes.ts';
import { Scene } from '../../test/support/audit/scene.ts';
import { type Evidence, evidenceLayers, formatEvidence, verifyEvidence } from './index.ts';

let scene: Scene;
let record: string;
let note: string;
let evidence: Evidence;
let text: string;
beforeAll(async () => {
  scene = await Scene.open('2026-11-23T03:30:00.000Z');
  record = await scene.posts(['kh-immigration', 'la-fiu']);
  await scene.opens('kh-immigration', await scene.posts());
  await scene.opens('kh-immigration', record);
  await scene.acknowledges('kh-immigration', record);
  await scene.opens('la-fiu', record, { outcome: 'failed' });
  note = await scene.cosigned();
  evidence = await bundleOf(await scene.blocks(), record, note);
  text = formatEvidence(evidence);
});
afterAll(() => scene.close());

const verdict = (bundle: string, trust = trustIn(scene)) => verifyEvidence(bundle, trust);
const faultOf = async (bundle: string, trust = trustIn(scene)) => (await verdict(bundle, trust)).fault;
const layers = Object.keys(evidenceLayers);

describe('a bundle', () => {
  test('proves every statement about its record, and nothing about others', async () => {
    const { fault, statements, cosigned, layers: verdicts } = await verdict(text);
    expect(fault).toBeNull();
    expect(verdicts).toEqual(layers.map((layer) => ({ layer, verdict: 'yes' })));
    expect(statements.map(({ typ, agency }) => `${typ} ${agency}`)).toEqual([
      'record.post/1 th-police',
      'access.request/1 kh-immigration',
      'access.receipt/1 kh-immigration',
      'record.acknowledge/1 kh-immigration',
      'access.request/1 la-fiu',
      'access.receipt/1 la-fiu',
    ]);
    expect(statements.every(({ at }) => at === '2026-11-23T03:30:00.000Z')).toBe(true);
    expect(cosigned).toEqual(
      ['kh-immigration', 'la-fiu', 'th-police'].map((agency) => ({ agency, at: '2026-11-23T03:30:00.000Z' })),
    );
  });

  test('is under 64 KB, and the same from the same blocks', async () => {
    expect(text.length).toBeLessThan(64 * 1024);
    expect(formatEvidence(await bundleOf(await scene.blocks('la-fiu'), record, note))).toBe(text);
  });

  test('says for whom there was no revocation list', async () => {
    expect((await verdict(text)).withoutLists).toEqual(['kh-immigration', 'la-fiu', 'th-police']);
  });

  test('takes a list that the verifier holds for its own issuer alone', async () => {
    const [lao, thai] = [await listOf(scene, 'la-fiu'), await listOf(scene, 'th-police')];
    const lists: Record<string, Uint8Array[]> = { 'la-fiu': [lao], 'kh-immigration': [thai, lao] };
    const { fault, withoutLists } = await verdict(text, { ...trustIn(scene), crls: (agency) => lists[agency] ?? [] });
    expect(fault).toBeNull();
    expect(withoutLists).toEqual(['kh-immigration', 'th-police']);
  });

  test('with any one byte changed, taken away or added is refused', async () => {
    const bytes = Buffer.from(text);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(bytes.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.nat(2),
        async (at, other, how) => {
          const changed = [
            Buffer.from(bytes.map((byte, i) => (i === at ? byte ^ other : byte))),
            Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]),
            Buffer.concat([bytes.subarray(0, at), Buffer.of(other), bytes.subarray(at)]),
          ][how] as Buffer;
          fc.pre(!changed.equals(bytes));
          expect((await faultOf(changed.toString('utf8')))?.layer).toBe('form');
        },
      ),
      { numRuns: process.env.SLOW ? 20_000 : 300 },
    );
  });
});

describe('an enemy who writes a new digest is found by', () => {
  test.each(changes)('$about: $expect', async ({ expect: layer, apply }) => {
    const { fault, layers: verdicts, statements } = await verdict(resealed(evidence, apply));
    expect(fault?.layer).toBe(layer);
    expect(verdicts.filter((one) => one.verdict === 'no').map((one) => one.layer)).toEqual([layer]);
    expect(verdicts.at(-1)?.verdict).not.toBe('yes');
    expect(statements).toEqual([]);
  });

  test('a flipped validation code: an invalid transaction is told as invalid, and called valid it is in no tree', async () => {
    const blocks = await scene.blocks();
    const flipped = blocks.map((block) => {
      const about = block.transactions.some(({ statement }) => statement.includes('.'));
      const isPost =
        about && block.transactions.some(({ writes }) => writes.some(({ key }) => key === `item/${record}`));
      return isPost
        ? { ...block, envelopes: block.envelopes.map((one) => ({ ...one, code: 'MVCC_READ_CONFLICT' })) }
        : block;
    });
    const vouched = await scene.vouchedFor(flipped);
    const honest = await bundleOf(flipped, record, vouched);
    expect((await faultOf(formatEvidence(honest)))?.layer).toBe('validity');
    const lied = resealed(honest, ({ transactions }) => {
      for (const { entry } of transactions) entry.code = 'VALID';
    });
    expect(await faultOf(lied)).toMatchObject({ layer: 'inclusion', reason: 'BAD_INCLUSION_PROOF' });
  });

  test.each(['null', '7', '{', '{"digest":"x"}'])('a proof of applying that is none: %s', async (value) => {
    const { told } = trustIn(scene);
    const doctored = (bytes: Uint8Array) =>
      told.embedded(bytes).map((one) => ({
        ...one,
        writes: one.writes.map((write) => (write.key.startsWith('statement/') ? { ...write, value } : write)),
      }));
    const trust = { ...trustIn(scene), told: { ...told, embedded: doctored } };
    expect(await faultOf(text, trust)).toEqual({
      ...{ layer: 'statement', code: 'unreadable', values: {} },
      reason: 'it cannot be read',
    });
  });

  test('the post left out', async () => {
    const dropped = await bundleOf(await scene.blocks(), record, note);
    const [post] = dropped.transactions;
    expect(post).toBeDefined();
    const whole = await verdict(formatEvidence(dropped));
    expect(whole.fault).toBeNull();
    const blocks = await scene.blocks();
    const without = blocks.map((block) =>
      block.transactions.some(({ writes }) => writes.some(({ key }) => key === `item/${record}`))
        ? { ...block, transactions: [] }
        : block,
    );
    expect(await faultOf(formatEvidence(await bundleOf(without, record, note)))).toMatchObject({ layer: 'record' });
  });
});

describe('whoever verifies', () => {
  test('must trust the root of every signer', async () => {
    const trust = {
      ...trustIn(scene),
      rootOf: (code: string) => (code === 'la-fiu' ? undefined : trustIn(scene).rootOf(code)),
    };
    expect(await faultOf(text, trust)).toEqual({
      ...{ layer: 'certificate', code: 'no-root', values: { agency: 'la-fiu' } },
      reason: 'you trust no root of la-fiu',
    });
  });

  test('says how many agencies must have vouched', async () => {
    const two = formatEvidence(
      await bundleOf(await scene.blocks(), record, await scene.cosigned(['th-police', 'la-fiu'])),
    );
    expect(await faultOf(two)).toBeNull();
    expect(await faultOf(two, trustIn(scene, 3))).toMatchObject({
      layer: 'cosigner',
      reason: '2 agencies vouched, 3 are needed',
    });
    expect(await faultOf(two, trustIn(scene, 0))).toBeNull();
  });

  test.each(['', 'x', '\n', 'tocsin evidence 1 sha256:\n{}\n', '{"typ":"tocsin.evidence/1"}'])(
    '%j is no bundle',
    async (rubbish) => {
      expect((await faultOf(rubbish))?.layer).toBe('form');
    },
  );
});

describe('nothing is gathered', () => {
  test('for a record that the ledger does not hold, or under a checkpoint that does not reach it', async () => {
    const blocks = await scene.blocks();
    await expect(bundleOf(blocks, 'a'.repeat(26), note)).rejects.toThrow('no such record');
    await expect(bundleOf(blocks.slice(0, 4), record, note)).rejects.toThrow('no such record');
    const early = await scene.vouchedFor(blocks.slice(0, 4));
    await expect(bundleOf(blocks, record, early)).rejects.toThrow('does not reach');
    const elsewhere = await scene.vouchedFor(blocks.slice(1));
    await expect(bundleOf(blocks, record, elsewhere)).rejects.toThrow('not of this tree');
  });
});
