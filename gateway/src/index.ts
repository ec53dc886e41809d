export type { TrustedRoots } from './api/founding.ts';
export { buildGateway, type Gateway, type GatewayOptions } from './app.ts';
export { GatewayError, type GatewayErrorCode, gatewayErrors } from './error.ts';
export type { UnitKey, UnitKeyProvider } from './keys/unit-keys.ts';
export { defaultLimits, type Limits } from './limits.ts';
export type { CosignAnswer, Cosigners, Member, Quorum } from './mirror/cosigners.ts';
export type { Covered, Mirror, MirrorLimits } from './mirror/mirror.ts';
export { type ErrorCode, errorWords, statusOf } from './plugins/status.ts';
export { type Listening, type ListenOptions, listen } from './server.ts';
