import type { RecordDetail } from '@tocsin/gateway/api';
import { ACCESS_MINUTES } from '@tocsin/record';
import { expect, test } from 'vitest';
import { leads, thresholds } from './unusual.ts';

type Access = RecordDetail['accesses'][number];
const start = Date.parse('2026-11-01T08:00:00.000Z');
const receipt = (outcome: 'opened' | 'failed') => ({ at: '', outcome, reason: null, released: [], faulty: [] });

/** The nth opening of an officer, an hour after the one before. */
const opening = (n: number, more: Partial<Access> = {}): Access =>
  ({
    ...{ officer: 'o', agency: 'kh-immigration', record: `r${n}`, case: null, granted: null },
    ...{ at: new Date(start + n * 3_600_000).toISOString(), receipt: receipt('opened') },
    ...more,
  }) as Access;
const many = (count: number, more: Partial<Access> = {}) => Array.from({ length: count }, (_, n) => opening(n, more));
const later = start + 1000 * 3_600_000;

test('a gateway takes a receipt for as long as the law says', () => {
  expect(thresholds.receiptMinutes).toBe(ACCESS_MINUTES);
});

test('twenty records in a day without a case, not nineteen, and not with one', () => {
  expect(leads(many(20), later)).toMatchObject([{ rule: 'many-subjects-no-case', count: 20, officer: 'o' }]);
  expect(leads(many(19), later)).toEqual([]);
  expect(leads(many(30, { case: 'c' }), later)).toEqual([]);
  expect(leads(many(30, { record: 'r' }), later)).toEqual([]);
});

test('three failures in a row, wherever the list begins; a good opening ends the row', () => {
  const failed = (n: number) => opening(n, { receipt: receipt('failed') });
  expect(leads([failed(2), failed(0), failed(1)], later)).toMatchObject([{ rule: 'refusals-in-a-row', count: 3 }]);
  expect(leads([failed(0), failed(1), opening(2), failed(3)], later)).toEqual([]);
});

test('five openings without a word, once their time is over', () => {
  expect(leads(many(5, { receipt: null }), later)).toMatchObject([{ rule: 'no-receipts', count: 5 }]);
  expect(leads(many(5, { receipt: null }), start + 4 * 3_600_000)).toEqual([]);
});

test('a broken glass is always told', () => {
  const granted = { by: 'p', at: '', reason: 'life-at-risk' };
  expect(leads([opening(0, { granted })], later)).toMatchObject([{ rule: 'glass-broken', count: 1 }]);
});
