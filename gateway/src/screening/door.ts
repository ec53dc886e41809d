export { askedIn, UnreadableQuery } from './asked.ts';
export { answering, answerOrRefusal } from './asking.ts';
export { type Copy, packCopy, sourcesIn, unpackCopy } from './copy.ts';
export { ownNumbers } from './own-numbers.ts';
