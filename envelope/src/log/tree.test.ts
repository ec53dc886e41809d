import { hash as nodeSha256 } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StoredTree } from '../../fixture/stored-tree.ts';
import { fromHex, toHex, utf8 } from '../encoding.ts';
import { CompactRange, peaksOf } from './compact-range.ts';
import { Prover } from './prove.ts';
import { emptyRoot, type Hash, leafHash, levelOf } from './tree-hash.ts';
import { verifyConsistency, verifyInclusion } from './verify-proof.ts';

/** Published with certificate-transparency-go: entries, and the root after each. */
const entries = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

const counted = (number: number): Uint8Array => utf8(`entry ${number}`);

test('the empty tree and the published trees have the published roots', () => {
  expect(toHex(emptyRoot())).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  const range = new CompactRange();
  expect(range.root()).toEqual(emptyRoot());
  const grown = entries.map((entry) => {
    range.append(leafHash(fromHex(entry)));
    return toHex(range.root());
  });
  expect(grown).toEqual(roots);
});

test('a hash that is handed in gives the same tree', () => {
  const native: Hash = (bytes) => nodeSha256('sha256', bytes, 'buffer');
  const [ours, theirs] = [new CompactRange(), new CompactRange(0, [], native)];
  for (let number = 0; number < 37; number++) {
    ours.append(leafHash(counted(number)));
    theirs.append(leafHash(counted(number), native));
  }
  expect(toHex(theirs.root())).toBe(toHex(ours.root()));
});

test.each([
  [0, []],
  [1, ['0:0']],
  [6, ['2:0', '1:2']],
  [2 ** 40 + 1, ['40:0', `0:${2 ** 40}`]],
])('peaks of a tree of %d', (size, peaks) => {
  expect(peaksOf(size).map(({ level, index }) => `${level}:${index}`)).toEqual(peaks);
});

test.each([
  [1, 0],
  [2, 1],
  [3, undefined],
  [6, undefined],
  [0, undefined],
  [2 ** 50, 50],
  // Where Math.log2 says 50.
  [2 ** 50 - 1, undefined],
])('a subtree of %d entries has level %s', (width, level) => expect(levelOf(width)).toBe(level));

test('a tree taken up from its peaks goes on as the one that was never put down', () => {
  const tree = new StoredTree();
  for (let number = 0; number < 100; number++) {
    const peaks = peaksOf(number).map(({ level, index }) => tree.node(level, index));
    const taken = new CompactRange(number, peaks);
    expect(taken.root()).toEqual(tree.root());
    expect(taken.append(leafHash(counted(number)))).toEqual(tree.append(counted(number)));
  }
  expect(() => new CompactRange(3, [emptyRoot()])).toThrow(RangeError);
});

test('the last of 2^k entries completes k subtrees above it', () => {
  const range = new CompactRange();
  const completed = Array.from({ length: 16 }, (_, number) => range.append(leafHash(counted(number))).length);
  expect(completed).toEqual([1, 2, 1, 3, 1, 2, 1, 4, 1, 2, 1, 3, 1, 2, 1, 5]);
});

