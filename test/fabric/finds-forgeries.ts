import { type Verification, verifyFabricExport } from '@tocsin/network-fabric';
import { describe, expect, test } from 'vitest';
import { lastSignature } from '../../network/fabric/fixture/forged-block.ts';
import { type Accomplices, byAll, byAnybody, byFewOrderers, byOrderers } from './forgeries.ts';

const verify = ({ roots }: Accomplices, lines: readonly string[], trusted = roots): Promise<Verification> =>
  verifyFabricExport(lines, { rootOf: (agency) => trusted.get(agency) });

/** One suite for exports of real channels and made-up ones: each forgery is found, at the layer where it lies. */
export function findsForgeries(consensus: 'BFT' | 'etcdraft', given: () => Accomplices): void {
  describe(`an export of a channel that orders by ${consensus}`, () => {
    const byThoseWhoOrder = consensus === 'BFT' ? [...byOrderers, ...byFewOrderers] : byOrderers;

    test('verifies when it is honest, with progress', async () => {
      const { lines, roots, refused } = given();
      const progress: number[] = [];
      const rootOf = (agency: string) => roots.get(agency);
      const verified = await verifyFabricExport([...lines, ''], { rootOf, progress: (n) => progress.push(n) });
      const channel = { name: 'tocsin', consensus, agencies: [...roots.keys()].sort() };
      expect(verified).toMatchObject({ blocks: lines.length, refused, channel, fault: null });
      expect(verified.chaincode).toMatchObject([{ sequence: 1, version: expect.stringMatching(/^[0-9a-f]{16}$/) }]);
      expect(progress).toEqual(lines.map((_, i) => i + 1));
    });

    test.each([...byAnybody, ...byThoseWhoOrder])(
      'by whoever orders or holds it: %s (%s)',
      async (_name, layer, forge) => {
        const { fault, blocks } = await verify(given(), forge(given()));
        expect(fault).toMatchObject({ layer, block: String(blocks) });
      },
    );

    test.each(byAll)('by all together: %s (%s)', async (_name, layer, forge) => {
      const { fault } = await verify(given(), forge(given()));
      expect(fault?.layer ?? null).toBe(layer);
      if (layer !== null) expect(fault?.transaction).toBe(0);
    });

    test("with another agency's root, or none", async () => {
      const [first, second] = [...given().roots.keys()] as [string, string];
      const swapped = new Map(given().roots).set(first, given().roots.get(second) as string);
      expect((await verify(given(), given().lines, swapped)).fault).toMatchObject({ layer: 'root', block: '0' });
      const fewer = new Map([...given().roots].filter(([agency]) => agency !== second));
      expect((await verify(given(), given().lines, fewer)).fault).toMatchObject({ layer: 'root', block: '0' });
    });

    test('with any bit of what is signed turned', async () => {
      const { lines } = given();
      const bytes = Buffer.from(lines.at(-1) as string, 'base64');
      const signature = lastSignature(lines.at(-1) as string);
      // After the signatures comes what each peer adds by itself.
      const end = bytes.lastIndexOf(signature) + signature.length;
      for (let at = 7; at < end; at += Math.ceil(end / 24)) {
        const turned = Buffer.from(bytes);
        turned[at] = (turned[at] ?? 0) ^ (1 << (at % 8));
        const { fault } = await verify(given(), [...lines.slice(0, -1), turned.toString('base64')]);
        expect(fault, `byte ${at}`).not.toBeNull();
      }
    });
  });
}
