export { type BlockSignature, decodeBlock, type FabricBlock } from './block.ts';
export { certificateIn } from './certificate.ts';
export { type ChannelConfig, configOf } from './channel-config.ts';
export { BlockError, type BlockErrorCode, blockErrors } from './error.ts';
export { toldBlock } from './told.ts';
export { toldEnvelope } from './told-envelope.ts';
export type {
  ConfigTransaction,
  Endorsement,
  EndorserTransaction,
  FabricTransaction,
  Identity,
  SignedParts,
  UnreadableTransaction,
} from './transaction.ts';
export { type NodeRole, type Trust, Vouched } from './trust.ts';
export type { ValidationCode } from './validation-code.ts';
export {
  type Predecessor,
  type Standing,
  type VerifyOptions,
  verifyBlock,
  verifyBlocks,
  verifyTransaction,
} from './verify.ts';
export { Message } from './wire.ts';
export type { HashedWrite, PublicWrite, WriteSet } from './write-set.ts';
