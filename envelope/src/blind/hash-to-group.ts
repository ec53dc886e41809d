import { expand_message_xmd } from '@noble/curves/abstract/hash-to-curve.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { type Bytes, concat, utf8 } from '../encoding.ts';
import { randomBytes } from '../random.ts';
import { elementOf, scalarOf } from './group.ts';

/** Verifiable mode of RFC 9497: every evaluation is proved. The plain mode is known to tests alone. */
export const VERIFIABLE = 1;

/** `contextString` of RFC 9497 section 3.1 for ristretto255-SHA512. */
export const contextOf = (mode: number): Bytes =>
  concat(utf8('OPRFV1-'), Uint8Array.of(mode), utf8('-ristretto255-SHA512'));

/** `HashToGroup` of RFC 9497 section 4.1: nobody knows what the element is a multiple of. */
export const hashToGroup = (input: Uint8Array, mode = VERIFIABLE): Bytes =>
  elementOf(expand(input, concat(utf8('HashToGroup-'), contextOf(mode))));

/** `HashToScalar` of RFC 9497 section 4.1, under another separation tag where one is given. */
export const hashToScalar = (input: Uint8Array, mode = VERIFIABLE): Bytes =>
  scalarUnder(concat(utf8('HashToScalar-'), contextOf(mode)), input);

export const scalarUnder = (separation: Uint8Array, input: Uint8Array): Bytes => scalarOf(expand(input, separation));

/** Uniform over the scalars up to 2^-252. */
export const randomScalar = (): Bytes => scalarOf(randomBytes(64));

// expand_message_xmd of RFC 9380 section 5.3.1.
const expand = (input: Uint8Array, separation: Uint8Array): Bytes =>
  expand_message_xmd(input as Bytes, separation as Bytes, 64, sha512) as Bytes;
