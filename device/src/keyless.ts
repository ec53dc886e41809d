/**
 * What it takes to act for an officer and to prove what a gateway says, without any code that opens a sealed file: an
 * auditor's commands come in by this door.
 */
export { proposalOf } from './agreement.ts';
export { DeviceError, type DeviceErrorCode, deviceErrors } from './error.ts';
export { type KeepPins, type Link, mustFollow, type Pin, Pins } from './pins.ts';
export { Roots } from './roots.ts';
export {
  act,
  authorOf,
  type Device,
  type Done,
  type Enclosed,
  type Notes,
  networkFor,
  type Session,
  type Written,
} from './session.ts';
