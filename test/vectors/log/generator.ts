import { createPrivateKey, createPublicKey, hash, sign } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { concat, fromBase64, fromHex, sha256, toBase64, utf8 } from '@tocsin/envelope';
import {
  type Checkpoint,
  CompactRange,
  cosignCheckpoint,
  cosignerName,
  entryBytes,
  formatCheckpoint,
  formatNote,
  formatProof,
  leafHash,
  type NoteSignature,
  type NoteSigner,
  originOf,
  Prover,
  signCheckpoint,
} from '@tocsin/envelope/log';
import { type Base, fileOf, type Trial, type Vector } from './vector.ts';

const CHANNEL = hash('sha256', 'tocsin/vector/log/channel');
const ORIGIN = originOf(CHANNEL);
const AGENCIES = ['th-police', 'kh-immigration', 'la-fiu'];
const SIZE = 11;
const TIME = 1_790_000_000;
const PKCS8 = fromHex('302e020100300506032b657004220420');

const labelOf = (agency: string): string => `tocsin/vector/log/${agency}`;

function signerOf(label: string): NoteSigner {
  const key = createPrivateKey({
    key: Buffer.from(concat(PKCS8, sha256(utf8(label)))),
    format: 'der',
    type: 'pkcs8',
  });
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  return { publicKey: Buffer.from(String(x), 'base64url'), sign: async (data) => sign(null, data, key) };
}

/** The tree of the vectors, and of a ledger that was forked at one entry of it. */
class Tree {
  readonly entries: Uint8Array[];
  readonly prover: Prover;
  constructor(forkedAt = -1) {
    const nodes = new Map<string, Uint8Array>();
    const range = new CompactRange();
    this.entries = Array.from({ length: SIZE }, (_, place) => entryOf(place, place === forkedAt));
    for (const entry of this.entries)
      for (const { level, index, hash: node } of range.append(leafHash(entry))) nodes.set(`${level}:${index}`, node);
    this.prover = new Prover({ node: (level, index) => nodes.get(`${level}:${index}`) as Uint8Array });
  }
}

// Block 0 configures the channel and carries no identifier; one transaction was found invalid.
const entryOf = (place: number, forked: boolean): Uint8Array =>
  entryBytes({
    channel: CHANNEL,
    block: String(Math.ceil(place / 2)),
    index: place === 0 ? 0 : (place + 1) % 2,
    txid: place === 0 ? '' : hash('sha256', `transaction ${place}`),
    code: place === 4 ? 'MVCC_READ_CONFLICT' : 'VALID',
    envelope: hash('sha256', `envelope ${place}${forked ? ' of the fork' : ''}`),
  });

const tree = new Tree();
const forked = new Tree(6);
const signers = AGENCIES.map((agency) => signerOf(labelOf(agency)));
const checkpointOf = (size: number, from = tree): Checkpoint => ({
  origin: ORIGIN,
  size,
  root: from.prover.root(size),
});
const logOf = (checkpoint: Checkpoint): Promise<NoteSignature> => signCheckpoint(checkpoint, signers[0] as NoteSigner);
const cosign = (place: number, checkpoint: Checkpoint, time = TIME + place): Promise<NoteSignature> =>
  cosignCheckpoint(checkpoint, {
    name: cosignerName(ORIGIN, AGENCIES[place] as string),
    signer: signers[place] as NoteSigner,
    time,
  });

async function noteOf(places: readonly number[], checkpoint = checkpointOf(SIZE)): Promise<string> {
  const cosignatures = await Promise.all(places.map((place) => cosign(place, checkpoint)));
  return formatNote({ text: formatCheckpoint(checkpoint), signatures: [await logOf(checkpoint), ...cosignatures] });
}

const write = (name: string, value: object): void =>
  writeFileSync(fileOf(name), `${JSON.stringify(value, undefined, 2)}\n`);
const fact = (name: string, about: string, expect: string, trial: Trial): void =>
  write(name, { about, ...trial, expect } satisfies Vector);
const texts = (hashes: readonly Uint8Array[]): string[] => hashes.map(toBase64);
const flipped = (text: string): string => toBase64(fromBase64(text).map((byte, at) => (at === 0 ? byte ^ 1 : byte)));

/** Writes all vectors anew. Ed25519 has no randomness: they come out the same. */
export async function writeVectors(): Promise<void> {
  const note = await noteOf([0, 1, 2]);
  write('base', base(note));
  writeInclusions();
  writeConsistencies();
  await writeCheckpoints(note);
  await writeEntries(note);
}

