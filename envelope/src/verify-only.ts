// What a judge of statements needs, and no more: nothing here loads WebAssembly or can decrypt.
export { fromBase64, fromBase64url, toBase64, toBase64url } from './base64.ts';
export { BlindError, type BlindErrorCode, blindErrors } from './blind/blind-error.ts';
export { canonicalBytes, MAX_DEPTH, parseCanonical } from './canonical.ts';
export { type Certificate, readCertificate } from './certificate.ts';
export { type ChainCheck, type Leaf, verifyChain } from './chain.ts';
export { concat, equalBytes, fromHex, fromUtf8, toBase32, toHex, u64be, utf8 } from './encoding.ts';
export { EnvelopeError, type EnvelopeErrorCode, envelopeErrors } from './error.ts';
export { digest, digestFile, sha256 } from './hash.ts';
export { parseCompact, type Signer, signCompact, verifyCompact } from './jws.ts';
export { RecoveryError, type RecoveryErrorCode, recoveryErrors } from './recovery-error.ts';
export { isListOf } from './revocation.ts';
export { signStatement, webCryptoSigner } from './sign.ts';
export {
  MAX_STATEMENT,
  type ParsedStatement,
  parseStatement,
  type StatementHeader,
  verifyStatement,
} from './verify.ts';
export { type Witness, type WitnessedItem, witnessBinding } from './witness-commitment.ts';
export { WitnessError, type WitnessErrorCode, witnessErrors } from './witness-error.ts';
export { ensureWitness, MAX_TRUSTEES, readWitnessedHeader, type WitnessedHeader } from './witness-header.ts';
