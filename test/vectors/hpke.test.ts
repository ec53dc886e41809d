import { fromHex, hpkeOpen, hpkeSeal, toHex } from '@tocsin/envelope';
import { expect, test } from 'vitest';
import { publishedVectors } from './published.ts';

interface HpkeVector {
  mode: number;
  kem_id: number;
  kdf_id: number;
  aead_id: number;
  info: string;
  skRm: string;
  pkRm: string;
  enc: string;
  encryptions: { aad: string; ct: string; pt: string }[];
}

const vectors = publishedVectors<HpkeVector>('hpke-xwing.json');

if (vectors === undefined) test.skip('HPKE vectors (the folder with the published vectors is absent)', () => {});
else {
  test('there are vectors of our suite', () => {
    const suites = vectors.map(({ mode, kem_id, kdf_id, aead_id }) => [mode, kem_id, kdf_id, aead_id]);
    expect(suites).toContainEqual([0, 0x647a, 1, 3]);
  });

  test.each(vectors)('HPKE to X-Wing, enc of $kem_id', ({ info, skRm, pkRm, enc, encryptions }) => {
    const [first, second] = encryptions;
    if (first === undefined || second === undefined) throw new Error('vector without messages');
    const open = ({ aad, ct }: typeof first) =>
      hpkeOpen(fromHex(skRm), fromHex(enc), fromHex(info), fromHex(aad), fromHex(ct));
    expect(toHex(open(first) ?? new Uint8Array())).toBe(first.pt);
    // Single-shot HPKE has sequence number 0 only: a later message of the same context must not open.
    expect(open(second)).toBeNull();
    const sealed = hpkeSeal(fromHex(pkRm), fromHex(info), fromHex(first.aad), fromHex(first.pt));
    expect(toHex(open({ ...first, ct: toHex(sealed.ct) }) ?? new Uint8Array())).not.toBe(first.pt);
    const again = hpkeOpen(fromHex(skRm), sealed.enc, fromHex(info), fromHex(first.aad), sealed.ct);
    expect(toHex(again ?? new Uint8Array())).toBe(first.pt);
  });
}
