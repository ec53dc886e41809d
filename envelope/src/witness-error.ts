/** Everything that can be wrong with the trustees' part of a witnessed file; closed, as the room's other codes are. */
export type WitnessErrorCode =
  | 'BAD_ROSTER'
  | 'BAD_SHARE'
  | 'INCONSISTENT_SHARES'
  | 'TOO_FEW_SHARES'
  | 'WITNESS_MISMATCH';

/** What each code means and what the person or program that meets it may do. */
export const witnessErrors: Record<WitnessErrorCode, { meaning: string; hint: string }> = {
  BAD_ROSTER: {
    meaning: 'the roster of trustees cannot hold a secret together',
    hint: 'name 2 to 32 trustees, each with an agency and a key of its own, and a threshold from 2 up to their number',
  },
  BAD_SHARE: {
    meaning: 'a share is not the one its author committed to',
    hint: 'ask one more trustee, and tell the agency that sent the bad share',
  },
  INCONSISTENT_SHARES: {
    meaning: 'the shares are those dealt, but they do not fit together',
    hint: "the author's software is faulty or it dealt falsely: ask the author to post again",
  },
  TOO_FEW_SHARES: {
    meaning: 'fewer trustees than the threshold have released their shares',
    hint: 'ask more trustees',
  },
  WITNESS_MISMATCH: {
    meaning: 'the shares in this file were not dealt for this record, this policy and this trustee',
    hint: 'the stanzas were moved or the key is of another epoch: refuse, and compare the roster epoch',
  },
};

/** Thrown where shares, not the file, are at fault. Its text carries nothing secret or personal. */
export class WitnessError extends Error {
  readonly code: WitnessErrorCode;
  /** BAD_SHARE: whose shares, as places in the roster (from 1), ascending; otherwise empty. */
  readonly trustees: readonly number[];

  constructor(code: WitnessErrorCode, trustees: readonly number[] = []) {
    const { meaning } = witnessErrors[code];
    super(trustees.length === 0 ? meaning : `${meaning}: trustee ${trustees.join(', ')}`);
    this.name = 'WitnessError';
    this.code = code;
    this.trustees = trustees;
  }

  get hint(): string {
    return witnessErrors[this.code].hint;
  }
}
