import { expect, test } from 'vitest';
import { refusalOf } from '../fixture/refusal.ts';
import { requestOf, sealScene, witnessedScene } from '../fixture/witnessed.ts';
import { openDeposit, sealDeposit } from './deposit.ts';
import { hpkeSeal } from './hpke.ts';
import { randomBytes } from './random.ts';
import { reheadWitnessed } from './rehead.ts';
import { openGranted, unlockWitnessed } from './witness-open.ts';

const s = await witnessedScene();
const unit = s.keys.author;
const file = await sealScene(s, { roster: s.roster, depositTo: unit.publicKey });
const of = { item: s.inner.id, fileHash: file.fileHash };
const deposit = file.deposit ?? hpkeSeal(unit.publicKey, new Uint8Array(), new Uint8Array(), new Uint8Array());

test('a file is sealed without a deposit unless one is asked for', () => {
  expect(s.witnessed).toMatchObject({ deposit: null });
});

test('the deposited key is the one that opening gives', async () => {
  const scene = await witnessedScene();
  const sealed = await sealScene(scene, { roster: scene.roster, depositTo: scene.keys.author.publicKey });
  const head = {
    ...scene.witnessedHead,
    fileHash: sealed.fileHash,
    headerHash: sealed.headerHash,
    witness: sealed.witness,
  };
  const { fileKey } = await unlockWitnessed(requestOf({ ...scene, witnessed: sealed, witnessedHead: head }, [1, 3]));
  const about = { item: scene.inner.id, fileHash: sealed.fileHash };
  expect(openDeposit(scene.keys.author.secretKey, sealed.deposit ?? deposit, about)).toEqual(fileKey);
});

test('it is enough to write a new header', async () => {
  const fileKey = openDeposit(unit.secretKey, deposit, of) ?? new Uint8Array();
  const item = { id: s.inner.id, author: s.author.code, policy: {} };
  const again = await reheadWitnessed({
    file: file.file,
    fileKey,
    item,
    roster: s.roster,
    recipients: [s.keys.reader.publicKey],
  });
  expect(again.fileHash).not.toBe(file.fileHash);
});

test('it opens the file without any trustee, and no other file', async () => {
  const fileKey = openDeposit(unit.secretKey, deposit, of) ?? new Uint8Array();
  const { fileHash, headerHash, witness } = file;
  const head = { ...s.witnessedHead, fileHash, headerHash, witness };
  const request = { file: file.file, head, fileKey, me: s.reader.code, trust: s.trust };
  expect(await openGranted(request)).toEqual(s.inner);
  const refused = (odd: Partial<typeof request>) => refusalOf(() => openGranted({ ...request, ...odd }));
  expect(await refused({ fileKey: randomBytes(16) })).toBe('WRONG_KEY');
  expect(await refused({ file: s.witnessed.file })).toBe('FILE_HASH_MISMATCH');
  expect(await refused({ head: { ...head, headerHash: '00'.repeat(32) } })).toBe('HEADER_HASH_MISMATCH');
  expect(await refused({ head: { ...head, witness: { ...witness, t: 3 } } })).toBe('WITNESS_MISMATCH');
  expect(await refused({ me: s.stranger.code })).toBe('NOT_FOR_ME');
});

test('it opens for its unit, item and file only', () => {
  expect(openDeposit(s.keys.reader.secretKey, deposit, of)).toBeNull();
  expect(openDeposit(unit.secretKey, deposit, { ...of, item: 'another' })).toBeNull();
  expect(openDeposit(unit.secretKey, deposit, { ...of, fileHash: '00'.repeat(32) })).toBeNull();
  expect(openDeposit(unit.secretKey, { ...deposit, ct: deposit.ct.map((byte) => byte ^ 1) }, of)).toBeNull();
});

test('only a file key is deposited, and only to a key', async () => {
  expect(await refusalOf(() => sealDeposit(randomBytes(32), unit.publicKey, of))).toBe('WRONG_KEY');
  expect(await refusalOf(() => sealDeposit(randomBytes(16), new Uint8Array(3), of))).toBe('BAD_KEY');
});
