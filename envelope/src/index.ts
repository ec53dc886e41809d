export { decryptWith, encryptFor } from './age-file.ts';
export type { Stanza } from './age-header.ts';
export type { Head, Reading, Trust } from './content.ts';
export { type Deposited, openDeposit, sealDeposit } from './deposit.ts';
export { unwrapFileKey } from './file-key.ts';
export { type DirectHeader, readHeader } from './header.ts';
export { type HpkeSealed, hpkeOpen, hpkeSeal } from './hpke.ts';
export type { Inner } from './inner.ts';
export {
  formatSealPublicKey,
  formatSealSecretKey,
  generateSealKey,
  parseSealPublicKey,
  parseSealSecretKey,
  publicKeyOf,
  type SealKey,
} from './keys.ts';
export { type CopyFacts, signCopy, verifyCopy } from './offline-copy.ts';
export { type OpeningKey, type OpenRequest, openFile } from './open.ts';
export { frame, padme, unframe } from './padme.ts';
export { randomBytes } from './random.ts';
export {
  combineRecoveryShares,
  formatRecoveryShare,
  parseRecoveryShare,
  type RecoveryShare,
  type RecoverySplit,
  recoverySet,
  splitRecoveryKey,
} from './recovery-share.ts';
export { reheadFile, reheadWitnessed } from './rehead.ts';
export {
  type ReleaseFacts,
  type ReleaseTrust,
  type SignedRelease,
  signRelease,
  verifyRelease,
} from './release-statement.ts';
export { type Access, openRewrapped, rewrapFileKey, rewrapReaderSecret } from './rewrap.ts';
export { MAX_FILE, type SealedFile, type SealRequest, sealFile } from './seal.ts';
export { MAX_RECIPIENTS } from './stanza-count.ts';
export * from './verify-only.ts';
export type { Deal, Roster, Trustee } from './witness-deal.ts';
export {
  openGranted,
  openWitnessed,
  unlockWitnessed,
  type WitnessedHead,
  type WitnessedKeys,
  type WitnessedOpened,
  type WitnessedOpenRequest,
} from './witness-open.ts';
export {
  opensReaderLayer,
  type Release,
  type ReleaseOrder,
  releaseShare,
  rewrapReader,
  type WitnessedRecord,
} from './witness-release.ts';
export { type DepositedFile, sealWitnessed, type WitnessedFile, type WitnessedSealRequest } from './witness-seal.ts';
