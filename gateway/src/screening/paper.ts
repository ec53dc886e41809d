import type { Identifier, IdentifierType } from './identifier.ts';

/** Papers are one person's. What changes hands, or is shown by others than its holder, leads to a front instead. */
export const papers: ReadonlySet<IdentifierType> = new Set(['passport', 'national-id', 'document', 'registration']);

/** Shorter numbers are borne by too many papers to be found by anything but themselves. */
const LEAST_ALIKE = 7;

/**
 * Under what a paper's number is found whatever kind of paper it is said to be of, and whoever reads an O for a zero, an I
 * or an l for a one; null for what is no paper's, and for short ones.
 */
export function paperKey({ type, value }: Identifier): string | null {
  if (!papers.has(type) || value.length < LEAST_ALIKE) return null;
  return value.replaceAll('O', '0').replace(/[IL]/g, '1');
}
