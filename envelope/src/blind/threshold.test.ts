import { ristretto255_FROST as frost, ristretto255 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concat, toHex } from '../encoding.ts';
import { generateSealKey } from '../keys.ts';
import { BlindError } from './blind-error.ts';
import { type BlindDeal, type Ceremony, dealKey, jointKeyOf, shareFrom } from './deal.ts';
import { generatorTimes, scalarPlus, scalarTimes, weightedSum } from './group.ts';
import { hashToGroup } from './hash-to-group.ts';
import { blindInput, evaluateBlinded, finalize, inputOf } from './oprf.ts';
import { type Answered, combineEvaluations, falseAnswers, lagrangeAtZero } from './threshold.ts';

function ceremony(n: number, t: number) {
  const keys = Array.from({ length: n }, generateSealKey);
  const about: Ceremony = { network: 'a'.repeat(26), epoch: 1, t, trustees: keys.map(({ publicKey }) => publicKey) };
  const deals = keys.map((_, i) => dealKey(about, i + 1));
  const shares = keys.map(({ secretKey }, i) => shareFrom(about, deals, i + 1, secretKey));
  return { about, keys, deals, shares, joint: jointKeyOf(about, deals) };
}

const subsets = (n: number, size: number): number[][] =>
  Array.from({ length: 2 ** n }, (_, bits) =>
    Array.from({ length: n }, (_, i) => i + 1).filter((i) => bits & (1 << (i - 1))),
  ).filter(({ length }) => length === size);

const input = inputOf('passport', 'TH0000001');

test('every t of n trustees give what the whole key would give, by the definition of RFC 9497, for all n up to 7', () => {
  for (let n = 2; n <= 7; n++) {
    const t = Math.floor(n / 2) + 1;
    const { joint, shares } = ceremony(n, t);
    const all = shares.map((_, i) => i + 1).slice(0, t);
    const secret = all
      .map((place) => scalarTimes(lagrangeAtZero(place, all), shares[place - 1] as Uint8Array))
      .reduce(scalarPlus);
    expect(toHex(generatorTimes(secret))).toBe(toHex(joint.key));
    const { element, blind } = blindInput(input);
    const whole = finalize(input, new Uint8Array(32).fill(1, 0, 1), weightedSum([secret], [hashToGroup(input)]));
    const answers = shares.map((share, i) => answerOf(share, joint.shares[i] as Uint8Array, i + 1, element));
    for (const places of subsets(n, t)) {
      const [evaluation] = combineEvaluations(
        joint,
        [element],
        places.map((place) => answers[place - 1] as Answered),
      );
      expect(toHex(finalize(input, blind, evaluation as Uint8Array))).toBe(toHex(whole));
    }
    const few = answers.slice(0, t - 1);
    expect(() => combineEvaluations(joint, [element], few)).toThrow(new BlindError('TOO_FEW_EVALUATIONS'));
    const twice = [...few, few[0] as Answered];
    expect(() => combineEvaluations(joint, [element], twice)).toThrow(new BlindError('TOO_FEW_EVALUATIONS'));
  }
});

const answerOf = (share: Uint8Array, key: Uint8Array, trustee: number, element: Uint8Array): Answered => ({
  trustee,
  ...evaluateBlinded(share, key, [element]),
});

test('whoever answers falsely is named, and the others are enough', () => {
  const { joint, shares } = ceremony(5, 3);
  const { element } = blindInput(input);
  const answers = shares.map((share, i) => answerOf(share, joint.shares[i] as Uint8Array, i + 1, element));
  const other = blindInput(inputOf('passport', 'TH0000002')).element;
  const lies: Answered[] = [
    answerOf(shares[1] as Uint8Array, joint.shares[1] as Uint8Array, 2, other), // of another element
    { ...answerOf(shares[3] as Uint8Array, joint.shares[3] as Uint8Array, 3, element) }, // by another share
    { ...(answers[3] as Answered), trustee: 4, evaluations: [new Uint8Array(32)] },
    { ...(answers[4] as Answered), trustee: 9 },
  ];
  expect(falseAnswers(joint, [element], lies)).toEqual([2, 3, 4, 9]);
  const [right] = combineEvaluations(joint, [element], answers);
  const mixed = [lies[0] as Answered, ...answers.slice(2)];
  expect(combineEvaluations(joint, [element], mixed)).toEqual([right]);
  expect(() => combineEvaluations(joint, [element], [...lies, answers[0] as Answered])).toThrow(
    new BlindError('BAD_EVALUATION', [2, 3, 4, 9]),
  );
});

