export type { Stanza } from './age-header.ts';
export { unwrapFileKey } from './file-key.ts';
export { type DirectHeader, MAX_RECIPIENTS, readHeader } from './header.ts';
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
export { type Head, type OpeningKey, type OpenRequest, openFile, type Trust } from './open.ts';
export { frame, padme, unframe } from './padme.ts';
export { randomBytes } from './random.ts';
export { type Access, openRewrapped, rewrapFileKey } from './rewrap.ts';
export { MAX_FILE, type SealedFile, type SealRequest, sealFile } from './seal.ts';
export * from './verify-only.ts';
