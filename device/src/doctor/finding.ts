import type { AgencyCode, Instant } from '@tocsin/record';
import type { FindingCode } from '@tocsin/record/label/doctor/words';

/** One thing that is wrong with the exchange as an officer's device sees it, or soon will be. */
export interface Finding {
  readonly code: FindingCode;
  /** `wrong`: something does not work now; `soon`: it will not, or somebody should look. */
  readonly weight: 'wrong' | 'soon';
  /** Whose people mend it. */
  readonly agency: AgencyCode;
  /** The unit, post or agreement it is about, by its code or name; else empty. */
  readonly what: string;
  /** Since when, or from when on; null where no moment belongs to it. */
  readonly at: Instant | null;
  /** Other agencies that it names. */
  readonly who: readonly AgencyCode[];
  readonly count: number;
  /** What the own agency's people type to mend it; null where a command does not. */
  readonly command: string | null;
}

/** A finding by what is particular of it. */
export const finding = (
  code: FindingCode,
  weight: Finding['weight'],
  agency: AgencyCode,
  about: Partial<Finding> = {},
): Finding => ({ code, weight, agency, what: '', at: null, who: [], count: 0, command: null, ...about });
