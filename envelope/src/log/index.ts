// Trees and the notes that vouch for them: RFC 6962 and the C2SP formats. A door of its own: judging a statement or
// opening a file needs none of it.
export { type Checkpoint, formatCheckpoint, parseCheckpoint } from './checkpoint.ts';
export { CompactRange, type Node, type Place, peaksOf } from './compact-range.ts';
export { cosignCheckpoint, cosignerName, signCheckpoint } from './cosign.ts';
export { entryBytes, type LedgerEntry, parseEntry } from './ledger-entry.ts';
export { LogError, type LogErrorCode, logErrors } from './log-error.ts';
export { formatNote, MAX_NOTE, type Note, type NoteSignature, parseNote } from './note.ts';
export { formatVerifierKey, isSignedBy, type NoteKey, type NoteSigner } from './note-key.ts';
export { formatProof, type ProofFile, parseProof } from './proof-file.ts';
export { type Nodes, Prover } from './prove.ts';
export { type Hash, leafHash } from './tree-hash.ts';
export { type Cosignature, type VerifiedCheckpoint, verifyCheckpoint } from './verify-checkpoint.ts';
export { originOf, type ProvedEntry, type TrustedLog, verifyEntry } from './verify-entry.ts';
export { type Consistency, type Inclusion, verifyConsistency, verifyInclusion } from './verify-proof.ts';
