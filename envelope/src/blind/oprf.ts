import { type Bytes, concat, utf8 } from '../encoding.ts';
import { ensureElement, ensureScalar, inverse, sha512, times } from './group.ts';
import { hashToGroup, randomScalar, VERIFIABLE } from './hash-to-group.ts';
import { framed, prove } from './proof.ts';

/** What somebody asks about, hidden: the element goes to the trustees, the blind stays. */
export interface Blinded {
  /** A uniform element, whatever the input: 32 bytes. */
  readonly element: Bytes;
  /** Secret scalar, 32 bytes; whoever learns it and the input can show that the element came of it. */
  readonly blind: Bytes;
}

/** Evaluations under one share of the key, with the proof that one share made them all. */
export interface Evaluated {
  readonly evaluations: readonly Bytes[];
  readonly proof: Bytes;
}

/** `Blind` of RFC 9497 section 3.3.2. `blind` is random outside tests. */
export function blindInput(input: Uint8Array, blind: Uint8Array = randomScalar(), mode = VERIFIABLE): Blinded {
  return { element: times(blind, hashToGroup(input, mode)), blind: blind as Bytes };
}

/**
 * `BlindEvaluate` of RFC 9497 section 3.3.2 under a share of the key. `nonce` is random outside tests.
 * @throws BlindError BAD_ELEMENT
 */
export function evaluateBlinded(
  share: Uint8Array,
  key: Uint8Array,
  elements: readonly Uint8Array[],
  nonce?: Uint8Array,
): Evaluated {
  ensureScalar(share);
  const evaluations = elements.map((element) => times(share, ensureElement(element)));
  return { evaluations, proof: prove(share, { key, elements, evaluations }, nonce) };
}

/** `Finalize` of RFC 9497 section 3.3.1: F(input), 64 bytes, from the evaluation under the whole key. */
export function finalize(input: Uint8Array, blind: Uint8Array, evaluation: Uint8Array): Bytes {
  return sha512(framed(input), framed(times(inverse(blind), evaluation)), utf8('Finalize'));
}

/** The bytes that are asked about: `kind ":" value`, the value as it is compared. A kind has no colon. */
export const inputOf = (kind: string, value: string): Bytes => concat(utf8(`${kind}:`), utf8(value));
