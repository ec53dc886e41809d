import fc from 'fast-check';
import { expect, test } from 'vitest';
import { licence } from '../fixture/licence.ts';
import { licenceNumber, standingAt } from './licence.ts';

test.each([
  ['ท. ๑๒๓/๒๕๖๖', 'ท1232566'],
  ['ท.123-2566', 'ท1232566'],
  ['POEA-123-LB-010125-R', 'POEA123LB010125R'],
  ['poea 123 lb 010125 r', 'POEA123LB010125R'],
  ['ＰＯＥＡ－１２３', 'POEA123'],
  ['12/QĐ-LĐTBXH', '12QDLDTBXH'],
  ['12/qđ-lđtbxh', '12QDLDTBXH'],
  ['Số 5/2024', 'SO52024'],
  ['លេខ ១២៣', 'លេខ123'],
  ['ເລກທີ ໑໒', 'ເລກທ\u0eb512'],
  ['အမှတ် ၁၂၃', 'အမှတ်123'],
  ['劳外许 2024-001', '劳外许2024001'],
  ['00', '00'],
])('%s is %s', (written, number) => expect(licenceNumber(written)).toBe(number));

test.each(['', ' ', '-', '7', 'ABC', '12☎', '1234🙂', '12\u202e34', '12<script>', 'Ж-12', '1'.repeat(41)])(
  '%j is no licence number',
  (written) => expect(licenceNumber(written)).toBeNull(),
);

test('a number is the number of itself, and never holds what could lead a key astray', () => {
  const alphabet = fc.constantFrom(...'0189azAZ๐๙໐៩၉ทลຫកမ劳đé -/.\\\u0000\u202e☎ﬁ①');
  fc.assert(
    fc.property(fc.array(alphabet, { maxLength: 50 }), (signs) => {
      const number = licenceNumber(signs.join(''));
      if (number === null) return;
      expect(licenceNumber(number)).toBe(number);
      expect(number).toMatch(/^[0-9A-Z\p{L}\p{M}]{2,40}$/u);
    }),
  );
});

test.each([
  [{}, '2026-11-27T00:00:00.000Z', 'valid'],
  [{}, '2026-12-31T16:59:59.999Z', 'valid'],
  [{}, '2026-12-31T17:00:00.000Z', 'expired'],
  [{}, '2024-12-31T16:59:59.999Z', 'not-started'],
  [{}, '2024-12-31T17:00:00.000Z', 'valid'],
  [{ until: null }, '2099-01-01T00:00:00.000Z', 'valid'],
  [{ status: 'revoked' }, '2027-01-01T00:00:00.000Z', 'revoked'],
  [{ status: 'suspended' }, '2024-01-01T00:00:00.000Z', 'suspended'],
] as const)('%j at %s in Thailand is %s', (change, now, standing) => {
  expect(standingAt(licence(change), now, 'TH')).toMatchObject({ standing, zone: 'Asia/Bangkok' });
});

test('where the days of a country are unknown they are counted in UTC, and said to be', () => {
  const at = (now: string) => standingAt(licence(), now, 'FR');
  expect(at('2026-12-31T23:59:59.999Z')).toEqual({ standing: 'valid', day: '2026-12-31', zone: 'UTC' });
  expect(at('2027-01-01T00:00:00.000Z')).toEqual({ standing: 'expired', day: '2027-01-01', zone: 'UTC' });
});
