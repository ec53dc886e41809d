// The parts of the age format, for tools that look inside a file and for the public test vectors.
export { type AgeHeader, isHeaderAuthentic, readAgeHeader, type Stanza, writeAgeHeader } from './age-header.ts';
export { openPayload, sealPayload } from './age-payload.ts';
export { HYBRID, type HybridStanza, openHybrid, readHybrid, wrapHybrid } from './stanza.ts';
export { decapsulate, encapsulate } from './xwing.ts';
