import { describe, expect, test } from 'vitest';
import { Adversary } from '../fixture/adversary.ts';
import { type ForgedDeal, withForged } from '../fixture/forged-deal.ts';
import { refusalOf } from '../fixture/refusal.ts';
import { meaning, twoFaced } from '../fixture/salamander.ts';
import { ACCESS, following, requestOf, type WitnessedScene, witnessedScene } from '../fixture/witnessed.ts';
import { readAgeHeader } from './age-header.ts';
import { concat } from './encoding.ts';
import { randomBytes } from './random.ts';
import { rewrapReaderSecret } from './rewrap.ts';
import { splitSecret } from './shamir.ts';
import { type LockSecrets, lockKey, unwrapLocked, wrapFileKey } from './witness-lock.ts';
import { openWitnessed } from './witness-open.ts';

const slow = process.env.SLOW !== undefined;
const s = await witnessedScene();
const secrets = { shared: randomBytes(32), reader: randomBytes(32), fileKey: randomBytes(16) };

/** An honest deal, made with the forger's tools. */
async function honest(parts: Partial<ForgedDeal> = {}): Promise<ForgedDeal> {
  return {
    shares: await splitSecret(secrets.shared, 3, 2),
    committed: secrets.shared,
    readerSecrets: [secrets.reader, secrets.reader],
    lock: (binding) => ({ wrapped: wrapFileKey(secrets.fileKey, locked(binding)), fileKey: secrets.fileKey }),
    ...parts,
  };
}

const locked = (binding: Uint8Array, readerSecret: Uint8Array = secrets.reader): LockSecrets => ({
  readerSecret,
  sharedSecret: secrets.shared,
  binding,
});
const openAs = (scene: WitnessedScene, indexes = [1, 2]) => refusalOf(() => openWitnessed(requestOf(scene, indexes)));
const asAuthor = (scene: WitnessedScene): WitnessedScene => ({
  ...scene,
  keys: { ...scene.keys, reader: scene.keys.author },
  reader: scene.author,
});

test('the forger’s tools make files that open, so what is refused below is refused for its flaw', async () => {
  const forged = await withForged(s, await honest());
  expect(await openAs(forged)).toBe('accepted');
  expect(await openAs(asAuthor(forged), [3, 1])).toBe('accepted');
});

describe('an author who deals falsely, and commits to it', () => {
  test('shares that fit no one polynomial: no trustee is blamed', async () => {
    const [first, second] = (await splitSecret(secrets.shared, 2, 2)) as [Uint8Array, Uint8Array];
    const stray = concat(randomBytes(32), Uint8Array.of(7));
    const forged = await withForged(s, await honest({ shares: [first, second, stray] }));
    expect(await openAs(forged, [1, 2])).toBe('accepted');
    expect(await openAs(forged, [1, 3])).toBe('INCONSISTENT_SHARES');
  });
  test('two shares at one place', async () => {
    const [first] = (await splitSecret(secrets.shared, 3, 2)) as [Uint8Array];
    const forged = await withForged(s, await honest({ shares: [first, first, first] }));
    expect(await openAs(forged)).toBe('INCONSISTENT_SHARES');
  });
  test('shares of another secret than the one committed to', async () => {
    expect(await openAs(await withForged(s, await honest({ committed: randomBytes(32) })))).toBe('INCONSISTENT_SHARES');
  });
  test('another addressees’ secret than the one the file key is under', async () => {
    const forged = await withForged(s, await honest({ readerSecrets: [secrets.reader, randomBytes(32)] }));
    expect(await openAs(forged)).toBe('accepted');
    expect(await openAs(asAuthor(forged))).toBe('FILE_TAMPERED');
  });
  test('a file key under another binding', async () => {
    const elsewhere = locked(randomBytes(32));
    const lock = () => ({ wrapped: wrapFileKey(secrets.fileKey, elsewhere), fileKey: secrets.fileKey });
    expect(await openAs(await withForged(s, await honest({ lock })))).toBe('FILE_TAMPERED');
  });
});

