import { Compile } from 'typebox/compile';
import { describe, expect, test } from 'vitest';
import {
  AgencyCode,
  bytes,
  Country,
  Digest,
  handleOf,
  Instant,
  Language,
  Nonce,
  Slug,
  StatementId,
  statementId,
  UnitCode,
} from './id.ts';

const syntaxes = {
  StatementId: {
    schema: StatementId,
    valid: ['mzxw6ytboi4dknbvgm3dinzwha', 'a'.repeat(26), '2345672345672345672345672a'],
    invalid: [
      '',
      'a'.repeat(25),
      'a'.repeat(27),
      'A'.repeat(26),
      '1'.repeat(26),
      '8'.repeat(26),
      `${'a'.repeat(25)}/`,
      `${'a'.repeat(26)}\n`,
    ],
  },
  AgencyCode: {
    schema: AgencyCode,
    valid: ['th-police', 'kh-immigration', 'la-fiu', 'mm-ngo2', 'cn-ministry-of-x', 'vn-a1-b2-c3-d4'],
    invalid: [
      '',
      'th',
      'th-',
      'th-p',
      'TH-police',
      'th_police',
      'th-police-',
      'th--police',
      '-th-police',
      'tha-police',
      't1-police',
      'th-police/x',
      'th-police ',
      'th-police\n',
      'th-polïce',
      '__proto__',
      'constructor',
      'th-a1-b2-c3-d4-e5',
      `th-${'a'.repeat(25)}`,
    ],
  },
  UnitCode: {
    schema: UnitCode,
    valid: ['registry', 'blo-aranyaprathet', 'ab', 'd7', 'constructor'],
    invalid: ['', 'a', '7d', 'Desk', 'desk-', '-desk', 'a--b', 'duty desk', 'a/b', '../a', '__proto__', 'desk\n'],
  },
  Slug: {
    schema: Slug,
    valid: ['alert', '2026', 'th-kh-la-trafficking-2026', 'a', 'a-b-c-d-e-f-g-h-i-j-k-l'],
    invalid: ['', '-', 'a-', '-a', 'a--b', 'A', 'a b', 'a_b', '__proto__', 'a.b', 'a-b-c-d-e-f-g-h-i-j-k-l-m', 'a\n'],
  },
  Digest: {
    schema: Digest,
    valid: ['0'.repeat(64), 'deadbeef'.repeat(8)],
    invalid: ['', '0'.repeat(63), '0'.repeat(65), 'A'.repeat(64), 'g'.repeat(64), `0x${'0'.repeat(62)}`],
  },
  Instant: {
    schema: Instant,
    valid: [
      '2026-11-23T07:30:00.000Z',
      '2000-01-01T00:00:00.000Z',
      '2099-12-31T23:59:59.999Z',
      '2028-02-29T00:00:00.000Z',
    ],
    invalid: [
      '',
      '2026-11-23',
      '2026-11-23T07:30:00Z',
      '2026-11-23T07:30:00.00Z',
      '2026-11-23T07:30:00.000',
      '2026-11-23T07:30:00.000z',
      '2026-11-23T07:30:00.000+00:00',
      '2026-11-23 07:30:00.000Z',
      '2026-13-01T00:00:00.000Z',
      '2026-00-01T00:00:00.000Z',
      '2026-01-00T00:00:00.000Z',
      '2026-01-32T00:00:00.000Z',
      '2026-01-01T24:00:00.000Z',
      '2026-01-01T00:60:00.000Z',
      '2026-01-01T00:00:60.000Z',
      '1999-01-01T00:00:00.000Z',
      '2100-01-01T00:00:00.000Z',
      '+002026-01-01T00:00:00.000Z',
      '2569-11-23T07:30:00.000Z',
    ],
  },
  Country: { schema: Country, valid: ['TH', 'KH', 'MM'], invalid: ['', 'T', 'THA', 'th', 'T1', 'ไท'] },
  Language: {
    schema: Language,
    valid: ['th', 'my', 'zh-Hans', 'zh-Hant-TW', 'kh-KH', 'ksw'],
    invalid: ['', 't', 'TH', 'thai', 'zh-hans', 'zh_Hans', 'th-TH-x', '__proto__', 'constructor'],
  },
  Nonce: {
    schema: Nonce,
    valid: ['A'.repeat(22), 'a-_Z9'.repeat(5), 'A'.repeat(86)],
    invalid: ['', 'A'.repeat(21), 'A'.repeat(87), `${'A'.repeat(22)}==`, `${'A'.repeat(21)}+`],
  },
  bytes: {
    schema: bytes(8),
    valid: ['A', 'abc-_', 'A'.repeat(8)],
    invalid: ['', 'A'.repeat(9), 'ab=', 'a b', 'a+b', 'a/b'],
  },
};

describe.each(Object.entries(syntaxes))('%s', (_, { schema, valid, invalid }) => {
  const validator = Compile(schema);
  test.each(valid)('%j is valid', (text) => expect(validator.Check(text)).toBe(true));
  test.each([...invalid, null, 7, {}, [valid[0]]])('%j is invalid', (text) =>
    expect(validator.Check(text)).toBe(false),
  );
});

test('an identifier follows from agency and nonce, and from nothing else', () => {
  const nonce = 'AAAAAAAAAAAAAAAAAAAAAA';
  // printf 'tocsin/idth-police' followed by 16 zero bytes | sha256sum | base32, lower case, cut
  expect(statementId('th-police', nonce)).toBe('fx7nyspjap7z5gxtwzya2lx3xz');
  expect(statementId('kh-police', nonce)).not.toBe(statementId('th-police', nonce));
  expect(statementId('th-police', 'AAAAAAAAAAAAAAAAAAAAAQ')).not.toBe(statementId('th-police', nonce));
});

test('stray bits, padding and other alphabets are not bytes', () => {
  for (const nonce of ['AAAAAAAAAAAAAAAAAAAAAB', 'AAAAAAAAAAAAAAAAAAAAAA==', 'AAAAAAAAAAAAAAAAAAAAA+'])
    expect(() => statementId('th-police', nonce), nonce).toThrow();
});

test('a handle is not an identifier of the same bytes', () => {
  const key = new Uint8Array(91).fill(7);
  expect(handleOf(key)).toMatch(/^[a-z2-7]{26}$/);
  expect(handleOf(key)).not.toBe(handleOf(new Uint8Array(91).fill(8)));
  expect(handleOf(key)).not.toBe(statementId('th-police', Buffer.from(key).toString('base64url')));
});
