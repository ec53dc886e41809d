import { describe, expect, test } from 'vitest';
import { refusalOf } from '../fixture/refusal.ts';
import { headOf } from '../fixture/sealed.ts';
import { POLICY, requestOf, trusteesOf, witnessedHeadOf, witnessedScene } from '../fixture/witnessed.ts';
import { unwrapFileKey } from './file-key.ts';
import { readHeader } from './header.ts';
import { generateSealKey } from './keys.ts';
import { openFile } from './open.ts';
import { randomBytes } from './random.ts';
import { reheadFile, reheadWitnessed } from './rehead.ts';
import { readWitnessedHeader } from './witness-header.ts';
import { openWitnessed, unlockWitnessed } from './witness-open.ts';

const s = await witnessedScene();
const rotated = generateSealKey();
const payloadOf = (file: Uint8Array, { payloadOffset }: { payloadOffset: number }) => file.subarray(payloadOffset);

describe('a direct file', () => {
  const { file } = s.sealed;
  const fileKey = unwrapFileKey(file, s.keys.reader.secretKey).then((key) => key as Uint8Array);

  test('opens with the rotated key and no longer with the old one; its payload stays as it is', async () => {
    const again = await reheadFile({ file, fileKey: await fileKey, recipients: [rotated.publicKey] });
    const opening = { file: again.file, head: headOf(s.inner, again), me: s.reader.code, trust: s.trust };
    expect(await openFile({ ...opening, secretKey: rotated.secretKey })).toEqual(s.inner);
    expect(await refusalOf(() => openFile({ ...opening, secretKey: s.keys.reader.secretKey }))).toBe('NOT_FOR_ME');
    expect(payloadOf(again.file, readHeader(again.file))).toEqual(payloadOf(file, readHeader(file)));
    expect(again.size).toBe(again.file.length);
  });
  test('is not re-headed with another file’s key, for nobody, or as a witnessed one', async () => {
    const recipients = [rotated.publicKey];
    const key = await fileKey;
    expect(await refusalOf(() => reheadFile({ file, fileKey: randomBytes(16), recipients }))).toBe('WRONG_KEY');
    expect(await refusalOf(() => reheadFile({ file, fileKey: key, recipients: [] }))).toBe('TOO_MANY_RECIPIENTS');
    expect(await refusalOf(() => reheadFile({ file: s.witnessed.file, fileKey: key, recipients }))).toBe(
      'MALFORMED_FILE',
    );
  });
});

describe('a witnessed file', () => {
  const { file } = s.witnessed;
  const item = { id: s.inner.id, author: s.author.code, policy: POLICY };
  const dealt = trusteesOf(5, 3);
  const unlocked = unlockWitnessed(requestOf(s, [1, 2]));
  const reheaded = unlocked.then(({ fileKey }) =>
    reheadWitnessed({ file, fileKey, item, roster: { ...dealt.roster, epoch: 4 }, recipients: [rotated.publicKey] }),
  );
  /** The scene after the new header: other trustees, and the reader's unit with its rotated key. */
  const after = reheaded.then((again) => ({
    ...s,
    ...dealt,
    keys: { ...s.keys, reader: rotated },
    witnessed: again,
    witnessedHead: witnessedHeadOf(s, again),
  }));

  test('opens with the rotated key and the new roster; its payload stays as it is', async () => {
    const again = await reheaded;
    expect(again.witness).toMatchObject({ epoch: 4, t: 3, n: 5 });
    expect((await openWitnessed(requestOf(await after, [5, 2, 3]))).inner).toEqual(s.inner);
    expect(payloadOf(again.file, readWitnessedHeader(again.file))).toEqual(payloadOf(file, readWitnessedHeader(file)));
  });
  test('the old roster’s releases, and the unit’s old key, are of no use for it', async () => {
    const now = await after;
    const releases = requestOf(s, [1, 2, 3]).releases;
    expect(await refusalOf(() => openWitnessed({ ...requestOf(now, [1]), releases }))).toBe('BAD_SHARE');
    expect(() => requestOf({ ...now, keys: s.keys }, [1])).toThrow('not for this unit');
  });
  test('is not re-headed with another file’s key, under a weaker roster, or as a direct one', async () => {
    const { fileKey } = await unlocked;
    const order = { file, fileKey, item, roster: dealt.roster, recipients: [rotated.publicKey] };
    expect(await refusalOf(() => reheadWitnessed({ ...order, fileKey: randomBytes(16) }))).toBe('WRONG_KEY');
    expect(await refusalOf(() => reheadWitnessed({ ...order, roster: { ...dealt.roster, t: 1 } }))).toBe('BAD_ROSTER');
    expect(await refusalOf(() => reheadWitnessed({ ...order, file: s.sealed.file }))).toBe('MALFORMED_FILE');
  });
});
