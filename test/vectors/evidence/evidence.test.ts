import { type EvidenceTrust, evidenceLayers, verifyEvidence } from '@tocsin/audit';
import { fromBase64url } from '@tocsin/envelope/verify';
import { toldTransaction } from '@tocsin/network-embedded/entry';
import { beforeAll, expect, test } from 'vitest';
import { writeVectors } from './generator.ts';
import { changed, read, type Vector, vectors } from './vector.ts';

beforeAll(async () => {
  if (process.env.WRITE_VECTORS) await writeVectors();
});

function trust(): EvidenceTrust {
  const roots = JSON.parse(read('roots.json')) as Record<string, string>;
  const told = (bytes: Uint8Array) => [toldTransaction(bytes)];
  return {
    rootOf: (agency) => (roots[agency] === undefined ? undefined : fromBase64url(roots[agency])),
    crls: () => [],
    cosigners: 2,
    told: { embedded: told, fabric: told },
  };
}

test('the base bundle verifies, years after its certificates have ended', async () => {
  const { fault, statements } = await verifyEvidence(read('base.evidence'), trust());
  expect([fault, statements.length]).toEqual([null, 5]);
});

test.each(vectors())('%s', async (name) => {
  const vector = JSON.parse(read(`${name}.json`)) as Vector;
  const { fault } = await verifyEvidence(changed(read('base.evidence'), vector), trust());
  expect(fault?.layer).toBe(vector.expect);
});

test('every layer has a vector', () => {
  const found = vectors().map((name) => (JSON.parse(read(`${name}.json`)) as Vector).expect);
  expect(Object.keys(evidenceLayers).filter((layer) => !found.includes(layer))).toEqual([]);
});