function base(note: string): Base {
  const keys = AGENCIES.flatMap((agency, place): Base['keys'] => {
    const publicKey = toBase64((signers[place] as NoteSigner).publicKey);
    const label = labelOf(agency);
    return [
      { name: ORIGIN, algorithm: 'note', publicKey, label },
      { name: cosignerName(ORIGIN, agency), algorithm: 'cosignature', publicKey, label },
    ];
  });
  const entries = tree.entries.map((entry) => new TextDecoder().decode(entry));
  const roots = entries.map((_, place) => toBase64(tree.prover.root(place + 1)));
  return { about: 'a tree of eleven transactions, three agencies', origin: ORIGIN, keys, entries, roots, note };
}

function inclusion(index: number, size: number) {
  const leaf = toBase64(leafHash(tree.entries[index] as Uint8Array));
  const proof = texts(tree.prover.inclusion(index, size));
  return { step: 'inclusion' as const, leaf, index, size, proof, root: toBase64(tree.prover.root(size)) };
}

function writeInclusions(): void {
  const sound = inclusion(6, SIZE);
  const [first = '', second = '', ...rest] = sound.proof;
  const bad = (name: string, about: string, change: object): void =>
    fact(`inclusion-${name}`, about, 'BAD_INCLUSION_PROOF', { ...sound, ...change });
  fact('inclusion', 'an entry in the middle', 'accepted', sound);
  fact('inclusion-alone', 'the only entry of a tree: no path', 'accepted', inclusion(0, 1));
  fact('inclusion-last', 'the last entry, where the tree is ragged', 'accepted', inclusion(SIZE - 1, SIZE));
  bad('other-entry', 'the entry beside it', { leaf: inclusion(7, SIZE).leaf });
  bad('other-place', 'the place beside it', { index: 7 });
  bad('other-size', 'a size whose paths are shorter', { size: 8 });
  bad('other-root', 'the root one entry ago', { root: toBase64(tree.prover.root(SIZE - 1)) });
  bad('changed-hash', 'one bit of the path', { proof: [first, flipped(second), ...rest] });
  bad('short', 'the path without its end', { proof: sound.proof.slice(0, -1) });
  bad('long', 'a hash more than the path has', { proof: [...sound.proof, first] });
  bad('order', 'two hashes of the path exchanged', { proof: [second, first, ...rest] });
  bad('short-hash', 'a hash of 31 bytes', { proof: [toBase64(fromBase64(first).subarray(1)), second, ...rest] });
  bad('beyond', 'a place beyond the end', { index: SIZE });
  bad('fork', 'the fork of the ledger', { root: toBase64(forked.prover.root(SIZE)) });
}

function consistency(from: number, to: number) {
  const side = (size: number) => ({ size, root: toBase64(tree.prover.root(size)) });
  const proof = texts(tree.prover.consistency(from, to));
  return { step: 'consistency' as const, from: side(from), to: side(to), proof };
}

function writeConsistencies(): void {
  const sound = consistency(7, SIZE);
  const [first = '', ...rest] = sound.proof;
  const bad = (name: string, about: string, change: object): void =>
    fact(`consistency-${name}`, about, 'BAD_CONSISTENCY_PROOF', { ...sound, ...change });
  fact('consistency', 'four entries more', 'accepted', sound);
  fact('consistency-whole', 'from a tree that is one whole subtree', 'accepted', consistency(8, SIZE));
  fact('consistency-same', 'the same tree', 'accepted', consistency(SIZE, SIZE));
  fact('consistency-empty', 'from the empty tree', 'accepted', consistency(0, SIZE));
  bad('set-back', 'fewer entries than before', { from: sound.to, to: sound.from });
  bad('changed-hash', 'one bit of the proof', { proof: [flipped(first), ...rest] });
  bad('short', 'the proof without its end', { proof: sound.proof.slice(0, -1) });
  bad('long', 'a hash more than needed', { proof: [...sound.proof, first] });
  bad('other-size', 'another earlier size', { from: { ...sound.from, size: 6 } });
  bad('same-size', 'two roots of one size', {
    ...consistency(SIZE, SIZE),
    from: { size: SIZE, root: sound.from.root },
  });
  bad('fork', 'the fork of the ledger, with its own proof', {
    to: { size: SIZE, root: toBase64(forked.prover.root(SIZE)) },
    proof: texts(forked.prover.consistency(7, SIZE)),
  });
}

