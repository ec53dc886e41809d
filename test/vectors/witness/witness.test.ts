import {
  EnvelopeError,
  fromBase64,
  openWitnessed,
  publicKeyOf,
  releaseShare,
  rewrapReader,
  WitnessError,
} from '@tocsin/envelope';
import { expect, test } from 'vitest';
import { writeVectors } from './generator.ts';
import { type Base, changed, readBase, readVectors, releaseOf, sealedOf, secretOf, type Vector } from './vector.ts';

// WRITE_VECTORS=1 makes new ones; the format is fixed by those that are kept.
if (process.env.WRITE_VECTORS !== undefined) await writeVectors();
const base = readBase();
const vectors = readVectors();

interface Outcome {
  result: string;
  trustees: readonly number[];
}

async function openStep(
  given: Base & { bytes: Uint8Array },
  { releases = [], reader = 'own' }: Vector,
): Promise<Outcome> {
  const { bytes: file, head, access, me, keys } = given;
  const layer = typeof reader === 'string' ? given.readers[reader] : reader;
  if (layer === undefined) throw new Error('no such reader layer');
  const { inner, bad } = await openWitnessed({
    file,
    head,
    access,
    me,
    esk: secretOf(keys.device),
    reader: sealedOf(layer),
    releases: releases.map((name) => releaseOf(given.releases[name] as never)),
    trust: { rootOf: () => fromBase64(given.root), crls: () => [], at: new Date(given.at) },
  });
  expect(inner.content).toEqual(given.content);
  return { result: 'opened', trustees: bad };
}

function releaseStep(
  { bytes: header, head: record, access, keys }: Base & { bytes: Uint8Array },
  vector: Vector,
): Outcome {
  const { index = 1, key = keys.trustees[index - 1] ?? '' } = vector;
  const epk = publicKeyOf(secretOf(keys.device));
  const release = releaseShare({ header, record, index, trusteeKey: secretOf(key), access, epk });
  expect(release.index).toBe(index);
  return { result: 'released', trustees: [] };
}

function rewrapStep(
  { bytes: header, head: record, access, keys }: Base & { bytes: Uint8Array },
  vector: Vector,
): Outcome {
  const epk = publicKeyOf(secretOf(keys.device));
  const wrapped = rewrapReader({ header, record, unitKey: secretOf(vector.key ?? keys.unit), access, epk });
  return { result: wrapped === null ? 'not for this unit' : 'rewrapped', trustees: [] };
}

const steps = { open: openStep, release: releaseStep, rewrap: rewrapStep };

async function outcomeOf(vector: Vector): Promise<Outcome> {
  try {
    return await steps[vector.step](changed(base, vector), vector);
  } catch (error) {
    if (error instanceof WitnessError) return { result: error.code, trustees: error.trustees };
    if (error instanceof EnvelopeError) return { result: error.code, trustees: [] };
    throw error;
  }
}

test('there are vectors for every step, and of both outcomes', () => {
  expect(vectors.length).toBeGreaterThanOrEqual(25);
  expect(new Set(vectors.map(([, { step }]) => step))).toEqual(new Set(['open', 'release', 'rewrap']));
});

test.each(vectors)('%s', async (_, vector) => {
  expect(await outcomeOf(vector)).toEqual({ result: vector.expect, trustees: vector.trustees ?? [] });
});