describe('a two-faced file, which gives two readers two contents', () => {
  /** The lock of a salamander: one ciphertext, two file keys; the header is written under the first or the second. */
  async function salamander(face: 0 | 1): Promise<{ forged: WitnessedScene; keys: Uint8Array[] }> {
    const other = randomBytes(32);
    const keys: Uint8Array[] = [];
    const lock = (binding: Uint8Array) => {
      for (;;) {
        const lockKeys = [secrets.reader, other].map((reader) => lockKey(locked(binding, reader)));
        const wrapped = twoFaced(lockKeys[0] as Uint8Array, lockKeys[1] as Uint8Array, binding);
        if (wrapped === null) {
          other.set(randomBytes(32)); // the reader stanzas are written after this
          continue;
        }
        keys.push(...lockKeys.map((key) => meaning(key, wrapped.subarray(0, 16))));
        expect([secrets.reader, other].map((reader) => unwrapLocked(wrapped, locked(binding, reader)))).toEqual(keys);
        return { wrapped, fileKey: keys[face] as Uint8Array };
      }
    };
    return { forged: await withForged(s, await honest({ readerSecrets: [secrets.reader, other], lock })), keys };
  }

  test('the cipher alone would take it; the header’s MAC commits to one key, and the other reader refuses', async () => {
    for (const face of [0, 1] as const) {
      const { forged, keys } = await salamander(face);
      expect(keys).toHaveLength(2);
      expect(keys[0]).not.toEqual(keys[1]);
      expect(await openAs(face === 0 ? forged : asAuthor(forged))).toBe('accepted');
      expect(await openAs(face === 0 ? asAuthor(forged) : forged)).toBe('FILE_TAMPERED');
    }
  });
});

describe('flipped bits', () => {
  const { file } = s.witnessed;
  const bits = file.length * 8;
  const places = slow
    ? Array.from({ length: bits }, (_, bit) => bit)
    : Array.from({ length: 200 }, (_, i) => Math.floor((bits * i) / 200) + (i % 8));
  /** One of every byte's: each takes as long as opening the file with its shares does. */
  const oneAByte = slow ? places.filter((bit) => ((bit >> 3) & 7) === (bit & 7)) : places;
  const flipped = (bit: number) => file.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
  const request = requestOf(s, [1, 2]);
  const timeout = slow ? 1_200_000 : 20_000;

  test(`${slow ? 'every one' : 'a sample (SLOW=1: every one)'} is refused with one error text`, {
    timeout,
  }, async () => {
    const texts = new Set<string>();
    for (const bit of places) {
      await openWitnessed({ ...request, file: flipped(bit) }).then(
        () => texts.add('accepted'),
        (error: Error) => texts.add(`${error.name} ${error.message}`),
      );
    }
    expect([...texts]).toEqual(['EnvelopeError the sealed file is not the one the ledger names']);
  });

  test('so is a flip that the ledger’s hashes follow', { timeout }, async () => {
    const sr = secretOfReader();
    const { payloadOffset } = readAgeHeader(file);
    for (const bit of oneAByte) {
      const changed = flipped(bit);
      const head = following(s.witnessedHead, changed, changed.subarray(0, payloadOffset));
      const access = { access: ACCESS, file: head.id, fileHash: head.fileHash };
      const reader = rewrapReaderSecret(sr, { ...access, epk: s.device.publicKey });
      const outcome = await refusalOf(() => openWitnessed({ ...request, file: changed, head, reader }));
      expect(['FILE_TAMPERED', 'MALFORMED_FILE', 'HEADER_HASH_MISMATCH', 'WITNESS_MISMATCH']).toContain(outcome);
    }
  });
});

function secretOfReader(): Uint8Array {
  return new Adversary(s.witnessed.file, s.witnessedHead).readerSecret([s.keys.reader.secretKey]) as Uint8Array;
}
