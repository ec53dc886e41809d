import { fromBase64, toBase64, utf8 } from '@tocsin/envelope';
import {
  CompactRange,
  LogError,
  leafHash,
  type NoteKey,
  verifyCheckpoint,
  verifyConsistency,
  verifyEntry,
  verifyInclusion,
} from '@tocsin/envelope/log';
import { expect, test } from 'vitest';
import { writeVectors } from './generator.ts';
import { readBase, readVectors, type Trial } from './vector.ts';

// WRITE_VECTORS=1 makes new ones; the format is fixed by those that are kept.
if (process.env.WRITE_VECTORS !== undefined) await writeVectors();
const base = readBase();
const vectors = readVectors();
const { origin } = base;
const keys: NoteKey[] = base.keys.map(({ name, algorithm, publicKey }) => ({
  name,
  algorithm,
  publicKey: fromBase64(publicKey),
}));

async function tried(trial: Trial): Promise<void> {
  switch (trial.step) {
    case 'inclusion':
      return verifyInclusion({
        ...trial,
        leaf: fromBase64(trial.leaf),
        root: fromBase64(trial.root),
        proof: trial.proof.map(fromBase64),
      });
    case 'consistency': {
      const side = ({ size, root }: { size: number; root: string }) => ({ size, root: fromBase64(root) });
      return verifyConsistency({
        from: side(trial.from),
        to: side(trial.to),
        proof: trial.proof.map(fromBase64),
      });
    }
    case 'checkpoint':
      return void (await verifyCheckpoint(trial.note, { origin, keys }));
    case 'entry':
      return void (await verifyEntry(trial.text, { origin, keys, cosigners: trial.cosigners }));
  }
}

async function outcomeOf(trial: Trial): Promise<string> {
  try {
    await tried(trial);
    return 'accepted';
  } catch (error) {
    if (error instanceof LogError) return error.code;
    throw error;
  }
}

test('the entries have the roots', () => {
  const range = new CompactRange();
  const roots = base.entries.map((entry) => {
    range.append(leafHash(utf8(entry)));
    return toBase64(range.root());
  });
  expect(roots).toEqual(base.roots);
});

test('there are vectors for every step, and of both outcomes', () => {
  for (const step of ['inclusion', 'consistency', 'checkpoint', 'entry']) {
    const outcomes = vectors.filter(([, vector]) => vector.step === step).map(([, vector]) => vector.expect);
    expect(outcomes).toContain('accepted');
    expect(new Set(outcomes).size).toBeGreaterThan(1);
  }
});

test.each(vectors)('%s', async (_, vector) => {
  expect(await outcomeOf(vector)).toBe(vector.expect);
});
