import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Adversary } from '../fixture/adversary.ts';
import { refusalOf } from '../fixture/refusal.ts';
import { trustIn } from '../fixture/sealed.ts';
import {
  ACCESS,
  following,
  releasesOf,
  requestOf,
  sealScene,
  trusteesOf,
  witnessedHeadOf,
  witnessedScene,
} from '../fixture/witnessed.ts';
import { readAgeHeader, writeAgeHeader } from './age-header.ts';
import { concat } from './encoding.ts';
import { unwrapFileKey } from './file-key.ts';
import { generateSealKey } from './keys.ts';
import { randomBytes } from './random.ts';
import { openWitnessed, unlockWitnessed, type WitnessedOpenRequest } from './witness-open.ts';
import { type Release, releaseShare } from './witness-release.ts';

const s = await witnessedScene();
const { witnessed, witnessedHead: head, trustees } = s;
const request = requestOf(s, [1, 2]);
const open = (parts: Partial<WitnessedOpenRequest> = {}) => refusalOf(() => openWitnessed({ ...request, ...parts }));
const failure = (parts: object) => openWitnessed({ ...request, ...parts }).then(String, (error: object) => error);
const [first, second, third] = releasesOf(s, [1, 2, 3]) as [Release, Release, Release];
const spoilt = (release: Release): Release => ({
  ...release,
  ct: release.ct.map((byte, i) => (i === 40 ? byte ^ 1 : byte)),
});

describe('the threshold', () => {
  test('t - 1 releases, or none', async () => {
    for (const releases of [[], [first], [third]]) expect(await open({ releases })).toBe('TOO_FEW_SHARES');
  });
  test('one trustee counts once, however often it answers', async () => {
    const [again] = releasesOf(s, [1]) as [Release];
    expect(await open({ releases: [first, first, first, again] })).toBe('TOO_FEW_SHARES');
    expect(await open({ releases: [first, { ...first, index: 2 }] })).toBe('BAD_SHARE');
    expect(await open({ releases: [first, again, second] })).toBe('accepted');
  });
  test('releases from no place of the roster count for nothing and blame nobody', async () => {
    for (const index of [0, -1, 4, 1.5, Number.NaN, '2' as never]) {
      expect(await failure({ releases: [first, { ...second, index }] })).toMatchObject({
        code: 'TOO_FEW_SHARES',
        trustees: [],
      });
    }
  });
});

describe('a bad share', () => {
  test('names its trustee', async () => {
    expect(await failure({ releases: [first, spoilt(third)] })).toMatchObject({ code: 'BAD_SHARE', trustees: [3] });
    expect(await failure({ releases: [spoilt(second), spoilt(first)] })).toMatchObject({ trustees: [1, 2] });
  });
  test('is healed by one more trustee, and named all the same', async () => {
    const { inner, bad } = await openWitnessed({ ...request, releases: [spoilt(second), first, third] });
    expect({ inner, bad }).toEqual({ inner: s.inner, bad: [2] });
  });
  test('is forgotten when the same trustee also sends a good one', async () => {
    expect((await openWitnessed({ ...request, releases: [spoilt(second), first, second] })).bad).toEqual([]);
  });
  test('is what another access, another device or another record makes of it', async () => {
    expect(await open({ releases: [first, ...releasesOf(s, [2], 'another-access')] })).toBe('BAD_SHARE');
    const elsewhere = { ...s, device: generateSealKey() };
    expect(await open({ releases: [first, ...releasesOf(elsewhere, [2])] })).toBe('BAD_SHARE');
    const again = await sealScene(s, { roster: s.roster });
    const twin = { ...s, witnessed: again, witnessedHead: witnessedHeadOf(s, again) };
    expect(await open({ releases: [first, ...releasesOf(twin, [2])] })).toBe('BAD_SHARE');
  });
});

describe('the addressees’ layer', () => {
  test('of another access, another device or another file is refused', async () => {
    expect(await open({ access: 'another' })).toBe('WRONG_KEY');
    expect(await open({ esk: generateSealKey().secretKey })).toBe('WRONG_KEY');
    expect(await open({ esk: new Uint8Array(31) })).toBe('BAD_KEY');
    expect(await open({ reader: first })).toBe('WRONG_KEY');
    expect(await open({ reader: { enc: new Uint8Array(), ct: new Uint8Array() } })).toBe('WRONG_KEY');
  });
});

