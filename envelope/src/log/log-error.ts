/** Everything that can be wrong with a tree's proofs and the notes that vouch for it; closed, as the room's others. */
export type LogErrorCode =
  | 'BAD_CONSISTENCY_PROOF'
  | 'BAD_INCLUSION_PROOF'
  | 'BAD_NOTE_SIGNATURE'
  | 'MALFORMED_CHECKPOINT'
  | 'MALFORMED_LEAF'
  | 'MALFORMED_NOTE'
  | 'MALFORMED_PROOF'
  | 'TOO_FEW_COSIGNATURES'
  | 'UNSIGNED_CHECKPOINT'
  | 'WRONG_ORIGIN';

/** What each code means and what the person or program that meets it may do. */
export const logErrors: Record<LogErrorCode, { meaning: string; hint: string }> = {
  BAD_CONSISTENCY_PROOF: {
    meaning: 'the later tree does not begin with the earlier one',
    hint: 'keep both checkpoints: one of the ledgers they describe was forked or set back',
  },
  BAD_INCLUSION_PROOF: {
    meaning: 'the entry does not stand in the tree at this place',
    hint: 'refuse the entry; ask another agency for the same proof',
  },
  BAD_NOTE_SIGNATURE: {
    meaning: 'a signature that bears the name of a known key was not made by it',
    hint: 'refuse the checkpoint and tell the agency whose name it bears',
  },
  MALFORMED_CHECKPOINT: {
    meaning: 'the text is not a checkpoint in its one form',
    hint: 'origin, size and root stand on a line each, and nothing follows them',
  },
  MALFORMED_LEAF: {
    meaning: "the bytes are not an entry of a ledger's tree",
    hint: 'compare them with docs/spec/mirror-log.md; the other side may speak another version',
  },
  MALFORMED_NOTE: {
    meaning: 'the text is not a signed note',
    hint: 'fetch it again, every byte of it: the last line break counts',
  },
  MALFORMED_PROOF: {
    meaning: 'the text is not a proof of an entry',
    hint: 'fetch it again, every byte of it: the last line break counts',
  },
  TOO_FEW_COSIGNATURES: {
    meaning: 'fewer agencies than needed vouch for this checkpoint, or not recently enough',
    hint: 'ask again in a moment; see which agencies are missing: tocsin audit checkpoint',
  },
  UNSIGNED_CHECKPOINT: {
    meaning: 'no key that is known has signed this checkpoint',
    hint: 'check which agencies the keys in use belong to, and whether the checkpoint is of this exchange',
  },
  WRONG_ORIGIN: {
    meaning: "the checkpoint is of another ledger's tree",
    hint: 'ask the gateway of your own exchange',
  },
};

/** Thrown where a tree or a note is at fault. Its text comes from the table and carries nothing of the input. */
export class LogError extends Error {
  readonly code: LogErrorCode;

  /** `detail` must be a constant of ours, never part of the input. */
  constructor(code: LogErrorCode, detail?: string) {
    const { meaning } = logErrors[code];
    super(detail === undefined ? meaning : `${meaning}: ${detail}`);
    this.name = 'LogError';
    this.code = code;
  }

  get hint(): string {
    return logErrors[this.code].hint;
  }
}
