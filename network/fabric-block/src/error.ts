/** Why a block is not believed. */
export const blockErrors = {
  MALFORMED_BLOCK: 'the bytes are not a block of Fabric',
  MALFORMED_TRANSACTION: 'a transaction that was taken as valid cannot be read',
  MALFORMED_CONFIG: 'a configuration block cannot be read',
  WRONG_DATA_HASH: 'the transactions are not those that the block header names',
  BROKEN_CHAIN: 'the block does not follow the one before it',
  WRONG_GENESIS: 'the first block is not the one that was expected',
  UNTRUSTED_CERTIFICATE: 'a certificate does not come from the authorities of its agency',
  TOO_FEW_SIGNATURES: 'too few agencies of the ordering service signed the block',
  BAD_CREATOR_SIGNATURE: 'the signature of the gateway that sent the transaction is wrong',
  WRONG_TRANSACTION_ID: 'the transaction names another identifier than its own',
  WRONG_PROPOSAL: 'the endorsers signed for another proposal',
  TOO_FEW_ENDORSEMENTS: 'too few agencies endorsed the transaction',
} as const;
export type BlockErrorCode = keyof typeof blockErrors;

/** A block, or what stands in it, is broken or forged. No text of the block is in the message. */
export class BlockError extends Error {
  readonly code: BlockErrorCode;
  constructor(code: BlockErrorCode, detail?: string) {
    super(detail === undefined ? blockErrors[code] : `${blockErrors[code]}: ${detail}`);
    this.name = 'BlockError';
    this.code = code;
  }
}

/** Nothing but a BlockError leaves here, whatever the bytes made a reader do. */
export function guarded<T>(code: BlockErrorCode, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof BlockError ? error : new BlockError(code);
  }
}
