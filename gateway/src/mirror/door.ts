// What verifying a tree offline shares with the gateway that grows it. A door of its own: no key is reached from here.
export type { Quorum } from './cosigners.ts';
export { entriesIn, nativeSha256 } from './entries.ts';
export { quorumFrom } from './vouching.ts';
