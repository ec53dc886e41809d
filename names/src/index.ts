export { comparable } from './comparable.ts';
export { type Comparison, compareNames, MATCH, POSSIBLE } from './compare.ts';
export { NameError, type NameErrorCode, nameErrors } from './error.ts';
export { type Found, type IndexEntry, NameIndex } from './index/name-index.ts';
export type { Comparable, Gender, NameInput, Reason } from './name.ts';
export type { Language } from './sound.ts';
export type { Script, Token } from './token.ts';
