import { createHash } from 'node:crypto';
import { parseSealSecretKey } from '@tocsin/envelope';
import { HYBRID, isHeaderAuthentic, openHybrid, openPayload, readAgeHeader, readHybrid } from '@tocsin/envelope/age';
import { armor, Decrypter, type Identity, type Stanza } from 'age-encryption';
import { describe, expect, test } from 'vitest';
import { type CctvVector, cctvVectors } from './cctv-vector.ts';

const hybrid = cctvVectors.filter(({ identities }) => identities.some(isHybrid));
const plain = cctvVectors.filter(({ name }) => /^(stanza|stream|hmac|header|version|empty|hybrid)/.test(name));
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

function isHybrid(identity: string): boolean {
  return identity.startsWith('AGE-SECRET-KEY-PQ-1');
}

/** Our X-Wing under libsodium, as an identity of the stock implementation. */
class OurIdentity implements Identity {
  readonly #secretKey: Uint8Array;

  constructor(text: string) {
    this.#secretKey = parseSealSecretKey(text);
  }

  unwrapFileKey(stanzas: Stanza[]): Uint8Array | null {
    for (const stanza of stanzas.filter(({ args }) => args[0] === HYBRID)) {
      const fileKey = openHybrid(readHybrid(stanza), this.#secretKey);
      if (fileKey !== null) return fileKey;
    }
    return null;
  }
}

async function byStockReader(vector: CctvVector): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  for (const text of vector.identities) decrypter.addIdentity(isHybrid(text) ? new OurIdentity(text) : text);
  for (const text of vector.passphrases) decrypter.addPassphrase(text);
  const { file } = vector;
  return decrypter.decrypt(vector.armored ? armor.decode(Buffer.from(file).toString('latin1')) : file);
}

/** Our own reader throughout; the file key is the vector's own where no hybrid identity is given. */
function byOurReader({ file, identities, fileKey }: CctvVector): Uint8Array {
  const header = readAgeHeader(file);
  const [identity] = identities.filter(isHybrid);
  const key =
    identity === undefined
      ? Buffer.from(fileKey ?? '', 'hex')
      : new OurIdentity(identity).unwrapFileKey(header.stanzas);
  if (key?.length !== 16 || !isHeaderAuthentic(header, key)) throw new Error('no file key');
  return openPayload(file.subarray(header.payloadOffset), key);
}

async function ensureAsExpected(vector: CctvVector, read: (vector: CctvVector) => Promise<Uint8Array> | Uint8Array) {
  const outcome = await Promise.resolve(vector)
    .then(read)
    .then(sha256, () => 'refused');
  expect(outcome).toBe(vector.expect === 'success' ? vector.payload : 'refused');
}

test('the package holds the vectors this suite was written for', () => {
  expect(cctvVectors.length).toBeGreaterThanOrEqual(131);
  expect(hybrid.length).toBeGreaterThanOrEqual(19);
});

describe('age reads every vector, with our X-Wing identity for the hybrid ones', () => {
  test.each(cctvVectors)('$name', (vector) => ensureAsExpected(vector, byStockReader));
});

describe('our own header and payload readers', () => {
  // An age header of X25519 or scrypt is well-formed to a reader that knows neither, so those vectors stay out.
  test.each(plain)('$name', (vector) => ensureAsExpected(vector, byOurReader));
});

describe('our readers fail in the layer the vector names', () => {
  // To the vectors a missing nonce is the header's fault, to us the payload's: the nonce is its first sixteen bytes.
  const isPayload = ({ name, expect: layer }: CctvVector) => layer === 'payload failure' || name.startsWith('stream_');
  const failing = plain.filter(({ expect: layer }) => layer === 'header failure' || layer === 'payload failure');
  const early = failing.filter((vector) => !isPayload(vector) && !vector.name.startsWith('hybrid'));
  test.each(early)('$name: header', ({ file }) => {
    expect(() => readAgeHeader(file)).toThrow(expect.objectContaining({ code: 'MALFORMED_FILE' }));
  });
  test.each(failing.filter(isPayload))('$name: payload', (vector) => {
    expect(() => byOurReader(vector)).toThrow(expect.objectContaining({ code: 'FILE_TAMPERED' }));
  });
});
