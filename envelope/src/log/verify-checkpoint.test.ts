import { beforeAll, describe, expect, test } from 'vitest';
import { cosignerOf } from '../../fixture/cosigner.ts';
import { StoredTree } from '../../fixture/stored-tree.ts';
import { toBase64 } from '../base64.ts';
import { concat, u64be, utf8 } from '../encoding.ts';
import { type Checkpoint, formatCheckpoint } from './checkpoint.ts';
import { cosignCheckpoint, cosigned, cosignerName, signCheckpoint } from './cosign.ts';
import { entryBytes, type LedgerEntry, parseEntry } from './ledger-entry.ts';
import { formatNote, type NoteSignature } from './note.ts';
import { keyIdOf, type NoteKey, type NoteSigner } from './note-key.ts';
import { formatProof, parseProof } from './proof-file.ts';
import { Prover } from './prove.ts';
import { verifyCheckpoint } from './verify-checkpoint.ts';
import { originOf, verifyEntry } from './verify-entry.ts';

const channel = 'c4'.repeat(32);
const origin = originOf(channel);
const agencies = ['th-police', 'kh-immigration', 'la-fiu'];
const entries: LedgerEntry[] = Array.from({ length: 21 }, (_, index) => ({
  channel,
  block: String(Math.floor(index / 2)),
  index: index % 2,
  txid: index === 0 ? '' : index.toString(16).padStart(64, '0'),
  code: index === 7 ? 'MVCC_READ_CONFLICT' : 'VALID',
  envelope: index.toString(16).padStart(64, 'a'),
}));
const tree = StoredTree.of(entries.map(entryBytes));
const checkpoint: Checkpoint = { origin, size: 21, root: tree.root() };
const TIME = 1_790_000_000;

let signers: NoteSigner[];
let keys: NoteKey[];
let log: NoteSignature;
let cosignatures: NoteSignature[];

const cosignatureOf = (place: number, time = TIME): Promise<NoteSignature> =>
  cosignCheckpoint(checkpoint, { name: cosignerName(origin, agencies[place]!), signer: signers[place]!, time });
const noteWith = (...signatures: NoteSignature[]): string =>
  formatNote({ text: formatCheckpoint(checkpoint), signatures });

beforeAll(async () => {
  signers = await Promise.all(agencies.map((agency) => cosignerOf(`tocsin/test/${agency}`)));
  keys = signers.flatMap(({ publicKey }, place): NoteKey[] => [
    { name: origin, algorithm: 'note', publicKey },
    { name: cosignerName(origin, agencies[place]!), algorithm: 'cosignature', publicKey },
  ]);
  log = await signCheckpoint(checkpoint, signers[0]!);
  cosignatures = await Promise.all(agencies.map((_, place) => cosignatureOf(place)));
});

test('a checkpoint tells who signed it, who vouched for it, and when', async () => {
  const verified = await verifyCheckpoint(noteWith(log, ...cosignatures), { origin, keys });
  expect(verified.checkpoint).toEqual(checkpoint);
  expect(verified.text).toBe(`${origin}\n21\n${toBase64(tree.root())}\n`);
  expect(verified.signers).toEqual([keys[0]]);
  expect(verified.cosignatures).toEqual(agencies.map((agency) => ({ name: `${origin}/${agency}`, time: TIME })));
});

test('who signs twice counts once, with the later time', async () => {
  const note = noteWith(await cosignatureOf(1, TIME + 9), cosignatures[1]!, cosignatures[1]!);
  const { cosignatures: counted } = await verifyCheckpoint(note, { origin, keys });
  expect(counted).toEqual([{ name: `${origin}/kh-immigration`, time: TIME + 9 }]);
});

test('signatures of unknown keys are passed over, and do not suffice alone', async () => {
  const note = noteWith(...cosignatures);
  const { cosignatures: known } = await verifyCheckpoint(note, { origin, keys: keys.slice(0, 2) });
  expect(known).toEqual([{ name: `${origin}/th-police`, time: TIME }]);
  const stranger: NoteKey = { ...keys[1]!, publicKey: keys[3]!.publicKey };
  await refused(note, 'UNSIGNED_CHECKPOINT', [stranger]);
  await refused(note, 'UNSIGNED_CHECKPOINT', []);
});

