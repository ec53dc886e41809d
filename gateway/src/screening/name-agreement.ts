import {
  type Comparable,
  type Comparison,
  comparable,
  compareNames,
  MATCH,
  NameError,
  POSSIBLE,
  type Reason,
} from '@tocsin/names';
import type { CheckReason } from '../api/checks.ts';
import type { NameAgreement } from './grade.ts';
import type { WrittenName } from './subject.ts';
import type { Steps } from './turns.ts';

export { MATCH, POSSIBLE };

export const unasked: NameAgreement = { how: 'unasked', score: 0, reasons: [] };

/** How a comparison of names counts. */
export function agreementOf(score: number, reasons: readonly Reason[]): NameAgreement {
  const how = score >= MATCH ? 'same' : score >= POSSIBLE ? 'similar' : 'differs';
  return { how, score, reasons: how === 'differs' ? [] : told(reasons) };
}

/** The codes alone: what a reason quotes is of the listing too, and that is told by an access and nothing else. */
const told = (reasons: readonly Reason[]): CheckReason[] =>
  [...new Set(reasons.map(({ code }) => code))].map((code) => ({ code }));

/** The best agreement between names that were asked for and names somebody bears; a step is a name, or a pair of them. */
export function* bestAgreement(asked: readonly WrittenName[], borne: readonly WrittenName[]): Steps<NameAgreement> {
  const theirs: Comparable[] = [];
  for (const name of borne) {
    yield;
    theirs.push(...comparables([name]));
  }
  return yield* agreementAmong(comparables(asked), theirs);
}

/** The same of names that were read before. */
export function* agreementAmong(asked: readonly Comparable[], borne: readonly Comparable[]): Steps<NameAgreement> {
  let best: Comparison | null = null;
  for (const one of asked) {
    for (const other of borne) {
      const found = compareNames(one, other);
      if (best === null || found.score > best.score) best = found;
      if (best.score === 1) return agreementOf(best.score, best.reasons);
      yield;
    }
  }
  return best === null ? unasked : agreementOf(best.score, best.reasons);
}

/** Names as they are compared, those left out that nobody can read. */
export const comparables = (names: readonly WrittenName[]): Comparable[] =>
  names.flatMap((name) => readable(name) ?? []);

/** A name that nobody can read adds nothing to an index. */
export const isReadable = (name: WrittenName): boolean => (readable(name)?.tokens.length ?? 0) > 0;

function readable(name: WrittenName): Comparable | null {
  try {
    return comparable(name);
  } catch (fault) {
    if (fault instanceof NameError) return null;
    throw fault;
  }
}
