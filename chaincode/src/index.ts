export {
  type Answer,
  answerOf,
  type Chaincode,
  type ChaincodeHost,
  chaincode,
  SEALED_COLLECTION,
} from './contract.ts';
export { ENDORSER_TOLERANCE_MS, itemOf, type Judgement, judge, type StateWrite, type Submission } from './judge.ts';
export type { StateReader } from './state-reader.ts';
export type { Stub } from './stub.ts';
export { readSubmitted, type Submitted } from './submitted.ts';
export { type Handed, judgeTogether, type Occasion } from './together.ts';