describe('proofs', () => {
  const tree = StoredTree.of(Array.from({ length: 70 }, (_, number) => counted(number)));
  const prover = new Prover(tree);
  const inclusion = (index: number, size: number) => ({
    leaf: leafHash(counted(index)),
    index,
    size,
    proof: prover.inclusion(index, size),
    root: prover.root(size),
  });
  const consistency = (from: number, to: number) => ({
    from: { size: from, root: prover.root(from) },
    to: { size: to, root: prover.root(to) },
    proof: prover.consistency(from, to),
  });

  test('every entry of every tree up to 70 is proved, and no path is longer than the tree is high', () => {
    for (let size = 1; size <= 70; size++)
      for (let index = 0; index < size; index++) {
        expect(() => verifyInclusion(inclusion(index, size))).not.toThrow();
        expect(inclusion(index, size).proof.length).toBeLessThanOrEqual(Math.ceil(Math.log2(size)));
      }
  });

  test('every tree up to 70 begins with every smaller one', () => {
    for (let to = 0; to <= 70; to++)
      for (let from = 0; from <= to; from++) expect(() => verifyConsistency(consistency(from, to))).not.toThrow();
  });

  const place = fc
    .integer({ min: 1, max: 70 })
    .chain((size) => fc.record({ size: fc.constant(size), index: fc.integer({ min: 0, max: size - 1 }) }));

  test('whatever is changed in a proof of an entry, it is refused', () => {
    fc.assert(
      fc.property(place, fc.nat(), fc.integer({ min: 0, max: 7 }), ({ size, index }, pick, change) => {
        const sound = inclusion(index, size);
        const bad = changedInclusion(sound, change, pick);
        expect(() => verifyInclusion(bad)).toThrow(expect.objectContaining({ code: 'BAD_INCLUSION_PROOF' }));
      }),
    );
  });

  test('whatever is changed in a proof of growth, it is refused', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 69 }), fc.integer({ min: 1, max: 69 }), fc.nat(), (a, b, pick) => {
        const sound = consistency(Math.min(a, b), Math.max(a, b) + 1);
        for (const bad of changedConsistency(sound, pick))
          expect(() => verifyConsistency(bad)).toThrow(expect.objectContaining({ code: 'BAD_CONSISTENCY_PROOF' }));
      }),
    );
  });

  test('a tree that was forked is not the one before, whatever proof its owner makes', () => {
    const forked = StoredTree.of(Array.from({ length: 70 }, (_, number) => counted(number === 20 ? 999 : number)));
    const lying = new Prover(forked);
    for (let from = 21; from < 70; from++) {
      const to = { size: 70, root: lying.root(70) };
      for (const proof of [lying.consistency(from, 70), prover.consistency(from, 70)])
        expect(() => verifyConsistency({ from: { size: from, root: prover.root(from) }, to, proof })).toThrow();
    }
  });

  test('a tree that was set back is refused by its size', () => {
    const { from, to, proof } = consistency(20, 60);
    expect(() => verifyConsistency({ from: to, to: from, proof })).toThrow();
  });

  test.each([-1, 0.5, 2 ** 53, Number.NaN])('a place or size of %d is none', (wrong) => {
    expect(() => verifyInclusion({ ...inclusion(3, 7), index: wrong })).toThrow();
    expect(() => verifyInclusion({ ...inclusion(3, 7), size: wrong })).toThrow();
    const { from, to, proof } = consistency(3, 7);
    expect(() => verifyConsistency({ from: { ...from, size: wrong }, to, proof })).toThrow();
    expect(() => verifyConsistency({ from, to: { ...to, size: wrong }, proof })).toThrow();
  });

  test('proofs of what is not there are not made', () => {
    expect(() => prover.inclusion(7, 7)).toThrow(RangeError);
    expect(() => prover.inclusion(-1, 7)).toThrow(RangeError);
    expect(() => prover.consistency(8, 7)).toThrow(RangeError);
    expect(() => prover.consistency(-1, 7)).toThrow(RangeError);
  });
});

type Inclusion = Parameters<typeof verifyInclusion>[0];
type Consistency = Parameters<typeof verifyConsistency>[0];

const flipped = (bytes: Uint8Array, pick: number): Uint8Array =>
  bytes.map((byte, at) => (at === pick % bytes.length ? byte ^ (1 << (pick % 8)) : byte));

/** One change of eight; where the proof is empty, one that needs none. */
function changedInclusion(sound: Inclusion, change: number, pick: number): Inclusion {
  const { proof, index, size } = sound;
  const at = pick % Math.max(proof.length, 1);
  const changes: (() => Inclusion)[] = [
    () => ({ ...sound, leaf: flipped(sound.leaf, pick) }),
    () => ({ ...sound, root: flipped(sound.root, pick) }),
    () => ({ ...sound, proof: [...proof, sound.root] }),
    () => ({ ...sound, index: size }),
    () => ({ ...sound, leaf: sound.leaf.subarray(1) }),
    () => ({ ...sound, proof: proof.map((hash, i) => (i === at ? flipped(hash, pick) : hash)) }),
    () => ({ ...sound, proof: proof.filter((_, i) => i !== at) }),
    () => ({ ...sound, index: index === 0 ? 1 : index - 1 }),
  ];
  const chosen = proof.length === 0 && change > 4 ? change % 5 : change;
  return changes[chosen]?.() ?? sound;
}

function* changedConsistency(sound: Consistency, pick: number): Generator<Consistency> {
  const { from, to, proof } = sound;
  yield { ...sound, from: { ...from, root: flipped(from.root, pick) } };
  yield { ...sound, to: { ...to, root: flipped(to.root, pick) } };
  yield { ...sound, proof: [...proof, to.root] };
  if (proof.length === 0) return;
  const at = pick % proof.length;
  yield { ...sound, proof: proof.map((hash, i) => (i === at ? flipped(hash, pick) : hash)) };
  yield { ...sound, proof: proof.filter((_, i) => i !== at) };
  yield { ...sound, proof: proof.map((hash, i) => (i === at ? hash.subarray(1) : hash)) };
}