test('no bit of an answer can be changed unseen', () => {
  const { joint, shares } = ceremony(2, 2);
  const { element } = blindInput(input);
  const answer = answerOf(shares[0] as Uint8Array, joint.shares[0] as Uint8Array, 1, element);
  expect(falseAnswers(joint, [element], [answer])).toEqual([]);
  const bytes = concat(answer.evaluations[0] as Uint8Array, answer.proof);
  const bits = fc.integer({ min: 0, max: bytes.length * 8 - 1 });
  fc.assert(
    fc.property(bits, (bit) => {
      const changed = new Uint8Array(bytes);
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
      const lie = { trustee: 1, evaluations: [changed.slice(0, 32)], proof: changed.slice(32) };
      return falseAnswers(joint, [element], [lie])[0] === 1;
    }),
    { numRuns: process.env.SLOW ? 768 : 40 },
  );
});

const changed = (deal: BlindDeal, change: Partial<BlindDeal>): BlindDeal => ({ ...deal, ...change });
const flipped = (bytes: Uint8Array, at: number): Uint8Array<ArrayBuffer> => {
  const copy = new Uint8Array(bytes);
  copy[at] = (copy[at] as number) ^ 1;
  return copy;
};

test('a dealer whose part does not fit is named, by whomever it concerns', () => {
  const { about, keys, deals } = ceremony(3, 2);
  const [first, second, third] = deals as [BlindDeal, BlindDeal, BlindDeal];
  const key = (place: number): Uint8Array => keys[place - 1]?.secretKey as Uint8Array;
  const short = changed(second, {
    shares: [second.shares[0] as never, flipped(second.shares[1] as Uint8Array, 1130), second.shares[2] as never],
  });
  expect(() => shareFrom(about, [first, short, third], 2, key(2))).toThrow(new BlindError('BAD_DEAL', [2]));
  expect(shareFrom(about, [first, short, third], 1, key(1))).toHaveLength(32);
  const exchanged = changed(second, {
    shares: [second.shares[1] as never, second.shares[0] as never, second.shares[2] as never],
  });
  expect(() => shareFrom(about, [first, exchanged, third], 1, key(1))).toThrow(new BlindError('BAD_DEAL', [2]));
  // Who copies another's commitments, to cancel or double its part, cannot prove that it knows the secret.
  expect(() => jointKeyOf(about, [first, first, third])).toThrow(new BlindError('BAD_DEAL', [2]));
  const unproved = changed(third, { knowledge: flipped(third.knowledge, 40) });
  expect(() => jointKeyOf(about, [first, second, unproved])).toThrow(new BlindError('BAD_DEAL', [3]));
  const longer = changed(third, { commitments: [...third.commitments, ...third.commitments] });
  expect(() => jointKeyOf(about, [first, second, longer])).toThrow(new BlindError('BAD_DEAL', [3]));
  expect(() => jointKeyOf({ ...about, epoch: 2 }, deals)).toThrow(new BlindError('BAD_DEAL', [1, 2, 3]));
  expect(() => jointKeyOf(about, [first, second])).toThrow(BlindError);
  const identity = changed(third, { commitments: [new Uint8Array(32), third.commitments[1] as never] });
  expect(() => jointKeyOf(about, [first, second, identity])).toThrow(new BlindError('BAD_DEAL', [3]));
});

test('an independent implementation of FROST accepts the shares, and rebuilds the key from any of them', () => {
  const { about, keys, deals, shares, joint } = ceremony(4, 3);
  const summed = deals[0]?.commitments.map((_, c) =>
    deals
      .map(({ commitments }) => ristretto255.Point.fromBytes(commitments[c] as Uint8Array))
      .reduce((a, b) => a.add(b))
      .toBytes(),
  ) as Uint8Array<ArrayBuffer>[];
  const identifiers = keys.map((_, i) => frost.Identifier.fromNumber(i + 1));
  const verifyingShares = Object.fromEntries(
    identifiers.map((id, i) => [id, joint.shares[i] as Uint8Array<ArrayBuffer>]),
  );
  const known = { signers: { min: about.t, max: keys.length }, commitments: summed, verifyingShares };
  for (const [i, identifier] of identifiers.entries()) {
    frost.validateSecret({ identifier, signingShare: shares[i] as Uint8Array<ArrayBuffer> }, known);
    const wrong = shares[(i + 1) % shares.length] as Uint8Array<ArrayBuffer>;
    expect(() => frost.validateSecret({ identifier, signingShare: wrong }, known)).toThrow();
  }
  expect(toHex(summed[0] as Uint8Array)).toBe(toHex(joint.key));
});
