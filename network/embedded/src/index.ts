export { connect } from './connection.ts';
export { type EmbeddedLedger, type EmbeddedOptions, openEmbeddedLedger } from './embedded-ledger.ts';
export type { GatewayIdentity } from './envelope.ts';
export { EmbeddedError, type EmbeddedErrorCode, embeddedErrors } from './error.ts';
export {
  type Fault,
  type Layer,
  type Verification,
  verifyEmbeddedExport,
} from './verify-export.ts';
