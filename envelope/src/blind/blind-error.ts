/** Everything that can be wrong with a blind check; closed, as the room's other codes are. */
export type BlindErrorCode =
  | 'BAD_BATCH'
  | 'BAD_DEAL'
  | 'BAD_ELEMENT'
  | 'BAD_EVALUATION'
  | 'BAD_TABLE'
  | 'TOO_FEW_EVALUATIONS';

/** What each code means and what the person or program that meets it may do. */
export const blindErrors: Record<BlindErrorCode, { meaning: string; hint: string }> = {
  BAD_BATCH: {
    meaning: 'the blinded elements are not those that the ledger holds a commitment to',
    hint: 'commit to a new batch and ask again',
  },
  BAD_DEAL: {
    meaning: 'a part of the key for blind checks does not fit what its dealer committed to',
    hint: 'let the trustee complain on the ledger, and begin the next epoch without the dealer that is at fault',
  },
  BAD_ELEMENT: {
    meaning: 'the bytes are no element or number of the group that blind checks are made in',
    hint: 'refuse them: the software that sent them is faulty or hostile',
  },
  BAD_EVALUATION: {
    meaning: 'a trustee answered a blind check with something else than its share of the key gives',
    hint: 'ask one more trustee, and tell the agency that answered falsely',
  },
  BAD_TABLE: {
    meaning: 'the table for blind checks is not the one that its owner put on the ledger',
    hint: 'fetch the table again, from another member if it happens twice',
  },
  TOO_FEW_EVALUATIONS: {
    meaning: 'fewer trustees than the threshold have answered the blind check rightly',
    hint: 'ask more trustees',
  },
};

/** Thrown where a blind check is at fault. Its text carries nothing of what was asked. */
export class BlindError extends Error {
  override readonly name = 'BlindError';
  readonly code: BlindErrorCode;
  /** BAD_DEAL, BAD_EVALUATION: whose, as places in the roster (from 1), ascending; otherwise empty. */
  readonly trustees: readonly number[];

  constructor(code: BlindErrorCode, trustees: readonly number[] = []) {
    const { meaning } = blindErrors[code];
    super(trustees.length === 0 ? meaning : `${meaning}: trustee ${trustees.join(', ')}`);
    this.code = code;
    this.trustees = trustees;
  }

  get hint(): string {
    return blindErrors[this.code].hint;
  }
}