async function writeCheckpoints(note: string): Promise<void> {
  const checkpoint = (name: string, about: string, expect: string, changed: string): void =>
    fact(name, about, expect, { step: 'checkpoint', note: changed });
  const [origin = '', size = '', root = '', empty = '', log = '', first = '', second = ''] = note.split('\n');
  const of = (...lines: string[]): string => `${lines.join('\n')}\n`;
  checkpoint('checkpoint', 'signed by the log, cosigned by three', 'accepted', note);
  checkpoint('checkpoint-unknown', 'a line by a key that nobody knows', 'accepted', `${note}— nobody AAAAAAAA\n`);
  checkpoint(
    'checkpoint-extension',
    'an extension line',
    'MALFORMED_CHECKPOINT',
    of(origin, size, root, 'x', empty, log),
  );
  checkpoint(
    'checkpoint-leading-zero',
    'a leading zero',
    'MALFORMED_CHECKPOINT',
    of(origin, `0${size}`, root, empty, log),
  );
  checkpoint('checkpoint-trailing', 'something after the last line', 'MALFORMED_NOTE', `${note}x`);
  checkpoint('checkpoint-no-signature', 'no signature', 'MALFORMED_NOTE', of(origin, size, root));
  checkpoint('checkpoint-carriage-return', 'another line break', 'MALFORMED_NOTE', note.replaceAll('\n', '\r\n'));
  checkpoint('checkpoint-origin', "another log's origin", 'WRONG_ORIGIN', of(`${origin}0`, size, root, empty, log));
  checkpoint('checkpoint-size', 'a size that nobody signed', 'BAD_NOTE_SIGNATURE', of(origin, '12', root, empty, log));
  checkpoint(
    'checkpoint-one-bad',
    'one wrong cosignature',
    'BAD_NOTE_SIGNATURE',
    of(origin, size, root, empty, log, exchanged(first, second)),
  );
  checkpoint(
    'checkpoint-stranger',
    'signed by nobody we know',
    'UNSIGNED_CHECKPOINT',
    of(origin, size, root, empty, '— nobody AAAAAAAA'),
  );
}

/** The name and id of one line over the signature of another. */
function exchanged(line: string, other: string): string {
  const [dash = '', name = '', own = ''] = line.split(' ');
  const [, , theirs = ''] = other.split(' ');
  return [dash, name, toBase64(concat(fromBase64(own).subarray(0, 4), fromBase64(theirs).subarray(4)))].join(' ');
}

async function writeEntries(note: string): Promise<void> {
  const INVALID = 4;
  const text = (index: number, under: string, entry = tree.entries[index] as Uint8Array): string =>
    formatProof({ entry, index, proof: tree.prover.inclusion(index, SIZE), note: under });
  const entry = (name: string, about: string, expect: string, changed: string, cosigners = 2): void =>
    fact(name, about, expect, { step: 'entry', text: changed, cosigners });
  const twice = await noteOf([1, 1]);
  entry('entry', 'a transaction that was found invalid', 'accepted', text(INVALID, note));
  const flippedCode = new TextDecoder().decode(tree.entries[INVALID]).replace('MVCC_READ_CONFLICT', 'VALID');
  entry('entry-flipped-code', 'its verdict flipped', 'BAD_INCLUSION_PROOF', text(INVALID, note, utf8(flippedCode)));
  entry('entry-moved', 'another place', 'BAD_INCLUSION_PROOF', text(INVALID, note).replace('index 4', 'index 5'));
  entry('entry-one-agency-twice', 'one agency counted twice', 'TOO_FEW_COSIGNATURES', text(INVALID, twice));
  entry(
    'entry-too-few',
    'two agencies where three are needed',
    'TOO_FEW_COSIGNATURES',
    text(INVALID, await noteOf([0, 1])),
    3,
  );
  entry(
    'entry-fork',
    "under the fork's checkpoint",
    'BAD_INCLUSION_PROOF',
    text(INVALID, await noteOf([0, 1, 2], checkpointOf(SIZE, forked))),
  );
  entry(
    'entry-no-log',
    'without the log',
    'UNSIGNED_CHECKPOINT',
    text(INVALID, note.replace(/^— \S{60,80} .*\n/m, '')),
  );
  entry('entry-head', 'another format', 'MALFORMED_PROOF', text(INVALID, note).replace('tlog-proof', 'tlog-prove'));
}
