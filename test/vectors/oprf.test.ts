import { fromHex, toHex } from '@tocsin/envelope';
import { blindInput, combineEvaluations, evaluateBlinded, finalize, type JointKey } from '@tocsin/envelope/blind';
import { expect, test } from 'vitest';
import { publishedFile } from './published.ts';

interface OprfSuite {
  mode: number;
  skSm: string;
  pkSm?: string;
  vectors: {
    Batch: number;
    Blind: string;
    BlindedElement: string;
    EvaluationElement: string;
    Input: string;
    Output: string;
    Proof?: { proof: string; r: string };
  }[];
}

const hexes = (text: string): Uint8Array[] => text.split(',').map(fromHex);
const file = publishedFile<{ suites: OprfSuite[] }>('oprf-ristretto255.json');

if (file === undefined) test.skip('RFC 9497 vectors (the folder with the published vectors is absent)', () => {});
else {
  const cases = file.suites.flatMap(({ vectors, ...suite }) =>
    vectors.map((vector, i) => ({ ...suite, ...vector, name: `mode ${suite.mode}, vector ${i + 1}` })),
  );

  test('there are vectors of both modes, and a batch', () => {
    expect(new Set(cases.map(({ mode, Batch }) => `${mode}/${Batch}`))).toEqual(new Set(['0/1', '1/1', '1/2']));
  });

  test.each(cases)('RFC 9497 appendix A.1, $name', ({ mode, skSm, pkSm, Proof, ...vector }) => {
    const [inputs, blinds] = [hexes(vector.Input), hexes(vector.Blind)];
    const elements = inputs.map((input, i) => blindInput(input, blinds[i], mode).element);
    expect(elements.map(toHex)).toEqual(vector.BlindedElement.split(','));
    const key = pkSm === undefined ? new Uint8Array(32) : fromHex(pkSm);
    const nonce = Proof === undefined ? undefined : fromHex(Proof.r);
    const { evaluations, proof } = evaluateBlinded(fromHex(skSm), key, elements, nonce);
    expect(evaluations.map(toHex)).toEqual(vector.EvaluationElement.split(','));
    if (Proof !== undefined) expect(toHex(proof)).toBe(Proof.proof);
    const outputs = inputs.map((input, i) => finalize(input, blinds[i] as Uint8Array, evaluations[i] as Uint8Array));
    expect(outputs.map(toHex)).toEqual(vector.Output.split(','));
    if (mode === 0) return;
    // One trustee of one is the plain protocol: its proof stands, its answer is the whole.
    const joint: JointKey = { t: 1, key, shares: [key] };
    expect(combineEvaluations(joint, elements, [{ trustee: 1, evaluations, proof }])).toEqual(evaluations);
  });
}
