import { writeFileSync } from 'node:fs';
import {
  concat,
  digest,
  hpkeSeal,
  publicKeyOf,
  type Release,
  type ReleaseOrder,
  releaseShare,
  rewrapReader,
  sealWitnessed,
  toBase64,
  toHex,
  utf8,
  type WitnessedHead,
  witnessBinding,
} from '@tocsin/envelope';
import { readAgeHeader, type Stanza, writeAgeHeader } from '@tocsin/envelope/age';
import { author, headOf, innerOf } from '../../bench/sealed-alert.ts';
import { type Base, fileOf, type SealedText, secretOf, type Vector } from './vector.ts';

const PREFIX = 'tocsin/vector/witness/';
const keys = {
  trustees: [1, 2, 3].map((place) => `${PREFIX}trustee ${place}`),
  unit: `${PREFIX}unit`,
  otherUnit: `${PREFIX}other unit`,
  device: `${PREFIX}device`,
};
const ACCESS = 'a4c6e2g3i4k5m6o7q2s3u4w5y6';
const publicKey = (label: string): Uint8Array => publicKeyOf(secretOf(label));
const text = ({ enc, ct }: { enc: Uint8Array; ct: Uint8Array }): SealedText => ({
  enc: toBase64(enc),
  ct: toBase64(ct),
});
const write = (name: string, value: object): void =>
  writeFileSync(fileOf(name), `${JSON.stringify(value, undefined, 2)}\n`);

/** Writes all vectors anew, of a new file: its randomness is the system's, the files are what is fixed. */
export async function writeVectors(): Promise<void> {
  const made = await sealed();
  const { file } = made;
  write('base', await baseOf(made));
  const { bytes: header, stanzas } = readAgeHeader(file);
  write('open-1-2', open('two of three trustees', 'opened', ['1', '2']));
  write('open-3-1', open('two others, in another order', 'opened', ['3', '1']));
  write('healed', {
    ...open('a bad share, healed by a third trustee', 'opened', ['2 spoilt', '1', '3']),
    trustees: [2],
  });
  write('too-few', open('one trustee where two are needed', 'TOO_FEW_SHARES', ['1']));
  write('twice', open('one trustee, two of its releases', 'TOO_FEW_SHARES', ['1', '1 again']));
  write('bad-share', { ...open('a changed share', 'BAD_SHARE', ['1', '2 spoilt']), trustees: [2] });
  write('other-access-share', {
    ...open('a share released for another access', 'BAD_SHARE', ['1', '2 for another access']),
    trustees: [2],
  });
  write('other-access-reader', {
    ...open('the reader layer of another access', 'WRONG_KEY'),
    reader: 'another access',
  });
  write('file-hash', { ...open('one bit of the payload', 'FILE_HASH_MISMATCH'), patch: [flip(file, file.length - 1)] });
  write('header-hash', set(open('a head that names another header', 'HEADER_HASH_MISMATCH'), 'head.headerHash', zeros));
  write('commitment', set(open('a head with another commitment', 'WITNESS_MISMATCH'), 'head.witness.cm', zeros));
  write('laxer-policy', {
    ...set(open('a head with a laxer policy', 'BAD_SHARE'), 'head.policy', { purposes: ['rescue', 'curiosity'] }),
    trustees: [1, 2],
  });
  write('handle', set(open('a head that names another officer', 'HEAD_MISMATCH'), 'head.handle', 'someoneelse'));
  write('not-addressed', set(open('the right keys in another agency', 'NOT_FOR_ME'), 'me', 'la-fiu'));
  write('payload', follow(made, 'one bit of the payload, and a ledger that follows', flip(file, file.length - 1)));
  write('mac', follow(made, 'another MAC, and a ledger that follows', flip(file, header.length - 10)));
  write(
    'reader-order',
    follow(made, 'two reader stanzas exchanged, and a ledger that follows', exchange(file, stanzas)),
  );
  write('release', release('a trustee releases its share', 'released', 2));
  write(
    'release-other-id',
    set(release('stanzas moved', 'WITNESS_MISMATCH', 2), 'head.id', 'n5xw4zlyor2gs3tfnvsg2yltmv'),
  );
  write('release-laxer-policy', set(release('a laxer policy', 'WITNESS_MISMATCH', 2), 'head.policy', {}));
  write('release-other-author', set(release('another author', 'WITNESS_MISMATCH', 2), 'head.author', 'la-fiu'));
  write('release-other-place', { ...release("another trustee's place", 'WITNESS_MISMATCH', 1), key: keys.trustees[1] });
  write('release-false-deal', falseDeal(made, stanzas));
  write('rewrap', { about: "the addressed unit's gateway", step: 'rewrap', expect: 'rewrapped', key: keys.unit });
  write('rewrap-other-unit', {
    about: 'another unit',
    step: 'rewrap',
    expect: 'not for this unit',
    key: keys.otherUnit,
  });
}

const zeros = '00'.repeat(32);
interface Made {
  file: Uint8Array;
  head: WitnessedHead;
  root: Uint8Array;
  content: unknown;
}

