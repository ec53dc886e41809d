export { answerOrRefusal } from './asking.ts';
export { type Copy, sourcesOf, unpackCopy } from './copy.ts';
