import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { digest, digestFile, sha256 } from './hash.ts';

test.each([0, 1, 55, 64, 32 * 1024 - 1, 32 * 1024, 200_000])(
  'SHA-256 of %i bytes agrees with OpenSSL',
  async (size) => {
    const bytes = new Uint8Array(randomBytes(size));
    const expected = createHash('sha256').update(bytes).digest('hex');
    expect(digest(bytes)).toBe(expected);
    expect(await digestFile(bytes)).toBe(expected);
    expect(Buffer.from(sha256(bytes)).toString('hex')).toBe(expected);
  },
);

test('the digest of a text is that of its UTF-8', () => {
  expect(digest('บันทึก')).toBe(digest(new TextEncoder().encode('บันทึก')));
});
