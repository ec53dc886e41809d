import { type Bytes, concat, equalBytes, u64be, utf8 } from '../encoding.ts';
import { hpkeOpen, hpkeSeal } from '../hpke.ts';
import { BlindError } from './blind-error.ts';
import {
  ELEMENT_BYTES,
  ensureElement,
  ensureScalar,
  generatorTimes,
  plus,
  scalarPlus,
  scalarTimes,
  small,
  times,
} from './group.ts';
import { randomScalar, scalarUnder } from './hash-to-group.ts';
import type { JointKey } from './threshold.ts';

const INFO = utf8('tocsin/blind/deal/1');
const KNOWLEDGE = utf8('tocsin/blind/knowledge/1');

/** Which key is dealt, to whom: bound into every deal, so that none is worth anything elsewhere. */
export interface Ceremony {
  /** Identifier of the network. */
  readonly network: string;
  /** Number of the key, from 1. */
  readonly epoch: number;
  readonly t: number;
  /** The trustees' X-Wing keys in the order of the roster: a place counts from 1. */
  readonly trustees: readonly Uint8Array[];
}

/** What one trustee puts on the ledger for all: its part of the key, dealt to everybody, itself included. */
export interface BlindDeal {
  /** t elements: the coefficients of its polynomial times the generator (Feldman, 1987). */
  readonly commitments: readonly Bytes[];
  /** That it knows the first coefficient (Schnorr): element and scalar, 64 bytes. Who copies another's part has none. */
  readonly knowledge: Bytes;
  /** For each place its share, sealed to that trustee's key: encapsulation and ciphertext. */
  readonly shares: readonly Bytes[];
}

const SEALED_BYTES = 1120 + ELEMENT_BYTES + 16;

/** A fresh part of the key by the trustee at a place. It keeps nothing: its own share is in the deal too. */
export function dealKey(ceremony: Ceremony, dealer: number): BlindDeal {
  const coefficients = Array.from({ length: ceremony.t }, randomScalar);
  const commitments = coefficients.map(generatorTimes);
  const shares = ceremony.trustees.map((key, i) => {
    const share = valueAt(coefficients, i + 1);
    const { enc, ct } = hpkeSeal(key, INFO, boundTo(ceremony, dealer, i + 1), share);
    share.fill(0);
    return concat(enc, ct);
  });
  const knowledge = proveKnowledge(ceremony, dealer, coefficients[0] as Bytes, commitments[0] as Bytes);
  for (const coefficient of coefficients) coefficient.fill(0);
  return { commitments, knowledge, shares };
}

/**
 * The public key that deals give, each at its dealer's place; the same bytes for whoever computes it.
 * @throws BlindError BAD_DEAL naming the dealers at fault
 */
export function jointKeyOf(ceremony: Ceremony, deals: readonly BlindDeal[]): JointKey {
  const { t, trustees } = ceremony;
  if (deals.length !== trustees.length) throw new BlindError('BAD_DEAL');
  const wrong = deals.flatMap((deal, i) => (isSound(ceremony, deal, i + 1) ? [] : [i + 1]));
  if (wrong.length > 0) throw new BlindError('BAD_DEAL', wrong);
  const shares = trustees.map((_, i) => deals.map(({ commitments }) => commitmentAt(commitments, i + 1)).reduce(plus));
  const key = deals.map(({ commitments }) => commitments[0] as Bytes).reduce(plus);
  for (const element of [key, ...shares]) ensureElement(element);
  return { t, key, shares };
}

/**
 * The share of the key that the deals give to one place, 32 bytes secret: from the ledger and the trustee's own X-Wing
 * key alone, so that there is no other secret to keep or to lose.
 * @throws BlindError BAD_DEAL naming the dealers whose shares do not open or do not fit their commitments
 */
export function shareFrom(
  ceremony: Ceremony,
  deals: readonly BlindDeal[],
  place: number,
  trusteeKey: Uint8Array,
): Bytes {
  const opened = deals.map((deal, i) => openShare(ceremony, deal, { dealer: i + 1, place, trusteeKey }));
  const wrong = opened.flatMap((share, i) => (share === null ? [i + 1] : []));
  if (wrong.length > 0) throw new BlindError('BAD_DEAL', wrong);
  const parts = opened as Bytes[];
  const share = parts.reduce(scalarPlus);
  for (const part of parts) part.fill(0);
  return share;
}

interface Opening {
  readonly dealer: number;
  readonly place: number;
  readonly trusteeKey: Uint8Array;
}

function openShare(ceremony: Ceremony, deal: BlindDeal, { dealer, place, trusteeKey }: Opening): Bytes | null {
  const sealed = deal.shares[place - 1];
  if (sealed?.length !== SEALED_BYTES || deal.commitments.length !== ceremony.t) return null;
  const [enc, ct] = [sealed.subarray(0, 1120), sealed.subarray(1120)];
  const share = hpkeOpen(trusteeKey, enc, INFO, boundTo(ceremony, dealer, place), ct);
  if (share?.length !== ELEMENT_BYTES) return null;
  try {
    const fits = equalBytes(generatorTimes(ensureScalar(share)), commitmentAt(deal.commitments, place));
    return fits ? (share as Bytes) : null;
  } catch {
    return null;
  }
}

function isSound(ceremony: Ceremony, { commitments, knowledge, shares }: BlindDeal, dealer: number): boolean {
  const { t, trustees } = ceremony;
  if (commitments.length !== t || shares.length !== trustees.length || knowledge.length !== 64) return false;
  try {
    for (const element of commitments) ensureElement(element);
    const [nonce, response] = [ensureElement(knowledge.subarray(0, 32)), ensureScalar(knowledge.subarray(32))];
    const first = commitments[0] as Bytes;
    const challenge = challengeFor(ceremony, dealer, first, nonce);
    return equalBytes(generatorTimes(response), plus(nonce, times(challenge, first)));
  } catch {
    return false;
  }
}

function proveKnowledge(ceremony: Ceremony, dealer: number, secret: Uint8Array, commitment: Uint8Array): Bytes {
  const scalar = randomScalar();
  const nonce = generatorTimes(scalar);
  const challenge = challengeFor(ceremony, dealer, commitment, nonce);
  return concat(nonce, scalarPlus(scalar, scalarTimes(challenge, secret)));
}

const challengeFor = (ceremony: Ceremony, dealer: number, commitment: Uint8Array, nonce: Uint8Array): Bytes =>
  scalarUnder(KNOWLEDGE, concat(boundTo(ceremony, dealer, 0), commitment, nonce));

/** The ceremony, who deals, and to whom; 0: to all. */
const boundTo = ({ network, epoch, t, trustees }: Ceremony, dealer: number, place: number): Bytes =>
  concat(utf8(network), u64be(epoch), Uint8Array.of(t, trustees.length, dealer, place));

/** Horner: the polynomial at a place. */
function valueAt(coefficients: readonly Uint8Array[], place: number): Bytes {
  const at = small(place);
  return coefficients.reduceRight<Bytes>((sum, next) => scalarPlus(scalarTimes(sum, at), next), small(0));
}

/** The same over the commitments: what the share of a place is times the generator. */
function commitmentAt(commitments: readonly Uint8Array[], place: number): Bytes {
  const at = small(place);
  return commitments.reduceRight((sum, next) => plus(times(at, sum), next)) as Bytes;
}