describe('refused', () => {
  test('a changed bit in any part of a cosignature', async () => {
    const { name, id, signature } = cosignatures[0]!;
    for (const at of [0, 7, 8, 40, signature.length - 1]) {
      const changed = signature.map((byte, i) => (i === at ? byte ^ 1 : byte));
      await refused(noteWith(log, { name, id, signature: changed }), 'BAD_NOTE_SIGNATURE');
    }
  });

  test('one wrong signature of a known key, whatever else stands there', async () => {
    const wrong = { ...cosignatures[2]!, signature: cosignatures[1]!.signature };
    await refused(noteWith(log, cosignatures[0]!, cosignatures[1]!, wrong), 'BAD_NOTE_SIGNATURE');
    await refused(noteWith({ ...log, signature: log.signature.toReversed() }), 'BAD_NOTE_SIGNATURE');
    await refused(noteWith({ ...cosignatures[0]!, signature: new Uint8Array(8) }), 'BAD_NOTE_SIGNATURE');
  });

  test("one agency's cosignature under another's name", async () => {
    await refused(noteWith({ ...cosignatures[0]!, name: `${origin}/la-fiu` }), 'UNSIGNED_CHECKPOINT');
    const id = keyIdOf(keys[5]!);
    await refused(noteWith({ ...cosignatures[0]!, name: `${origin}/la-fiu`, id }), 'BAD_NOTE_SIGNATURE');
  });

  test("the log's signature taken for a cosignature, and the other way round", async () => {
    const asCosignature = { name: keys[1]!.name, id: keyIdOf(keys[1]!), signature: log.signature };
    await refused(noteWith(asCosignature), 'BAD_NOTE_SIGNATURE');
    const asLog = { name: origin, id: keyIdOf(keys[0]!), signature: cosignatures[0]!.signature.slice(8) };
    await refused(noteWith(asLog), 'BAD_NOTE_SIGNATURE');
  });

  test('another origin, size or root under the same signatures', async () => {
    const signatures = [log, ...cosignatures];
    const note = (other: Partial<Checkpoint>): string =>
      formatNote({ text: formatCheckpoint({ ...checkpoint, ...other }), signatures });
    await refused(note({ origin: originOf('c5'.repeat(32)) }), 'WRONG_ORIGIN');
    await refused(note({ size: 22 }), 'BAD_NOTE_SIGNATURE');
    await refused(note({ root: new Uint8Array(32) }), 'BAD_NOTE_SIGNATURE');
  });

  test('a time that no clock shows, though it is signed', async () => {
    const time = 2n ** 63n;
    const signature = await signers[0]!.sign(cosigned(formatCheckpoint(checkpoint), time));
    const line = { ...cosignatures[0]!, signature: concat(u64be(time), signature) };
    await refused(noteWith(line), 'BAD_NOTE_SIGNATURE');
  });
});

async function refused(note: string, code: string, known: readonly NoteKey[] = keys): Promise<void> {
  await expect(verifyCheckpoint(note, { origin, keys: known })).rejects.toMatchObject({ code });
}