describe('the head', () => {
  const { witness } = head;
  test.each<[string, object, string]>([
    ['file hash', { fileHash: '00'.repeat(32) }, 'FILE_HASH_MISMATCH'],
    ['header hash', { headerHash: '00'.repeat(32) }, 'HEADER_HASH_MISMATCH'],
    ['threshold', { witness: { ...witness, t: 1 } }, 'WITNESS_MISMATCH'],
    ['commitment', { witness: { ...witness, cm: '00'.repeat(32) } }, 'WITNESS_MISMATCH'],
    ['id', { id: 'x' }, 'WRONG_KEY'],
    ['epoch', { witness: { ...witness, epoch: 9 } }, 'BAD_SHARE'],
    ['policy', { policy: {} }, 'BAD_SHARE'],
    ['author', { author: s.stranger.code }, 'BAD_SHARE'],
    ['handle', { handle: 'x' }, 'HEAD_MISMATCH'],
    ['addressees', { to: [s.stranger.code] }, 'HEAD_MISMATCH'],
    ['agreement', { agreement: 'x' }, 'HEAD_MISMATCH'],
    ['handling', { handling: {} }, 'HEAD_MISMATCH'],
  ])('that differs in its %s is refused', async (_, part, code) => {
    expect(await open({ head: { ...head, ...part } })).toBe(code);
  });
});

test('after the lock, the checks are those of a direct file', async () => {
  expect(await open({ me: s.stranger.code })).toBe('NOT_FOR_ME');
  expect(await open({ trust: trustIn([s.reader]) })).toBe('BAD_CERTIFICATE');
  const { payloadOffset, bytes } = readAgeHeader(witnessed.file);
  const file = concat(bytes, witnessed.file.subarray(payloadOffset, -1));
  const posted = following(head, file, bytes);
  expect(await open(requestOf({ ...s, witnessed: { ...witnessed, file }, witnessedHead: posted }, [1, 2]))).toBe(
    'FILE_TAMPERED',
  );
});

test('a direct file is no witnessed file', async () => {
  const { file, fileHash, headerHash } = s.sealed;
  expect(await open({ file, head: { ...head, fileHash, headerHash } })).toBe('MALFORMED_FILE');
});

test('a list of stanzas that reads well but was not the author’s fails at the header’s MAC', async () => {
  const { stanzas, bytes, payloadOffset } = readAgeHeader(witnessed.file);
  const swapped = [...stanzas.slice(0, -2), stanzas[5], stanzas[4]] as typeof stanzas;
  const doubled = [...stanzas.slice(0, -1), stanzas[4]] as typeof stanzas;
  const fewer = stanzas.slice(0, -1);
  for (const list of [swapped, doubled, fewer, [...stanzas, ...stanzas.slice(-2)]]) {
    const written = writeAgeHeader(list, randomBytes(16));
    // The MAC is kept as the author wrote it, or made under a key of the forger's: neither is right.
    const kept = concat(written.subarray(0, -44), bytes.subarray(-44));
    for (const forged of [written, kept]) {
      const file = concat(forged, witnessed.file.subarray(payloadOffset));
      const posted = following(head, file, forged);
      const moved = { ...s, witnessed: { ...witnessed, file }, witnessedHead: posted };
      // Without the reader's own stanza there is nothing to ask with; with it the MAC refuses.
      expect(['FILE_TAMPERED', 'not for this unit']).toContain(await openWithin(() => open(requestOf(moved, [1, 2]))));
    }
  }
});

async function openWithin(act: () => Promise<string>): Promise<string> {
  try {
    return await act();
  } catch (error) {
    return (error as Error).message;
  }
}

/** Every threshold of every number of trustees. */
function thresholdsUpTo(most: number): [t: number, n: number][] {
  const counts = Array.from({ length: most - 1 }, (_, i) => i + 2);
  return counts.flatMap((n) => counts.filter((t) => t <= n).map((t): [number, number] => [t, n]));
}

/** Every choice of `size` of these. */
function subsets(items: readonly number[], size: number): number[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, i) => subsets(items.slice(i + 1), size - 1).map((rest) => [item, ...rest]));
}

const runs = process.env.SLOW ? 300 : 10;
const timeout = process.env.SLOW ? 600_000 : 20_000;

test('open inverts seal, for any policy, threshold and number of trustees', { timeout }, async () => {
  const counts = fc.constantFrom(...thresholdsUpTo(6));
  await fc.assert(
    fc.asyncProperty(counts, fc.dictionary(fc.string(), fc.jsonValue()), async ([t, n], policy) => {
      const dealt = trusteesOf(n, t);
      const sealed = await sealScene(s, { roster: dealt.roster, policy });
      const scene = { ...s, ...dealt, witnessed: sealed, witnessedHead: witnessedHeadOf(s, sealed, policy) };
      const last = Array.from({ length: t }, (_, i) => n - i);
      expect((await openWitnessed(requestOf(scene, last))).inner).toEqual(s.inner);
    }),
    { numRuns: runs },
  );
});

