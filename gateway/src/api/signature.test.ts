import { createPublicKey, verify } from 'node:crypto';
import { fromUtf8, utf8 } from '@tocsin/envelope/verify';
import { describe, expect, test } from 'vitest';
import {
  contentDigest,
  inputOf,
  readContentDigest,
  readSignature,
  signatureBase,
  signatureFields,
} from './signature.ts';

/** RFC 9421, appendix B.1.3 and B.2.4: a response signed with ecdsa-p256-sha256. */
const RFC_KEY = createPublicKey({
  key: Buffer.from(
    'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqIVYZVLCrPZHGHjP17CTW0/+D9Lfw0EkjqF7xB4FivAxzic30tMM4GF+hR6Dxh71Z50VGGdldkkDXZCnTNnoXQ==',
    'base64',
  ),
  format: 'der',
  type: 'spki',
});
const RFC_INPUT =
  'sig-b24=("@status" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-ecc-p256"';
const RFC_SIGNATURE =
  'sig-b24=:wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw==:';
const RFC_COMPONENTS: [string, string][] = [
  ['@status', '200'],
  ['content-type', 'application/json'],
  [
    'content-digest',
    'sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:',
  ],
  ['content-length', '23'],
];

const verifies = (base: Uint8Array, signature: Uint8Array) =>
  verify('sha256', base, { key: RFC_KEY, dsaEncoding: 'ieee-p1363' }, signature);

describe('RFC 9421, appendix B.2.4', () => {
  const parsed = readSignature(RFC_INPUT, RFC_SIGNATURE);

  test('its signature verifies over the base we build', () => {
    expect(verifies(signatureBase(RFC_COMPONENTS, parsed!.input), parsed!.signature)).toBe(true);
  });

  test('the base is the one the RFC prints', () => {
    expect(fromUtf8(signatureBase(RFC_COMPONENTS, parsed!.input)).split('\n').at(-1)).toBe(
      '"@signature-params": ("@status" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-ecc-p256"',
    );
  });

  test('a changed component does not verify', () => {
    const changed = RFC_COMPONENTS.map(([name, value]): [string, string] => [name, name === '@status' ? '201' : value]);
    expect(verifies(signatureBase(changed, parsed!.input), parsed!.signature)).toBe(false);
  });
});

test('what is written is read back', () => {
  const input = inputOf(['@method', '@target-uri'], new Map([['nonce', 'abc']]));
  const fields = signatureFields('tocsin', input, new Uint8Array(64).fill(7));
  const read = readSignature(fields['signature-input']!, fields.signature!);
  expect(read?.components).toEqual(['@method', '@target-uri']);
  expect(read?.signature).toEqual(new Uint8Array(64).fill(7));
  expect(read?.parameters.get('nonce')).toBe('abc');
});

describe('readSignature takes no other form', () => {
  const good = 'a=("@method");created=1';
  test.each([
    ['nothing', '', ''],
    ['two signatures', `${good}, b=("@method")`, 'a=:AAAA:, b=:AAAA:'],
    ['another label', good, 'b=:AAAA:'],
    ['a component with parameters', 'a=("@method";req)', 'a=:AAAA:'],
    ['a component that is a token', 'a=(method)', 'a=:AAAA:'],
    ['no list', 'a="@method"', 'a=:AAAA:'],
    ['a signature as text', good, 'a="AAAA"'],
    ['a signature that is a list', good, 'a=(:AAAA:)'],
    ['no structured field', 'a=(((', 'a=:AAAA:'],
  ])('%s', (_name, input, signature) => {
    expect(readSignature(input, signature)).toBeNull();
  });
});

describe('Content-Digest', () => {
  test('is the one of RFC 9530, appendix D', async () => {
    expect(await contentDigest(utf8('{"hello": "world"}\n'))).toBe(
      'sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:',
    );
  });

  test('is read back', async () => {
    expect(readContentDigest(await contentDigest(new Uint8Array()))).toHaveLength(32);
  });

  test.each(['sha-512=:AAAA:', 'sha-256=:AAAA:', 'sha-256=abc', 'sha-256=:AAAA:, sha-512=:AAAA:', ':::'])(
    'not %s',
    (field) => {
      expect(readContentDigest(field)).toBeNull();
    },
  );
});