describe('a proof of one transaction', () => {
  const proofOf = (index: number, note = noteWith(log, ...cosignatures)): string =>
    formatProof({
      entry: entryBytes(entries[index]!),
      index,
      proof: new Prover(tree).inclusion(index, 21),
      note,
    });
  const trusted = (cosigners = 3) => ({ origin, keys, cosigners });

  test('verifies offline, for every entry, and says what the entry says', async () => {
    for (const [index, entry] of entries.entries()) {
      const proved = await verifyEntry(proofOf(index), trusted());
      expect(proved.entry).toEqual(entry);
      expect(proved.cosignatures).toHaveLength(3);
    }
  });

  test('is about as large as promised', () => expect(proofOf(8).length).toBeLessThan(1700));

  test('needs as many agencies as are asked for', async () => {
    const note = noteWith(log, cosignatures[0]!, cosignatures[0]!);
    const asked = (cosigners: number) => verifyEntry(proofOf(8, note), trusted(cosigners));
    await expect(asked(1)).resolves.toBeDefined();
    await expect(asked(2)).rejects.toMatchObject({ code: 'TOO_FEW_COSIGNATURES' });
    const alone = verifyEntry(proofOf(8, noteWith(log)), trusted(0));
    await expect(alone).rejects.toMatchObject({ code: 'TOO_FEW_COSIGNATURES' });
    const unsigned = verifyEntry(proofOf(8, noteWith(...cosignatures)), trusted());
    await expect(unsigned).rejects.toMatchObject({ code: 'UNSIGNED_CHECKPOINT' });
  });

  test('refuses every changed character', async () => {
    const text = proofOf(8);
    for (let at = 0; at < text.length; at += 3) {
      const other = text[at] === 'A' ? 'B' : 'A';
      const changed = `${text.slice(0, at)}${other}${text.slice(at + 1)}`;
      await expect(verifyEntry(changed, trusted()), `character ${at}`).rejects.toHaveProperty('code');
    }
  });

  test('of a flipped validation code is refused', async () => {
    const { entry, ...rest } = parseProof(proofOf(7));
    const flipped = entryBytes({ ...parseEntry(entry), code: 'VALID' });
    const text = formatProof({ ...rest, entry: flipped });
    await expect(verifyEntry(text, trusted())).rejects.toMatchObject({ code: 'BAD_INCLUSION_PROOF' });
  });

  test('of another ledger is refused, whoever signed that tree', async () => {
    const other = StoredTree.of([entryBytes({ ...entries[0]!, channel: 'c5'.repeat(32) })]);
    const alone = { origin, size: 1, root: other.root() };
    const line = await cosignCheckpoint(alone, {
      name: cosignerName(origin, 'la-fiu'),
      signer: signers[2]!,
      time: TIME,
    });
    const note = formatNote({
      text: formatCheckpoint(alone),
      signatures: [await signCheckpoint(alone, signers[2]!), line],
    });
    const entry = entryBytes({ ...entries[0]!, channel: 'c5'.repeat(32) });
    const text = formatProof({ entry, index: 0, proof: [], note });
    await expect(verifyEntry(text, trusted(1))).rejects.toMatchObject({ code: 'WRONG_ORIGIN' });
  });

  test.each([
    ['nothing', () => ''],
    ['another version', () => proofOf(8).replace('@v1', '@v2')],
    ['no entry', () => proofOf(8).replace(/extra .*\n/, '')],
    ['a leading zero', () => proofOf(8).replace('index 8', 'index 08')],
    ['a hash of 31 bytes', () => proofOf(8).replace(/(index 8\n).*\n/, `$1${toBase64(new Uint8Array(31))}\n`)],
    [
      'too long a path',
      () => proofOf(8).replace('index 8\n', `index 8\n${`${toBase64(new Uint8Array(32))}\n`.repeat(60)}`),
    ],
    ['an entry without end', () => proofOf(8).replace(/extra .*/, `extra ${toBase64(new Uint8Array(5000))}`)],
    ['a text without end', () => proofOf(8) + 'x'.repeat(200_000)],
  ])('refused: %s', (_, text) => {
    expect(() => parseProof(text())).toThrow(expect.objectContaining({ code: 'MALFORMED_PROOF' }));
  });
});

describe('refused as no entry', () => {
  const sound = entries[3]!;
  test.each<[string, object]>([
    ['a member too few', (({ code: _, ...rest }) => rest)(sound)],
    ['a member too many', { ...sound, more: 1 }],
    ['a number for the block', { ...sound, block: 3 }],
    ['a leading zero', { ...sound, block: '03' }],
    ['a negative place', { ...sound, index: -1 }],
    ['capital digits', { ...sound, envelope: sound.envelope.toUpperCase() }],
    ['another identifier', { ...sound, txid: 'x' }],
    ['a code in words', { ...sound, code: 'valid' }],
  ])('%s', (_, entry) => {
    expect(() => entryBytes(entry as LedgerEntry)).toThrow(expect.objectContaining({ code: 'MALFORMED_LEAF' }));
    const bytes = utf8(JSON.stringify(Object.fromEntries(Object.entries(entry).sort())));
    expect(() => parseEntry(bytes)).toThrow(expect.objectContaining({ code: 'MALFORMED_LEAF' }));
  });

  test.each(['', '[]', 'null', '"x"', '{"block": "1"}'])('%s', (text) => {
    expect(() => parseEntry(utf8(text))).toThrow(expect.objectContaining({ code: 'MALFORMED_LEAF' }));
  });
});
