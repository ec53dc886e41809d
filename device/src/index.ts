export { type AccessWish, type Commitment, committed, requestAccess } from './access-request.ts';
export { type Audience, audienceOf, pin, type Reader, readersOf, type Sharing } from './audience.ts';
export { codeOfRoots, comparisonCode, plainCode } from './comparison.ts';
export { provenConsents, purposesFor } from './consent.ts';
export { DeviceError, type DeviceErrorCode, deviceErrors } from './error.ts';
export { type FollowUp, followUp } from './follow-up.ts';
export { openByGrant } from './granted.ts';
export { type KeepPins, type Link, mustFollow, type Pin, Pins } from './pins.ts';
export { type Manner, type Posting, type PreparedPost, post, prepare } from './posting.ts';
export { type ProvenHead, provenHead, provenStatement } from './proven-head.ts';
export { type Opened, open, type Reading } from './reading.ts';
export { receive, receiveFailure } from './receipt.ts';
export { Roots } from './roots.ts';
export { currentSealKey, provenKey, type SealKey, type UnitName } from './seal-key.ts';
export { type Lockable, lockFor, pinAll, type SealedItem, type Sealing, seal } from './sealing.ts';
export {
  act,
  authorOf,
  type Device,
  type Done,
  type Enclosed,
  type Notes,
  networkFor,
  type Session,
} from './session.ts';
export { type ByTrustees, goodReleases, type Locked, openWithShares } from './shares.ts';
export { dealtTo, type ProvenRoster, type ProvenTrustee, pinTrustees, provenRoster } from './trustees.ts';
