import type { Bytes } from '../encoding.ts';
import { BlindError } from './blind-error.ts';
import { inverse, scalarMinus, scalarTimes, small, weightedSum } from './group.ts';
import type { Evaluated } from './oprf.ts';
import { isProved } from './proof.ts';

/** The key for blind checks as everybody may know it. */
export interface JointKey {
  /** How many trustees evaluate together. */
  readonly t: number;
  /** The whole key times the generator. */
  readonly key: Uint8Array;
  /** Each trustee's share times the generator, in the order of the roster. */
  readonly shares: readonly Uint8Array[];
}

/** What one trustee answered; its place in the roster counts from 1. */
export interface Answered extends Evaluated {
  readonly trustee: number;
}

/** Places whose answers their own shares did not give. */
export function falseAnswers(joint: JointKey, elements: readonly Uint8Array[], answers: readonly Answered[]): number[] {
  const isTrue = ({ trustee, evaluations, proof }: Answered): boolean => {
    const key = joint.shares[trustee - 1];
    return key !== undefined && isProved({ key, elements, evaluations }, proof);
  };
  return answers.filter((answer) => !isTrue(answer)).map(({ trustee }) => trustee);
}

/**
 * Evaluations under the whole key, which nobody holds, from the answers of any t trustees: the same bytes, whoever they
 * are (Lagrange's interpolation at 0). @throws BlindError BAD_EVALUATION naming whose, where fewer than t are right;
 * TOO_FEW_EVALUATIONS
 */
export function combineEvaluations(
  joint: JointKey,
  elements: readonly Uint8Array[],
  answers: readonly Answered[],
): Bytes[] {
  const distinct = [...new Map(answers.map((answer) => [answer.trustee, answer])).values()];
  const wrong = falseAnswers(joint, elements, distinct);
  const right = distinct.filter(({ trustee }) => !wrong.includes(trustee)).slice(0, joint.t);
  if (right.length < joint.t && wrong.length > 0)
    throw new BlindError(
      'BAD_EVALUATION',
      wrong.sort((a, b) => a - b),
    );
  if (right.length < joint.t) throw new BlindError('TOO_FEW_EVALUATIONS');
  const places = right.map(({ trustee }) => trustee);
  const weights = places.map((place) => lagrangeAtZero(place, places));
  return elements.map((_, i) =>
    weightedSum(
      weights,
      right.map(({ evaluations }) => evaluations[i] as Uint8Array),
    ),
  );
}

/** What the share of one place counts for when these places come together. */
export function lagrangeAtZero(place: number, places: readonly number[]): Bytes {
  const others = places.filter((other) => other !== place).map(small);
  const over = others.reduce(scalarTimes, small(1));
  const under = others.map((other) => scalarMinus(other, small(place))).reduce(scalarTimes, small(1));
  return scalarTimes(over, inverse(under));
}