async function sealed(): Promise<Made> {
  const { signer, chain, root } = await author();
  const reader = { agency: 'kh-unit10', key: { publicKey: publicKey(keys.unit), secretKey: secretOf(keys.unit) } };
  const content = { schema: 'vector/1', summary: 'a fictitious job offer' };
  const inner = { ...innerOf(signer.handle, [reader as never]), content };
  const policy = { purposes: ['rescue'] };
  const trustees = keys.trustees.map((label, i) => ({ agency: `trustee-${i + 1}`, publicKey: publicKey(label) }));
  const roster = { epoch: 1, t: 2, trustees };
  // A second unit, so that there are two reader stanzas to exchange.
  const recipients = [reader.key.publicKey, publicKey(`${PREFIX}author's unit`)];
  const { file, witness, ...hashes } = await sealWitnessed({ inner, signer, chain, recipients, policy, roster });
  return { file, head: { ...headOf(inner, { file, ...hashes }), policy, witness }, root, content };
}

async function baseOf(made: Made): Promise<Base> {
  const { file, head, root, content } = made;
  const [first, second, third] = [1, 2, 3].map((index) => released(made, index)) as [Release, Release, Release];
  const spoilt = { ...second, ct: second.ct.map((byte, i) => (i === 0 ? byte ^ 1 : byte)) };
  const releases = {
    '1': first,
    '2': second,
    '3': third,
    '1 again': released(made, 1),
    '2 spoilt': spoilt,
    '2 for another access': released(made, 2, 'another'),
  };
  return {
    about: 'a file witnessed by two of three trustees; every key is SHA-256 of its label',
    keys,
    file: toBase64(file),
    head,
    access: ACCESS,
    me: 'kh-unit10',
    root: toBase64(root),
    at: new Date(Date.now() + 3_600_000).toISOString(),
    readers: { own: readerFor(made), 'another access': readerFor(made, 'another') },
    releases: Object.fromEntries(
      Object.entries(releases).map(([name, one]) => [name, { index: one.index, ...text(one) }]),
    ),
    content,
  };
}

function released({ file, head }: Made, index: number, access = ACCESS): Release {
  const trusteeKey = secretOf(keys.trustees[index - 1] ?? '');
  const order: ReleaseOrder = { header: file, record: head, index, trusteeKey, access, epk: publicKey(keys.device) };
  return releaseShare(order);
}

function readerFor({ file, head }: Pick<Made, 'file' | 'head'>, access = ACCESS): SealedText {
  const order = { header: file, record: head, unitKey: secretOf(keys.unit), access, epk: publicKey(keys.device) };
  const wrapped = rewrapReader(order);
  if (wrapped === null) throw new Error('the unit is addressed');
  return text(wrapped);
}

function open(about: string, expect: string, releases: string[] = ['1', '2']): Vector {
  return { about, step: 'open', expect, releases };
}

function release(about: string, expect: string, index: number): Vector {
  return { about, step: 'release', expect, index };
}

function set(vector: Vector, path: string, value: unknown): Vector {
  return { ...vector, set: { ...vector.set, [path]: value } };
}

function flip(file: Uint8Array, offset: number): [number, string] {
  return [offset, toHex(Uint8Array.of((file[offset] ?? 0) ^ 1))];
}

/** A changed file that a ledger names all the same, with the reader's layer wrapped for it. */
function follow(made: Made, about: string, ...patch: [number, string][]): Vector {
  const file = patched(made.file, patch);
  const head = { ...made.head, ...hashesOf(file) };
  // The header may no longer read as the author's, but what the unit opens in it is unchanged.
  const reader = readerFor({ file, head });
  const { fileHash, headerHash } = head;
  const changes = { 'head.fileHash': fileHash, 'head.headerHash': headerHash };
  return { ...open(about, 'FILE_TAMPERED'), set: changes, patch, reader };
}

function patched(file: Uint8Array, patch: [number, string][]): Uint8Array {
  const copy = file.slice();
  for (const [offset, hex] of patch) copy.set(Buffer.from(hex, 'hex'), offset);
  return copy;
}

function hashesOf(file: Uint8Array): { fileHash: string; headerHash: string } {
  return { fileHash: digest(file), headerHash: digest(readAgeHeader(file).bytes) };
}

function exchange(file: Uint8Array, stanzas: Stanza[]): [number, string] {
  const [last, before] = [stanzas.at(-1), stanzas.at(-2)] as [Stanza, Stanza];
  return difference(file, [...stanzas.slice(0, -2), last, before]);
}

/** The patch that turns the header's stanzas into these, its MAC left alone. */
function difference(file: Uint8Array, stanzas: Stanza[]): [number, string] {
  const written = writeAgeHeader(stanzas, new Uint8Array(16)).subarray(0, -44);
  const from = written.findIndex((byte, i) => byte !== file[i]);
  const to = written.findLastIndex((byte, i) => byte !== file[i]) + 1;
  return [from, toHex(written.subarray(from, to))];
}

/** Trustee 2 was dealt bytes that are not those committed to. */
function falseDeal({ file, head }: Made, stanzas: Stanza[]): Vector {
  const place = 2;
  const aad = concat(witnessBinding(head), Uint8Array.of(place));
  const type = stanzas[place]?.args[0] ?? '';
  const { enc, ct } = hpkeSeal(publicKey(keys.trustees[place - 1] ?? ''), utf8(type), aad, new Uint8Array(65));
  const stanza = { args: [type, String(place), toBase64(enc).replaceAll('=', '')], body: ct };
  const patch = difference(file, stanzas.with(place, stanza));
  const { headerHash } = hashesOf(patched(file, [patch]));
  const vector = set(
    release('the author dealt another share than it committed to', 'BAD_SHARE', place),
    'head.headerHash',
    headerHash,
  );
  return { ...vector, trustees: [place], patch: [patch] };
}
