/** Everything that can be wrong with the shares of a recovery key; closed, as the room's other codes are. */
export type RecoveryErrorCode =
  | 'BAD_RECOVERY_SET'
  | 'BAD_RECOVERY_SHARE'
  | 'OTHER_RECOVERY_SET'
  | 'RECOVERY_SHARE_TWICE'
  | 'TOO_FEW_RECOVERY_SHARES'
  | 'RECOVERY_KEY_MISMATCH';

/** What each code means and what the person that meets it may do. */
export const recoveryErrors: Record<RecoveryErrorCode, { meaning: string; hint: string }> = {
  BAD_RECOVERY_SET: {
    meaning: 'a recovery key cannot be split like this',
    hint: 'from 2 to 16 shares, of which at least 2 and not more than there are restore the key',
  },
  BAD_RECOVERY_SHARE: {
    meaning: 'a recovery share is damaged or mistyped',
    hint: 'compare it with the paper, letter by letter; if it is right, ask another holder for theirs',
  },
  OTHER_RECOVERY_SET: {
    meaning: 'the recovery shares are not of one set, or not of this one',
    hint: 'compare the set and the agency printed on each share; shares of an earlier set restore nothing here',
  },
  RECOVERY_SHARE_TWICE: {
    meaning: 'the same recovery share was given twice',
    hint: 'each holder has a share of their own: ask one more',
  },
  TOO_FEW_RECOVERY_SHARES: {
    meaning: 'fewer recovery shares than it takes',
    hint: 'each share says how many restore the key: ask more holders',
  },
  RECOVERY_KEY_MISMATCH: {
    meaning: 'the shares read well, but the key they give is not the one that was split',
    hint: 'one of them was changed: try again with another holder in place of one of these',
  },
};

/** Thrown where shares of a recovery key are at fault. Its text carries nothing secret. */
export class RecoveryError extends Error {
  override readonly name = 'RecoveryError';
  readonly code: RecoveryErrorCode;

  constructor(code: RecoveryErrorCode, detail?: string) {
    const { meaning } = recoveryErrors[code];
    super(detail === undefined ? meaning : `${meaning}: ${detail}`);
    this.code = code;
  }

  get hint(): string {
    return recoveryErrors[this.code].hint;
  }
}
