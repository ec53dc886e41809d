import { type Comparable, comparable, compareNames, MATCH, NameError, POSSIBLE, type Reason } from '@tocsin/names';
import type { CheckReason } from '../api/checks.ts';
import type { NameAgreement } from './grade.ts';
import type { WrittenName } from './subject.ts';

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

/** The best agreement between names that were asked for and names somebody bears. */
export const bestAgreement = (asked: readonly WrittenName[], borne: readonly WrittenName[]): NameAgreement =>
  agreementAmong(comparables(asked), comparables(borne));

/** The same of names that were read before. */
export function agreementAmong(asked: readonly Comparable[], borne: readonly Comparable[]): NameAgreement {
  const all = asked.flatMap((one) => borne.map((other) => compareNames(one, other)));
  const [best] = all.sort((a, b) => b.score - a.score);
  return best === undefined ? unasked : agreementOf(best.score, best.reasons);
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
