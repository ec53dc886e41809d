import { fromHex, publicKeyOf, toHex } from '@tocsin/envelope';
import { decapsulate, encapsulate } from '@tocsin/envelope/age';
import { expect, test } from 'vitest';
import { publishedVectors } from './published.ts';

interface XWingVector {
  seed: string;
  pk: string;
  eseed: string;
  ct: string;
  ss: string;
}

const vectors = publishedVectors<XWingVector>('xwing.json');

if (vectors === undefined) test.skip('X-Wing vectors (the folder with the published vectors is absent)', () => {});
else {
  test('there are vectors', () => {
    expect(vectors.length).toBeGreaterThanOrEqual(3);
  });

  test.each(vectors)('X-Wing, seed $seed', ({ seed, pk, eseed, ct, ss }) => {
    expect(toHex(publicKeyOf(fromHex(seed)))).toBe(pk);
    const { enc, shared } = encapsulate(fromHex(pk), fromHex(eseed));
    expect([toHex(enc), toHex(shared)]).toEqual([ct, ss]);
    expect(toHex(decapsulate(fromHex(ct), fromHex(seed)))).toBe(ss);
  });
}
