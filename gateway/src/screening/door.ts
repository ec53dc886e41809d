export { askedIn, UnreadableQuery } from './asked.ts';
export { answerOrRefusal } from './asking.ts';
export { type Copy, packCopy, sourcesOf, unpackCopy } from './copy.ts';
export { ownNumbers } from './own-numbers.ts';
