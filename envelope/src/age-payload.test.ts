import { expect, test } from 'vitest';
import { refusalOf } from '../fixture/refusal.ts';
import { openPayload, sealPayload } from './age-payload.ts';
import { randomBytes } from './random.ts';

const CHUNK = 65536;
const key = randomBytes(16);

test.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 5])('%i bytes go there and back', (size) => {
  const plaintext = new Uint8Array(size).map((_, i) => i % 251);
  const sealed = sealPayload(plaintext, key);
  expect(sealed.length).toBe(16 + size + 16 * Math.max(1, Math.ceil(size / CHUNK)));
  expect(openPayload(sealed, key)).toEqual(plaintext);
});

test('chunks cannot be cut off, swapped, doubled or changed', async () => {
  const sealed = sealPayload(new Uint8Array(3 * CHUNK), key);
  const size = CHUNK + 16;
  const [nonce, a, b, c] = [
    sealed.subarray(0, 16),
    ...[0, 1, 2].map((i) => sealed.subarray(16 + i * size, 16 + (i + 1) * size)),
  ];
  const join = (...parts: (Uint8Array | undefined)[]) => Buffer.concat(parts.map((part) => part ?? new Uint8Array()));
  expect(openPayload(join(nonce, a, b, c), key)).toHaveLength(3 * CHUNK);
  const broken: Uint8Array[] = [
    join(),
    join(nonce),
    join(nonce, a),
    join(nonce, a, b),
    join(nonce, b, a, c),
    join(nonce, a, b, b, c),
  ];
  broken.push(join(nonce, a, b, c, Uint8Array.of(0)), join(nonce, a, b, c, new Uint8Array(16)));
  broken.push(
    sealed.subarray(0, -1),
    sealed.map((byte, i) => (i === 3 ? byte ^ 1 : byte)),
  );
  for (const file of broken) expect(await refusalOf(() => openPayload(file, key))).toBe('FILE_TAMPERED');
  expect(await refusalOf(() => openPayload(sealed, randomBytes(16)))).toBe('FILE_TAMPERED');
});
