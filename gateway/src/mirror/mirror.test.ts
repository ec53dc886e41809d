import { chmodSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { formatCheckpoint, originOf, parseNote, verifyCheckpoint, verifyEntry } from '@tocsin/envelope/log';
import { afterEach, describe, expect, test } from 'vitest';
import { blocksAfter, Mirrored, type Site } from '../../fixture/mirrored.ts';
import { openCosignerKey } from './cosigner-key.ts';
import { HeadTimes } from './head-times.ts';
import { keysOf } from './signed-notes.ts';

const AGENCIES = ['th-police', 'kh-immigration', 'la-fiu'];
const BLOCKS = blocksAfter([], 9, 'ledger');
const LAST = 8n;
let open: Mirrored[] = [];

afterEach(async () => {
  await Promise.all(open.map((mirrored) => mirrored.close()));
  open = [];
});

async function mirrored(...given: Partial<ConstructorParameters<typeof Mirrored>>): Promise<Mirrored> {
  const [agencies = AGENCIES, blocks = BLOCKS, limits = {}] = given;
  const all = new Mirrored(agencies, blocks, limits);
  open.push(all);
  await all.settled();
  return all;
}

const rootOf = ({ view }: Site): string => Buffer.from(view.tree.prover.root(view.tree.size)).toString('hex');
const trustOf = (all: Mirrored) => {
  const origin = originOf(BLOCKS[0]!.hash);
  return { origin, keys: all.quorum().members.flatMap((member) => keysOf(origin, member)) };
};

describe('the tree', () => {
  test('is the same at every agency, and holds every transaction of every block', async () => {
    const all = await mirrored();
    const [first, second, third] = AGENCIES.map((agency) => rootOf(all.site(agency)));
    expect(second).toBe(first);
    expect(third).toBe(first);
    const { tree } = all.site('la-fiu').view;
    expect(tree.size).toBe(BLOCKS.flatMap(({ envelopes }) => envelopes).length);
    expect(tree.sizeAt(0n)).toBe(1);
    expect(tree.sizeAt(LAST)).toBe(tree.size);
    expect(tree.entriesOf(4n).map(({ entry }) => entry.code)).toEqual(['MVCC_READ_CONFLICT', 'VALID']);
  });

  test('is built again after the view was deleted, and goes on', async () => {
    const all = await mirrored();
    const before = rootOf(all.site('la-fiu'));
    await all.site('la-fiu').mirror.checkpoint();
    await all.stop('la-fiu');
    const { folder } = all.site('la-fiu');
    for (const name of readdirSync(folder).filter((one) => one.startsWith('view-'))) rmSync(join(folder, name));
    const again = all.open('la-fiu', BLOCKS);
    await all.settled();
    expect(rootOf(again)).toBe(before);
    again.ledger.append(...blocksAfter(BLOCKS, 1, 'ledger'));
    await all.settled();
    await expect(again.mirror.witness.checkpoint()).resolves.toContain(String(again.view.tree.size));
  });
});

describe('covered', () => {
  test('answers with a checkpoint that others verify, and the block', async () => {
    const all = await mirrored();
    const { note, block, checkpoint, cosigned } = await all.site('th-police').mirror.covered(LAST);
    expect(block).toEqual(BLOCKS[8]);
    const verified = await verifyCheckpoint(note, trustOf(all));
    expect(verified.text).toBe(formatCheckpoint(checkpoint));
    expect(verified.cosignatures.length).toBe(cosigned.size);
    expect(cosigned.size).toBeGreaterThanOrEqual(2);
    expect(cosigned.has('th-police')).toBe(true);
  });

  test('many who ask at once share one gathering, and it counts for its time', async () => {
    const all = await mirrored();
    const { mirror } = all.site('th-police');
    await Promise.all(Array.from({ length: 20 }, (_, i) => mirror.covered(BigInt(i % 9))));
    expect(all.asked).toBe(2);
    all.forward = 50_000;
    await mirror.covered(3n);
    expect(all.asked).toBe(2);
    all.forward = 61_000;
    await mirror.covered(3n);
    expect(all.asked).toBe(4);
  });

  test('a block that came later is covered by a checkpoint of its own', async () => {
    const all = await mirrored();
    const { mirror } = all.site('th-police');
    const before = await mirror.covered(LAST);
    const more = blocksAfter(BLOCKS, 1, 'ledger');
    const asking = mirror.covered(9n);
    for (const { ledger } of all.sites.values()) ledger.append(...more);
    expect((await asking).checkpoint.size).toBeGreaterThan(before.checkpoint.size);
  });

  test('an agency whose peer is a little behind waits for it, and then vouches', async () => {
    const all = await mirrored(AGENCIES, BLOCKS, { catchUpMs: 5_000 });
    const more = blocksAfter(BLOCKS, 1, 'ledger');
    all.site('th-police').ledger.append(...more);
    await all.settled();
    const asking = all.site('th-police').mirror.covered(9n);
    all.site('la-fiu').ledger.append(...more);
    expect([...(await asking).cosigned.keys()].sort()).toEqual(['la-fiu', 'th-police']);
  });

  test('agencies whose peers stay behind do not vouch for what they have not', async () => {
    const all = await mirrored();
    all.site('th-police').ledger.append(...blocksAfter(BLOCKS, 1, 'ledger'));
    await expect(all.site('th-police').mirror.covered(9n)).rejects.toMatchObject({ code: 'CHECKPOINT_NOT_COSIGNED' });
    await expect(all.site('th-police').mirror.covered(LAST)).rejects.toMatchObject({ code: 'CHECKPOINT_NOT_COSIGNED' });
  });

  test('one agency of three may be away or hang; two may not, and are named', async () => {
    const all = await mirrored(AGENCIES, BLOCKS, { gatherMs: 300 });
    const honest = all.line;
    all.line = (to, ...rest) => (to.agency === 'la-fiu' ? new Promise(() => undefined) : honest(to, ...rest));
    await expect(all.site('th-police').mirror.covered(LAST)).resolves.toBeDefined();
    all.forward = 61_000;
    all.line = async () => {
      throw new Error('ECONNREFUSED');
    };
    const refused = all.site('th-police').mirror.covered(LAST);
    await expect(refused).rejects.toMatchObject({ code: 'CHECKPOINT_NOT_COSIGNED', detail: 'kh-immigration, la-fiu' });
  });

  test.each<[string, (line: string, mine: string) => string]>([
    ["another agency's line", (_, mine) => mine],
    ['two lines', (line, mine) => line + mine],
    ['a line and rubbish', (line) => `${line}— x AAAA`],
    ['nothing', () => ''],
    ['a changed bit', (line) => line.replace(/.(.{20})\n$/, 'A$1\n')],
    ['rubbish', () => '\0\n'],
  ])('%s instead of a cosignature does not count', async (_, forged) => {
    const all = await mirrored();
    const honest = all.line;
    const lineOf = async (...args: Parameters<typeof honest>): Promise<string> =>
      ((await honest(...args)) as { cosignature: string }).cosignature;
    all.line = async (to, from, note, signal) => ({
      cosignature: forged(await lineOf(to, from, note, signal), await lineOf(all.site(from), from, note, signal)),
    });
    await expect(all.site('th-police').mirror.covered(LAST)).rejects.toMatchObject({ code: 'CHECKPOINT_NOT_COSIGNED' });
    expect(all.site('th-police').mirror.alarms.list).toEqual([]);
  });

  test('who cries fork without showing one is not believed', async () => {
    const all = await mirrored();
    const honest = all.line;
    all.line = async (to, ...rest) =>
      to.agency === 'la-fiu'
        ? { refused: 'CHECKPOINT_INCONSISTENT', note: await to.mirror.witness.checkpoint() }
        : honest(to, ...rest);
    await expect(all.site('th-police').mirror.covered(LAST)).resolves.toBeDefined();
    expect(all.site('th-police').mirror.alarms.list).toEqual([]);
  });

  test('a cosignature from a clock an hour ahead or behind does not count', async () => {
    for (const wrong of [3_600_000, -3_600_000]) {
      const all = await mirrored();
      all.clocks.set('kh-immigration', wrong).set('la-fiu', wrong);
      const code = wrong > 0 ? 'CHECKPOINT_NOT_COSIGNED' : 'LEDGER_WITHHELD';
      await expect(all.site('th-police').mirror.covered(LAST)).rejects.toMatchObject({ code });
    }
  });

  test('without anybody else the own word is enough, and says so', async () => {
    const all = await mirrored(['th-police']);
    const { cosigned } = await all.site('th-police').mirror.covered(LAST);
    expect([...cosigned.keys()]).toEqual(['th-police']);
  });
});

describe('a checkpoint that another has had cosigned', () => {
  test('counts where the tree is the own one: nobody is asked again', async () => {
    const all = await mirrored();
    const { note } = await all.site('th-police').mirror.covered(LAST);
    const { asked } = all;
    const { mirror } = all.site('la-fiu');
    await mirror.offered(note, 'th-police', LAST);
    const { cosigned } = await mirror.covered(LAST);
    expect(all.asked).toBe(asked);
    expect(cosigned.size).toBeGreaterThanOrEqual(2);
    all.forward = 61_000;
    await mirror.covered(LAST);
    expect(all.asked).toBeGreaterThan(asked);
  });

  test('is waited for where it was announced, and not longer than the signal allows', async () => {
    const all = await mirrored();
    const { mirror } = all.site('la-fiu');
    await mirror.told(LAST, AbortSignal.timeout(20));
    const told = mirror.told(LAST, AbortSignal.timeout(60_000));
    const { note } = await all.site('th-police').mirror.covered(LAST);
    await mirror.offered(`${note}x`, 'th-police', LAST);
    const { asked } = all;
    expect(
      await Promise.race([told.then(() => 'told'), new Promise((resolve) => setImmediate(resolve, 'waits'))]),
    ).toBe('waits');
    await mirror.offered(note, 'th-police', LAST);
    await told;
    await mirror.covered(LAST);
    expect(all.asked).toBe(asked);
  });

  test('does not count stale, by too few, of a smaller tree, changed, or as rubbish: then the others are asked', async () => {
    const all = await mirrored();
    const { note } = await all.site('th-police').mirror.covered(LAST);
    const lines = note.split('\n');
    const alone = `${lines.slice(0, 6).join('\n')}\n`;
    const { mirror } = all.site('la-fiu');
    for (const odd of [alone, note.replace('\n9\n', '\n8\n'), `${note}x`, '', '\0']) {
      const { asked } = all;
      await mirror.offered(odd, 'th-police', LAST);
      expect(all.asked).toBe(asked);
    }
    all.forward = 61_000;
    await mirror.offered(note, 'th-police', LAST);
    const { asked } = all;
    await mirror.covered(LAST);
    expect(all.asked).toBeGreaterThan(asked);
    expect(mirror.alarms.list).toEqual([]);
  });

  test('does not take the place of one of the same tree that counts for longer', async () => {
    const all = await mirrored();
    const older = await all.site('th-police').mirror.covered(LAST);
    all.forward = 40_000;
    const newer = await all.site('kh-immigration').mirror.covered(LAST);
    const { mirror } = all.site('la-fiu');
    await mirror.offered(newer.note, 'kh-immigration', LAST);
    await mirror.offered(older.note, 'th-police', LAST);
    const { asked } = all;
    all.forward = 65_000;
    await mirror.covered(LAST);
    expect(all.asked).toBe(asked);
  });

  test('of another tree is a contradiction, told and kept, and nothing is acted on', async () => {
    const all = await mirrored(AGENCIES.slice(0, 2));
    const forked = all.open('la-fiu', [...BLOCKS.slice(0, 8), ...blocksAfter(BLOCKS.slice(0, 8), 1, 'fork')]);
    await all.settled();
    const { note } = await all.site('th-police').mirror.covered(LAST);
    await forked.mirror.offered(note, 'th-police', LAST);
    const kept = forked.mirror.alarms.list.map(({ evidence }) => readFileSync(evidence, 'utf8'));
    expect(kept.filter((text) => text.startsWith(note))).toHaveLength(1);
    await expect(forked.mirror.covered(LAST)).rejects.toMatchObject({ code: 'CHECKPOINT_INCONSISTENT' });
  });
});

describe('a proof', () => {
  test('of every transaction verifies offline', async () => {
    const all = await mirrored();
    const signal = AbortSignal.timeout(5_000);
    for (const { id } of BLOCKS.slice(1).flatMap(({ envelopes }) => envelopes)) {
      const text = await all.site('la-fiu').mirror.proof(id, signal);
      const { entry } = await verifyEntry(text ?? '', { ...trustOf(all), cosigners: 2 });
      expect(entry.txid).toBe(id);
    }
    expect(await all.site('la-fiu').mirror.proof('ab'.repeat(32), signal)).toBeUndefined();
  });
});

describe('as a witness', () => {
  test('vouches for members alone, and for notes that they signed', async () => {
    const all = await mirrored();
    const { witness } = all.site('la-fiu').mirror;
    const note = await all.site('th-police').mirror.witness.checkpoint();
    await expect(witness.cosign('vn-police', note)).rejects.toMatchObject({ code: 'UNKNOWN_AGENCY' });
    await expect(witness.cosign('kh-immigration', note)).rejects.toMatchObject({ code: 'UNSIGNED_CHECKPOINT' });
    await expect(witness.cosign('th-police', `${note}x`)).rejects.toMatchObject({ code: 'MALFORMED_NOTE' });
    await expect(witness.cosign('th-police', note)).resolves.toHaveProperty('cosignature');
  });

  test('dates a tree that has grown since at the second it was outgrown, and knows nothing of a start before its own', async () => {
    const all = await mirrored();
    const { witness } = all.site('la-fiu').mirror;
    const note = await all.site('th-police').mirror.witness.checkpoint();
    const started = Math.floor(Date.now() / 1000);
    const more = blocksAfter(BLOCKS, 1, 'ledger');
    all.site('la-fiu').ledger.append(...more);
    await all.settled();
    all.forward = 300_000;
    const answer = (await witness.cosign('th-police', note)) as { cosignature: string };
    const text = `${parseNote(note).text}\n${answer.cosignature}`;
    const { cosignatures } = await verifyCheckpoint(text, trustOf(all));
    expect(cosignatures[0]!.time - started).toBeLessThan(60);
    await all.stop('la-fiu');
    const again = all.open('la-fiu', [...BLOCKS, ...more]);
    await all.settled();
    await expect(again.mirror.witness.cosign('th-police', note)).resolves.toMatchObject({
      refused: 'CHECKPOINT_OUTGROWN',
    });
  });

  test('says how far it is when asked for what its peer has not', async () => {
    const all = await mirrored(AGENCIES, BLOCKS, { catchUpMs: 20 });
    all.site('th-police').ledger.append(...blocksAfter(BLOCKS, 1, 'ledger'));
    await all.settled();
    const note = await all.site('th-police').mirror.witness.checkpoint();
    const answer = await all.site('la-fiu').mirror.witness.cosign('th-police', note);
    expect(answer).toMatchObject({ refused: 'CHECKPOINT_NOT_YET' });
  });
});

describe('the key', () => {
  test('is made once, lies there for its owner alone, and is refused when others may read it', async () => {
    const all = await mirrored(['th-police']);
    const folder = join(all.site('th-police').folder, 'mirror');
    const path = join(folder, 'cosigner.pem');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).toContain('PRIVATE KEY');
    expect(openCosignerKey(folder).publicKey).toEqual(all.site('th-police').mirror.publicKey);
    chmodSync(path, 0o640);
    expect(() => openCosignerKey(folder)).toThrow('0600');
  });
});

test('until when a tree was the largest', () => {
  const times = new HeadTimes();
  expect(times.lastAt(1, 5)).toBeUndefined();
  times.note(3, 10);
  times.note(3, 11);
  times.note(7, 20);
  expect(times.lastAt(2, 30)).toBeUndefined();
  expect(times.lastAt(3, 30)).toBe(20);
  expect(times.lastAt(5, 30)).toBe(20);
  expect(times.lastAt(7, 30)).toBe(30);
  times.note(1, 40);
  expect(times.lastAt(3, 41)).toBe(41);
  for (let size = 2; size < 9_000; size++) times.note(size, size);
  expect(times.lastAt(2, 9_000)).toBeUndefined();
  expect(times.lastAt(8_000, 9_000)).toBe(8_001);
});
