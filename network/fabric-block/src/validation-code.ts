/** What the peer found when it validated a transaction (Fabric, `peer/transaction.proto`, TxValidationCode). */
const names = [
  'VALID',
  'NIL_ENVELOPE',
  'BAD_PAYLOAD',
  'BAD_COMMON_HEADER',
  'BAD_CREATOR_SIGNATURE',
  'INVALID_ENDORSER_TRANSACTION',
  'INVALID_CONFIG_TRANSACTION',
  'UNSUPPORTED_TX_PAYLOAD',
  'BAD_PROPOSAL_TXID',
  'DUPLICATE_TXID',
  'ENDORSEMENT_POLICY_FAILURE',
  'MVCC_READ_CONFLICT',
  'PHANTOM_READ_CONFLICT',
  'UNKNOWN_TX_TYPE',
  'TARGET_CHAIN_NOT_FOUND',
  'MARSHAL_TX_ERROR',
  'NIL_TXACTION',
  'EXPIRED_CHAINCODE',
  'CHAINCODE_VERSION_CONFLICT',
  'BAD_HEADER_EXTENSION',
  'BAD_CHANNEL_HEADER',
  'BAD_RESPONSE_PAYLOAD',
  'BAD_RWSET',
  'ILLEGAL_WRITESET',
  'INVALID_WRITESET',
  'INVALID_CHAINCODE',
] as const;

export type ValidationCode = (typeof names)[number] | 'NOT_VALIDATED' | 'INVALID_OTHER_REASON';

/** The name of a code; a block that no peer has validated yet has none. */
export function validationCode(byte: number | undefined): ValidationCode {
  if (byte === undefined || byte === 254) return 'NOT_VALIDATED';
  return names[byte] ?? 'INVALID_OTHER_REASON';
}