test('fuzz: releases of any bytes are refused by code, and one more pair of good ones opens all the same', {
  timeout,
}, async () => {
  const bytes = (most: number) => fc.uint8Array({ maxLength: most });
  const full = fc.uint8Array({ minLength: 1120, maxLength: 1120 });
  const strange = fc.record({ index: fc.integer({ min: -1, max: 5 }), enc: fc.oneof(bytes(8), full), ct: bytes(90) });
  await fc.assert(
    fc.asyncProperty(fc.array(strange, { maxLength: 4 }), async (releases) => {
      expect(['BAD_SHARE', 'TOO_FEW_SHARES']).toContain(await open({ releases }));
      const { bad } = await openWitnessed({ ...request, releases: [...releases, second, third] });
      expect(bad).toEqual(releases.some(({ index }) => index === 1) ? [1] : []);
    }),
    { numRuns: runs },
  );
});

describe('collusion', () => {
  test('every set of t - 1 trustees with an addressee, for n up to 7: nothing, by the rules or against them', async () => {
    for (const [t, n] of thresholdsUpTo(7)) {
      const dealt = trusteesOf(n, t);
      const sealed = await sealScene(s, { roster: dealt.roster });
      const scene = { ...s, ...dealt, witnessed: sealed, witnessedHead: witnessedHeadOf(s, sealed) };
      const all = dealt.trustees.map((_, i) => i + 1);
      const full = requestOf(scene, all);
      const adversary = new Adversary(sealed.file, scene.witnessedHead);
      const secret = adversary.readerSecret([s.keys.reader.secretKey]) as Uint8Array;
      const shares = dealt.trustees.map(({ secretKey }, i) => adversary.share(i + 1, secretKey));
      for (const few of subsets(all, t - 1)) {
        const releases = full.releases.filter(({ index }) => few.includes(index));
        expect(await refusalOf(() => unlockWitnessed({ ...full, releases }))).toBe('TOO_FEW_SHARES');
        const guess = await adversary.sharedSecret(few.map((index) => shares[index - 1] as Uint8Array));
        expect(adversary.fileKey(secret, guess)).toBeNull();
      }
      // The adversary's tools are good ones: with one trustee more they do open it.
      const enough = await adversary.sharedSecret(shares.slice(0, t));
      expect(adversary.fileKey(secret, enough)).toHaveLength(16);
    }
  });

  test('all trustees, with all their keys, without an addressee: nothing', async () => {
    const adversary = new Adversary(witnessed.file, head);
    const theirs = [...trustees.map(({ secretKey }) => secretKey), s.keys.stranger.secretKey];
    expect(adversary.readerSecret(theirs)).toBeNull();
    const shares = trustees.map(({ secretKey }, i) => adversary.share(i + 1, secretKey));
    const shared = await adversary.sharedSecret(shares);
    for (const guess of [new Uint8Array(32), shared, randomBytes(32), ...theirs]) {
      expect(adversary.fileKey(guess, shared)).toBeNull();
    }
    expect(adversary.fileKey(adversary.readerSecret([s.keys.reader.secretKey]) as Uint8Array, shared)).not.toBeNull();
  });

  test('an addressee with all its keys, without a trustee: nothing', async () => {
    const adversary = new Adversary(witnessed.file, head);
    const secret = adversary.readerSecret([s.keys.reader.secretKey]) as Uint8Array;
    for (const guess of [new Uint8Array(32), secret, randomBytes(32)]) {
      expect(adversary.fileKey(secret, guess)).toBeNull();
    }
    expect(await refusalOf(() => unwrapFileKey(witnessed.file, s.keys.reader.secretKey))).toBe('MALFORMED_FILE');
  });

  test('stanzas moved under a record of the thief’s, with himself as the addressee and no policy', async () => {
    const thief = generateSealKey();
    const moved = { ...head, id: 'evil', author: s.stranger.code, to: [s.stranger.code], policy: {} };
    for (const [i, { secretKey }] of trustees.entries()) {
      const order = { header: witnessed.file, record: moved, index: i + 1, trusteeKey: secretKey, access: ACCESS };
      expect(await refusalOf(() => releaseShare({ ...order, epk: thief.publicKey }))).toBe('WITNESS_MISMATCH');
    }
  });
});
