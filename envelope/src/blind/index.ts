// Blind checks (docs/spec/blind-check.md). A door of its own: it loads a second libsodium, which has the group.
export {
  BATCH_STEP,
  batchRoot,
  blindBatch,
  type Committed,
  ensureBatch,
  isOpening,
  type Kept,
  MAX_BATCH,
  type Opened,
  openElement,
} from './batch.ts';
export { type BlindDeal, type Ceremony, dealKey, jointKeyOf, shareFrom } from './deal.ts';
export { type Blinded, blindInput, type Evaluated, evaluateBlinded, finalize, inputOf } from './oprf.ts';
export { type BlindTable, MAX_ROW_TEXT, type RowSource, readTable, writeTable } from './table.ts';
export { type Answered, combineEvaluations, falseAnswers, type JointKey } from './threshold.ts';
