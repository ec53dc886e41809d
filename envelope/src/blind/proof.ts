import { type Bytes, concat, equalBytes, utf8 } from '../encoding.ts';
import {
  ELEMENT_BYTES,
  ensureElement,
  ensureScalar,
  generatorTimes,
  plus,
  scalarMinus,
  scalarTimes,
  sha512,
  times,
  weightedSum,
} from './group.ts';
import { contextOf, hashToScalar, randomScalar, VERIFIABLE } from './hash-to-group.ts';

/** Length of a proof: challenge and response, bytes. */
export const PROOF_BYTES = 2 * ELEMENT_BYTES;

/** What is claimed: one scalar leads from the generator to the key, and from each element to its evaluation. */
export interface Claim {
  readonly key: Uint8Array;
  readonly elements: readonly Uint8Array[];
  readonly evaluations: readonly Uint8Array[];
}

/** `GenerateProof` of RFC 9497 section 2.2.1, 64 bytes whatever is proved. `nonce` is random outside tests. */
export function prove(secret: Uint8Array, claim: Claim, nonce: Uint8Array = randomScalar(), mode = VERIFIABLE): Bytes {
  const whole = weightedSum(weightsOf(claim, mode), claim.elements);
  const evaluated = times(secret, whole);
  const commitments: Commitments = [whole, evaluated, generatorTimes(nonce), times(nonce, whole)];
  const challenge = challengeOf(claim.key, commitments, mode);
  return concat(challenge, scalarMinus(nonce, scalarTimes(challenge, secret)));
}

/** `VerifyProof` of RFC 9497 section 2.2.2. False for whatever is not proved, malformed elements among it. */
export function isProved(claim: Claim, proof: Uint8Array, mode = VERIFIABLE): boolean {
  const { key, elements, evaluations } = claim;
  if (proof.length !== PROOF_BYTES || elements.length === 0 || elements.length !== evaluations.length) return false;
  try {
    for (const element of [key, ...elements, ...evaluations]) ensureElement(element);
    const [challenge, response] = [proof.subarray(0, ELEMENT_BYTES), ensureScalar(proof.subarray(ELEMENT_BYTES))];
    const weights = weightsOf(claim, mode);
    const [whole, evaluated] = [weightedSum(weights, elements), weightedSum(weights, evaluations)];
    const first = plus(generatorTimes(response), times(challenge, key));
    const second = plus(times(response, whole), times(challenge, evaluated));
    return equalBytes(challengeOf(key, [whole, evaluated, first, second], mode), challenge);
  } catch {
    return false; // libsodium refuses products that are the identity: no proof of ours has one
  }
}

type Commitments = readonly [Uint8Array, Uint8Array, Uint8Array, Uint8Array];

/** `ComputeComposites`: many elements proved as one. */
function weightsOf({ key, elements, evaluations }: Claim, mode: number): Bytes[] {
  const seed = sha512(framed(key), framed(concat(utf8('Seed-'), contextOf(mode))));
  return elements.map((element, i) => {
    const parts = [framed(seed), two(i), framed(element), framed(evaluations[i] as Uint8Array), utf8('Composite')];
    return hashToScalar(concat(...parts), mode);
  });
}

const challengeOf = (key: Uint8Array, commitments: Commitments, mode: number): Bytes =>
  hashToScalar(concat(...[key, ...commitments].map(framed), utf8('Challenge')), mode);

/** A length of two bytes, most significant first, and the bytes. */
export const framed = (bytes: Uint8Array): Bytes => concat(two(bytes.length), bytes);

function two(value: number): Bytes {
  if (value > 0xffff) throw new RangeError('too long');
  return Uint8Array.of(value >> 8, value & 255);
}
